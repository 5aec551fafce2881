import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Platform } from '../../../lib/model';
import { renderStacks } from '../../../stacks/synthesize';
import { type AwsCall, callsOf } from './commands';
import { blocksOf, PLATFORMS } from './support';

interface Stack {
  readonly terraform: { readonly backend: { readonly s3: { readonly bucket: string; readonly key: string } } };
  readonly provider: { readonly aws: readonly { readonly region: string }[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

interface Thing {
  readonly stack: string;
  readonly region: string;
  readonly type: string;
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Everything that Terraform makes, with the region that it is made in. */
const thingsOf = (platform: Platform): readonly Thing[] =>
  [...renderStacks(platform)].flatMap(([file, text]) => {
    if (!file.endsWith('cdk.tf.json')) return [];
    const { provider, resource = {} } = JSON.parse(text) as Stack;
    const home = provider.aws[0]?.region ?? '';
    return Object.entries(resource).flatMap(([type, ones]) =>
      Object.entries(ones).map(([name, values]) => ({
        stack: file.split('/')[1] ?? '',
        region: String(values.region ?? home),
        type,
        address: `${type}.${name}`,
        values,
      })),
    );
  });

/** What an option of a command names: types of Terraform, and the argument that has the name. */
const NAMED: Readonly<Record<string, readonly (readonly [type: string, argument: string])[]>> = {
  '--state-machine-arn': [['aws_sfn_state_machine', 'name']],
  '--table-name': [['aws_dynamodb_table', 'name']],
  '--cluster-name': [['aws_eks_cluster', 'name']],
  '--nodegroup-name': [['aws_eks_node_group', 'node_group_name']],
  '--db-instance-identifier': [
    ['aws_db_instance', 'identifier'],
    ['aws_rds_cluster_instance', 'identifier'],
    ['aws_docdb_cluster_instance', 'identifier'],
  ],
  '--source-db-instance-identifier': [['aws_db_instance', 'identifier']],
  '--db-cluster-identifier': [
    ['aws_rds_cluster', 'cluster_identifier'],
    ['aws_docdb_cluster', 'cluster_identifier'],
  ],
  '--source-db-cluster-identifier': [
    ['aws_rds_cluster', 'cluster_identifier'],
    ['aws_docdb_cluster', 'cluster_identifier'],
  ],
  '--target-db-cluster-identifier': [
    ['aws_rds_cluster', 'cluster_identifier'],
    ['aws_docdb_cluster', 'cluster_identifier'],
  ],
  '--global-cluster-identifier': [
    ['aws_rds_global_cluster', 'global_cluster_identifier'],
    ['aws_docdb_global_cluster', 'global_cluster_identifier'],
  ],
  '--replication-group-id': [['aws_elasticache_replication_group', 'replication_group_id']],
  '--primary-replication-group-id': [['aws_elasticache_replication_group', 'replication_group_id']],
  '--alarm-names': [['aws_cloudwatch_metric_alarm', 'alarm_name']],
  '--secret-id': [['aws_secretsmanager_secret', 'name']],
  '--kms-key-id': [['aws_kms_alias', 'name']],
  '--bucket': [['aws_s3_bucket', 'bucket']],
  '--backup-vault-name': [['aws_backup_vault', 'name']],
  '--iam-role-arn': [['aws_iam_role', 'name']],
  '--by-resource-arn': [
    ['aws_db_instance', 'identifier'],
    ['aws_rds_cluster', 'cluster_identifier'],
    ['aws_docdb_cluster', 'cluster_identifier'],
  ],
};

/** Roles and global clusters know no region, and the table of the lock stands in both. */
const ANYWHERE = new Set(['aws_iam_role', 'aws_rds_global_cluster', 'aws_docdb_global_cluster', 'aws_dynamodb_table']);
/** What a person makes by the commands themselves. */
const MADE_BY_HAND = /-(restored|left-\d+)(-1)?$/;

/** Values of the options of a call; an option may have several. */
function optionsOf({ args }: AwsCall): [option: string, values: string[]][] {
  const options: [string, string[]][] = [];
  for (const word of args) {
    if (word.startsWith('--')) options.push([word, []]);
    else options.at(-1)?.[1].push(word);
  }
  return options;
}

const ofArn = (text: string) =>
  text.startsWith('arn:')
    ? {
        region: text.split(':')[3],
        name:
          text
            .split(':')
            .at(-1)
            ?.replace(/^role\//, '') ?? '',
      }
    : { name: text };

const SHOWN: readonly string[] = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'];

describe.each(PLATFORMS)('the commands of the runbooks of %s', (_, platform) => {
  const blocks = blocksOf(platform);
  const calls = callsOf(blocks, SHOWN);
  const things = thingsOf(platform);

  test('name a region in every call of AWS but those that know none', () => {
    const without = calls.filter(({ args }) => !args.includes('--region')).map(({ args }) => args.slice(0, 2).join(' '));
    expect([...new Set(without)]).toEqual(calls.length > 0 ? ['sts get-caller-identity'] : []);
  });

  test('name what Terraform makes, in the region in which it makes it', () => {
    let found = 0;
    for (const call of calls) {
      const options = new Map(optionsOf(call));
      const [home = ''] = options.get('--region') ?? [];
      for (const [option, kinds] of Object.entries(NAMED))
        for (const given of options.get(option) ?? []) {
          if (MADE_BY_HAND.test(given) || ['value', 'one', 'two'].includes(given)) continue;
          const { name, region = home } = ofArn(given);
          const there = things.some(
            ({ type, region: at, values }) =>
              kinds.some(([kind, argument]) => kind === type && values[argument] === name) && (ANYWHERE.has(type) || at === region),
          );
          expect({ file: call.file, heading: call.heading, option, given, region, there }).toEqual(
            expect.objectContaining({ given, there: true }),
          );
          found++;
        }
    }
    expect(found).toBeGreaterThan(platform.clusters.length > 1 ? 40 : 0);
  });

  test('name network ACLs, stacks, addresses of Terraform and state objects that are there', () => {
    const text = blocks.map(({ script }) => script).join('\n');
    const tags = things.flatMap(({ type, values }) => (type === 'aws_network_acl' ? [(values.tags as { Name?: string }).Name] : []));
    for (const [, name] of text.matchAll(/Name=tag:Name,Values=(\S+)/g)) expect(tags).toContain(name);
    const stacks = new Set(things.map(({ stack }) => stack));
    const named = [...text.matchAll(/(?:--stack |STACK=|cdktf\.out\/stacks\/)([a-z0-9-]+)/g)].map(([, stack = '']) => stack);
    expect(named.length).toBeGreaterThan(0);
    for (const stack of named) expect([...stacks]).toContain(stack);
    for (const [, address] of text.matchAll(/state rm (\S+)/g)) expect(things.map((thing) => thing.address)).toContain(address);
  });

  test('name clusters of kubectl and namespaces that are there', () => {
    const text = blocks.map(({ script }) => script).join('\n');
    const contexts = [...text.matchAll(/--(?:kube)?context (\S+)/g)].map(([, context]) => context);
    expect(contexts.length).toBeGreaterThan(0);
    for (const context of contexts) expect(platform.clusters.map(({ name }) => name)).toContain(context);
  });
});

/** An interpreter that has the AWS command line: its own, or that of the machine. Undefined where neither has it. */
function interpreterOfAws(): string | undefined {
  const found = spawnSync('sh', ['-c', 'command -v aws'], { encoding: 'utf8' }).stdout.trim();
  const [line = ''] = found === '' ? [] : readFileSync(found, 'latin1').split('\n', 1);
  const candidates = [...(/^#!.*python/.test(line) ? [line.slice(2).trim()] : []), 'python3'];
  return candidates.find((candidate) => spawnSync(candidate, ['-c', 'import awscli.clidriver']).status === 0);
}

/**
 * Runs each call in the AWS command line itself, against an address where nobody answers: what it does not know or cannot read it refuses
 * before it asks.
 */
const ASK_AWS = `import contextlib, io, json, os, sys
import awscli.clidriver
os.environ.update(AWS_DEFAULT_REGION='us-east-1', AWS_ACCESS_KEY_ID='a', AWS_SECRET_ACCESS_KEY='b', AWS_MAX_ATTEMPTS='1', AWS_CONFIG_FILE='/dev/null', AWS_PAGER='')
driver = awscli.clidriver.create_clidriver()
wrong = []
for args in json.load(sys.stdin):
    err = io.StringIO()
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
        try:
            driver.main(args + ['--endpoint-url', 'http://127.0.0.1:9'])
        except SystemExit:
            pass
    if 'Could not connect to the endpoint URL' not in err.getvalue():
        wrong.append([args, err.getvalue()[-600:]])
print(json.dumps(wrong))
`;

const interpreter = interpreterOfAws();
const testWithAws = interpreter === undefined ? test.skip : test;

testWithAws(
  `the AWS command line knows every command and option${interpreter === undefined ? ' (skipped: no AWS command line for Python)' : ''}`,
  () => {
    const all = PLATFORMS.flatMap(([, platform]) => callsOf(blocksOf(platform), SHOWN).map(({ args }) => args));
    // Names differ, options do not: one call of each form is enough, and a fault in one must be seen.
    const forms = [
      ...new Map(
        all.map((args) => [
          args
            .filter((word) => /^(--|[a-z0-9-]+$)/.test(word))
            .slice(0, 2)
            .join(' ') + optionsKey(args),
          args,
        ]),
      ).values(),
    ];
    expect(forms.length).toBeGreaterThan(30);
    const planted = [
      ['rds', 'promote-read-replica', '--region', 'us-east-1', '--db-instance-identifer', 'x'],
      ['dynamodb', 'get-item', '--region', 'us-east-1', '--table-name', 'x', '--key', '{"id":'],
    ];
    const { stdout, stderr } = spawnSync(interpreter ?? '', ['-c', ASK_AWS], {
      input: JSON.stringify([...forms, ...planted]),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const wrong = JSON.parse(stdout) as [string[], string][];
    expect(wrong.map(([args]) => args)).toEqual(planted);
  },
  120_000,
);

const optionsKey = (args: readonly string[]) =>
  args
    .filter((word) => word.startsWith('--'))
    .sort()
    .join(' ');
