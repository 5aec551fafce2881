import { type Platform, recoveryProofs, regionStackName, resolvePlatform } from '../../lib/model';
import { checkPlatform, checkTerraform, type Finding } from '../../lib/policy';
import { editedText, parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { referencePlatform, referenceText } from '../support/platforms';

const platformOfText = (text: string) => resolvePlatform(parseSpec(text, 'platform.yaml').spec);

/** The reference platform with more at the top level. */
const added = (yaml: string) => referenceText().replace(/^nodes:/m, `${yaml}\nnodes:`);
/** The reference platform with one text replaced by another. */
function changed(from: string, to: string, text = referenceText()): string {
  if (!text.includes(from)) throw new Error(`no ${from} to replace`);
  return text.replace(from, () => to);
}
const tiers = (one: string) => added(`tiers: { "1": { rto: 15m, rpo: 5m${one} }, "2": { rto: 1h, rpo: 30m }, "3": { rto: 4h, rpo: 24h } }`);
const database = (fields: string) =>
  changed('databases: [redis-cart]', 'databases: [redis-cart, orders]', changed('databases:\n', `databases:\n  orders: { ${fields} }\n`));

interface Broken {
  readonly rule: string;
  /** What the finding says is wrong: the step that costs most, where it is one of a failover. */
  readonly says: RegExp;
  readonly suggests: RegExp;
}
type Change = readonly [name: string, text: string, broken: Broken];

/** Changes of the platform file; where a search finds what mends them, its patch does. */
const CHANGES: readonly Change[] = [
  [
    'answers of DNS that live for an hour',
    added('failover: { dnsTtl: 1h }'),
    { rule: 'X07', says: /switching users over takes up to 1h3m/, suggests: /failover\.dnsTtl: 1m;/ },
  ],
  [
    'probes every five minutes',
    added('failover: { interval: 5m }'),
    { rule: 'X07', says: /detecting it takes up to 16m/, suggests: /failover\.interval: 30s;/ },
  ],
  [
    'ten failed probes in a row',
    added('failover: { threshold: 10 }'),
    { rule: 'X07', says: /detecting it takes/, suggests: /failover\.(interval|threshold): / },
  ],
  [
    'a person who is asked, and a promise of 15 minutes',
    tiers(', approval: manual'),
    { rule: 'X07', says: /waiting for approval takes up to 15m/, suggests: /tiers\.1\.rto of at least/ },
  ],
  [
    'a replica that is promoted, and a promise of 15 minutes',
    database('engine: postgres, tier: 1, replication: readReplica'),
    { rule: 'X07', says: /promoting orders takes up to 18m/, suggests: /databases\.orders\.replication: globalDatabase;/ },
  ],
  [
    'nothing that stands by, and a promise of 15 minutes',
    tiers(', standby: 0%'),
    { rule: 'X07', says: /scaling \S+ takes up to/, suggests: /tiers\.1\.standby: 100%;/ },
  ],
  [
    'a promotion that took twenty minutes in the last drill',
    added('failover: { measured: { promote: { typical: 5m, worst: 20m, source: drill of May } } }'),
    { rule: 'X07', says: /promoting redis-cart takes up to 20m/, suggests: /tiers\.1\.rto of at least/ },
  ],
  [
    'a database in pods, which a person restores, and a promise of 15 minutes',
    database('engine: postgres, placement: inCluster, tier: 1'),
    { rule: 'X07', says: /restoring by hand orders takes up to 35m/, suggests: /tiers\.1\.rto of at least/ },
  ],
  [
    'an alert on the lag that comes after the recovery point',
    changed('placement: managed, tier: 1', 'placement: managed, tier: 1, lagAlert: 10m'),
    { rule: 'X10', says: /up to 12m may be lost/, suggests: /databases\.redis-cart\.lagAlert: 2m30s;/ },
  ],
  [
    'a database that is not copied',
    changed('placement: managed, tier: 1', 'placement: managed, tier: 1, replication: none'),
    { rule: 'X10', says: /all of it may be lost/, suggests: /databases\.redis-cart\.replication: globalDatabase;/ },
  ],
  [
    'volumes that are copied less often than the recovery point asks',
    added('').replace(
      /^databases:\n/m,
      'databases:\n  session: { engine: redis, placement: inCluster, tier: 2, backup: { cron: "0 */6 * * *" } }\n',
    ),
    { rule: 'X02', says: /6h between two backups/, suggests: /start one every/ },
  ],
  [
    'a cron expression that is read wrongly',
    added('backups: { cron: "*/6 * * * *", every: 6h }'),
    { rule: 'X01', says: /every 6m, and every 6h was meant/, suggests: /write "0 \*\/6 \* \* \*"/ },
  ],
  [
    'backups that are gone before the next one',
    added('backups: { cron: "0 1 1 * *", retention: 7d }'),
    { rule: 'X03', says: /7d/, suggests: /.+/ },
  ],
  [
    'a tier-1 service that calls one of tier 3',
    changed('  adservice:\n    tier: 1', '  adservice:\n    tier: 3'),
    { rule: 'X14', says: /calls adservice/, suggests: /move adservice to tier 1/ },
  ],
  [
    'a recovery region whose nodes cannot hold the load',
    changed('instanceType: m7i.xlarge', 'instanceType: m7i.xlarge\n  max: 2'),
    { rule: 'X13', says: /nodes/, suggests: /.+/ },
  ],
];

test.each(CHANGES)('%s breaks what it should', (_, text, { rule, says, suggests }) => {
  const platform = platformOfText(text);
  const found = checkPlatform(platform).filter((finding) => finding.rule === rule);
  expect(found.map(({ message }) => message)).toContainEqual(expect.stringMatching(says));
  expect(found.map(({ fix }) => fix)).toContainEqual(expect.stringMatching(suggests));
  const edits = found.find((finding) => finding.edits)?.edits;
  if (!edits) return;
  const mended = platformOfText(editedText(text, edits) ?? '');
  expect(checkPlatform(mended).filter((finding) => finding.rule === rule)).toEqual([]);
});

describe('what is rendered', () => {
  const platform = referencePlatform();
  const files = renderStacks(platform);
  /** Findings about one stack of the reference platform with one text replaced by another. */
  function findings(stack: string, from: string | RegExp, to: string): readonly Finding[] {
    const text = files.get(`stacks/${stack}/cdk.tf.json`) ?? '';
    const other = text.replace(from, to);
    if (other === text) throw new Error(`no ${String(from)} in ${stack}`);
    return checkTerraform([{ name: stack, json: JSON.parse(other) }], platform);
  }
  const failover = regionStackName('production', 'us-west-2', 'failover');

  test('a detector in the region that fails', () => {
    const found = findings(failover, /("provider": [\s\S]*?"region": )"us-west-2"/, '$1"us-east-1"').filter(({ rule }) => rule === 'X09');
    expect(found.map(({ subject }) => subject)).toContainEqual(expect.stringMatching(/detector/));
    expect(found[0]).toMatchObject({ message: expect.stringMatching(/us-east-1, the region that the failover of production leaves/) });
    expect(found[0]?.fix).toBe('put it into us-west-2');
  });

  test('users who are switched over by changing records', () => {
    const found = findings(failover, 'aws-sdk:cloudwatch:putMetricData', 'aws-sdk:route53:changeResourceRecordSets');
    expect(found.filter(({ rule }) => rule === 'X09').map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/calls route53:changeResourceRecordSets, whose control plane is in us-east-1/),
    );
  });

  test('a health check of a path that nobody serves', () => {
    const traffic = [...files.keys()].find((file) => /aws_route53_health_check/.test(files.get(file) ?? '')) ?? '';
    const found = findings(traffic.split('/')[1] ?? '', '"resource_path": "/_healthz"', '"resource_path": "/up"');
    expect(found.filter(({ rule }) => rule === 'X11').map(({ message, fix }) => `${message}; ${fix}`)).toContainEqual(
      expect.stringMatching(/asks \/up of us-\S+, and frontend says how it is at \/_healthz; ask \/_healthz/),
    );
  });

  test('nothing, as it is', () => {
    const sources = [...files].map(([file, text]) => ({ name: file.split('/')[1] ?? file, json: JSON.parse(text) as unknown }));
    expect(checkTerraform(sources, platform).filter(({ rule }) => /^X/.test(rule))).toEqual([]);
  });
});

test('backups that stay in the region that they are for the loss of', () => {
  const { clusters, ...rest } = referencePlatform();
  const production = clusters.filter(({ environment }) => environment === 'production');
  const oneRegion: Platform = { ...rest, clusters: production.map((cluster) => ({ ...cluster, region: 'us-east-1' })) };
  expect(
    checkPlatform(oneRegion)
      .filter(({ rule }) => rule === 'X04')
      .map(({ fix }) => fix),
  ).toContain('give the environment a second region that is another one');
});

test('the reference platform keeps every promise, with time to spare', () => {
  const proofs = recoveryProofs(referencePlatform());
  expect(proofs.length).toBeGreaterThan(10);
  for (const { slack } of proofs) expect(Math.min(slack.rtoSeconds, slack.rpoSeconds)).toBeGreaterThanOrEqual(30);
  expect(checkPlatform(referencePlatform())).toEqual([]);
});
