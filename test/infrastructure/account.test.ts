import { accessLogBucket, type Platform, resolvePlatform, stateBucket } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { referencePlatform, referenceText } from '../support/platforms';
import { type Body, named, type Stack, stacksOf } from './support';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
const statementsOf = (policy: unknown) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
const ACCOUNT = '222222222222';

describe('an account', () => {
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(referencePlatform());
  });
  const state = (region = 'us-west-2') => named(stacks, `account-${ACCOUNT}-${region}-state`);
  const security = (region = 'us-west-2') => named(stacks, `account-${ACCOUNT}-${region}-security`);

  describe('its buckets', () => {
    const all = () => [state(), state('us-east-1'), security(), security('us-east-1')];
    const each = (type: string) => all().flatMap((stack) => stack.resources(type));

    test('are private, versioned, encrypted, never destroyed, and clean up after broken uploads, each of them', () => {
      const buckets = each('aws_s3_bucket');
      expect(buckets).toHaveLength(6);
      for (const { lifecycle } of buckets) expect(lifecycle).toEqual({ prevent_destroy: true });
      for (const type of [
        'aws_s3_bucket_public_access_block',
        'aws_s3_bucket_versioning',
        'aws_s3_bucket_server_side_encryption_configuration',
        'aws_s3_bucket_lifecycle_configuration',
        'aws_s3_bucket_ownership_controls',
        'aws_s3_bucket_policy',
      ])
        expect([type, each(type).length]).toEqual([type, buckets.length]);
      for (const block of each('aws_s3_bucket_public_access_block'))
        expect(block).toMatchObject({
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        });
      for (const { rule } of each('aws_s3_bucket_lifecycle_configuration')) expect(JSON.stringify(rule)).toContain('abort_incomplete');
    });

    test('refuse what does not come by TLS, and let in nobody else but services that act for this account', () => {
      for (const { policy } of each('aws_s3_bucket_policy')) {
        const [tls, ...others] = statementsOf(policy);
        expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
        for (const { Principal, Condition } of others) {
          expect(Principal.Service).toMatch(/\.amazonaws\.com$/);
          expect(JSON.stringify(Condition?.StringEquals)).toContain(ACCOUNT);
        }
      }
    });

    test('keep who asked for what, but for the one that keeps it', () => {
      const logged = each('aws_s3_bucket_logging').map(({ bucket }) => String(bucket));
      expect(logged).toHaveLength(4);
      for (const bucket of logged) expect(bucket).not.toContain('access-logs');
    });
  });

  test('keeps its state where every stack looks for it, with a key that every stack names', () => {
    const name = stateBucket('online-boutique', ACCOUNT, 'us-west-2');
    expect(
      state()
        .resources('aws_s3_bucket')
        .map(({ bucket }) => bucket)
        .sort(),
    ).toEqual([accessLogBucket('online-boutique', ACCOUNT, 'us-west-2'), name].sort());
    const [alias] = state().resources('aws_kms_alias');
    for (const { backend } of stacks.values()) {
      expect(backend.kms_key_id).toBe(
        `arn:aws:kms:${String(backend.region)}:${/\d{12}/.exec(String(backend.bucket))?.[0] ?? ''}:${String(alias?.name)}`,
      );
    }
  });

  test('records who did what, in a bucket that nobody can clear for a year', () => {
    const stack = security();
    expect(stack.resources('aws_cloudtrail')).toEqual([
      expect.objectContaining({
        enable_log_file_validation: true,
        is_multi_region_trail: true,
        kms_key_id: `\${aws_kms_key.audit_key_key.arn}`,
        depends_on: ['aws_s3_bucket_policy.audit_store_policy'],
      }),
    ]);
    expect(security('us-east-1').resources('aws_cloudtrail')[0]).toMatchObject({ is_multi_region_trail: false });
    expect(stack.resources('aws_s3_bucket_object_lock_configuration')).toEqual([
      expect.objectContaining({ rule: { default_retention: { mode: 'COMPLIANCE', days: 365 } } }),
    ]);
    const [{ rule = [] } = {}] = stack.resources('aws_s3_bucket_lifecycle_configuration') as {
      rule?: { expiration?: { days: number }[] }[];
    }[];
    for (const { expiration } of rule) for (const { days } of expiration ?? []) expect(days).toBeGreaterThan(365);
    expect(stack.types).toEqual(expect.arrayContaining(['aws_config_configuration_recorder', 'aws_config_configuration_recorder_status']));
  });

  test('is watched in each region, and encrypts disks whoever makes them', () => {
    for (const region of ['us-east-1', 'us-west-2'])
      expect(security(region).types).toEqual(
        expect.arrayContaining(['aws_guardduty_detector', 'aws_accessanalyzer_analyzer', 'aws_ebs_encryption_by_default']),
      );
  });
});

test('whose baseline the organization keeps has none of ours, and no identity provider where it keeps that', () => {
  const text = `${referenceText()}\ninfrastructure: { baseline: organization, oidcProviders: organization }\n`;
  const stacks = stacksOf(resolvePlatform(parseSpec(text, 'platform.yaml').spec));
  expect([...stacks.keys()].filter((name) => /^account-.*-security$/.test(name))).toEqual([]);
  const identity = named(stacks, `account-${ACCOUNT}-global-identity`);
  expect(identity.types).not.toContain('aws_iam_openid_connect_provider');
  expect(identity.types).toContain('aws_iam_role');
});

describe('who deploys', () => {
  const identity = (platform: Platform, account: string) => named(stacksOf(platform), `account-${account}-global-identity`);
  const trust = ({ assume_role_policy }: Body) => statementsOf(assume_role_policy)[0];

  test('is one job of one repository in one protected environment, for each purpose a role of its own', () => {
    const roles = identity(referencePlatform(), ACCOUNT).resources('aws_iam_role');
    expect(roles.map((role) => [role.name, trust(role)?.Condition?.StringEquals?.['token.actions.githubusercontent.com:sub']])).toEqual([
      ['online-boutique-production-build', 'repo:example/online-boutique-platform:environment:images_build'],
      ['online-boutique-production-deploy', 'repo:example/online-boutique-platform:environment:production'],
      ['online-boutique-production-infrastructure', 'repo:example/online-boutique-platform:environment:production_infrastructure'],
      ['online-boutique-production-plan', 'repo:example/online-boutique-platform:environment:production_plan'],
      ['online-boutique-production-restore', 'repo:example/online-boutique-platform:environment:production_restore'],
    ]);
    for (const role of roles)
      expect(trust(role)).toMatchObject({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
        Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
      });
  });

  test('is, on GitLab, the protected branch of one project', () => {
    const text = referenceText().replace(/^repository: .*$/m, 'repository: https://gitlab.com/example/platform');
    const stack = identity(resolvePlatform(parseSpec(text, 'platform.yaml').spec), ACCOUNT);
    for (const role of stack.resources('aws_iam_role'))
      expect(trust(role)?.Condition).toEqual({
        StringEquals: { 'gitlab.com:aud': 'sts.amazonaws.com', 'gitlab.com:sub': 'project_path:example/platform:ref_type:branch:ref:main' },
      });
    expect(stack.resources('aws_iam_openid_connect_provider')).toEqual([expect.objectContaining({ url: 'https://gitlab.com' })]);
  });

  test('makes no role that does more than itself, and changes neither its own role nor the state bucket', () => {
    const stacks = stacksOf(referencePlatform());
    const policies = named(stacks, `account-${ACCOUNT}-global-identity`).resources('aws_iam_role_policy');
    const statements = statementsOf(policies.find(({ name }) => name === 'infrastructure')?.policy);
    const strengthens = statements.filter(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('iam:PutRolePolicy'));
    expect(strengthens).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/PowerUserAccess' } } }),
    ]);
    const refused = statements.filter(({ Effect }) => Effect === 'Deny');
    expect(JSON.stringify(refused)).toContain(`arn:aws:iam::${ACCOUNT}:role/online-boutique-production-infrastructure`);
    expect(JSON.stringify(refused)).toContain('s3:PutBucketPolicy');
    // Whatever it makes carries the boundary, or AWS would refuse it.
    for (const [name, stack] of stacks)
      for (const role of stack.resources('aws_iam_role'))
        expect([name, role.permissions_boundary]).toEqual([
          name,
          name.endsWith('-identity') ? undefined : 'arn:aws:iam::aws:policy/PowerUserAccess',
        ]);
  });

  test('finds the names of every role of the stacks among those that it may change', () => {
    const stacks = stacksOf(referencePlatform());
    for (const [stack, { resources }] of stacks)
      if (!stack.endsWith('-identity'))
        for (const { name } of resources('aws_iam_role')) expect(String(name)).toMatch(/^online-boutique-(production|staging|account)-/);
  });

  test('plans without reading what is stored, state aside', () => {
    const policies = identity(referencePlatform(), ACCOUNT).resources('aws_iam_role_policy');
    const statements = statementsOf(policies.find(({ name }) => name === 'plan')?.policy);
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([
      expect.objectContaining({
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        NotResource: ['us-east-1', 'us-west-2'].map((region) => `arn:aws:s3:::${stateBucket('online-boutique', ACCOUNT, region)}/*`),
      }),
    ]);
  });
});
