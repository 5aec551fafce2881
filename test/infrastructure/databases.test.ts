import { databaseArn, type Platform } from '../../lib/model';
import { fixturePlatform } from '../support/platforms';
import { type Body, named, type Stack, stacksOf } from './support';

const PRIMARY = 'production-eu-west-1-data';
const RECOVERY = 'production-eu-central-1-data';
const DATA_KEY = `\${data.terraform_remote_state.security.outputs.data_key_arn}`;
const SERVERS = ['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster'];

describe('managed databases', () => {
  let platform: Platform;
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    platform = fixturePlatform('data.yaml');
    stacks = stacksOf(platform);
  });

  const identifier = (body: Body) => String(body.identifier ?? body.cluster_identifier ?? body.replication_group_id);
  const server = (stack: string, type: string, name: string): Body => {
    const found = named(stacks, stack)
      .resources(type)
      .find((body) => identifier(body) === `shop-production-${name}`);
    if (!found) throw new Error(`${stack} has no ${type} ${name}`);
    return found;
  };
  const parameters = (stack: string, type: string, name: string) => {
    const groups = named(stacks, stack).resources(type);
    const group = groups.find((body) => String(body.name).startsWith(`shop-production-${name}`)) ?? {};
    return Object.fromEntries((group.parameter as { name: string; value: string }[]).map((each) => [each.name, each.value]));
  };

  test('are encrypted, kept and logged, and refuse to be deleted', () => {
    for (const stack of [PRIMARY, RECOVERY])
      for (const type of SERVERS)
        for (const body of named(stacks, stack).resources(type)) {
          expect(body).toMatchObject({
            storage_encrypted: true,
            kms_key_id: DATA_KEY,
            deletion_protection: true,
            backup_retention_period: 30,
          });
          expect((body.enabled_cloudwatch_logs_exports as string[]).length).toBeGreaterThan(0);
          expect(body.lifecycle).toMatchObject({ prevent_destroy: true });
        }
  });

  test('never hold a password in state: AWS keeps it, or nobody knows it', () => {
    for (const { text, resources } of stacks.values()) {
      expect(text).not.toMatch(/"(master_)?password":/);
      for (const body of SERVERS.flatMap((type) => resources(type))) {
        const kept = body.manage_master_user_password === true;
        const unknown = (body.password_wo ?? body.master_password_wo) === `\${uuid()}`;
        const follows = body.replicate_source_db !== undefined || body.global_cluster_identifier !== undefined;
        expect([identifier(body), [kept, unknown, follows].filter(Boolean).length]).toEqual([identifier(body), 1]);
      }
    }
  });

  // AWS refuses a replica or a global database whose source has its password in Secrets Manager.
  test('that others follow do not let AWS keep their password', () => {
    expect(server(PRIMARY, 'aws_db_instance', 'orders')).not.toHaveProperty('manage_master_user_password');
    expect(server(PRIMARY, 'aws_db_instance', 'reports')).toMatchObject({ manage_master_user_password: true });
  });

  test('refuse clients without TLS', () => {
    expect(parameters(PRIMARY, 'aws_db_parameter_group', 'orders')['rds.force_ssl']).toBe('1');
    expect(parameters(RECOVERY, 'aws_rds_cluster_parameter_group', 'ledger')['rds.force_ssl']).toBe('1');
    expect(parameters(PRIMARY, 'aws_docdb_cluster_parameter_group', 'events').tls).toBe('tls1.2+');
  });

  test('admit the subnets of pods on the declared port, and nobody else', () => {
    const stack = named(stacks, PRIMARY);
    const subnets = platform.clusters[0]?.network.zones.map((zone) => zone.private.text);
    const rules = stack.resources('aws_vpc_security_group_ingress_rule').filter(({ from_port }) => from_port === 5433);
    expect(rules.map(({ cidr_ipv4 }) => cidr_ipv4)).toEqual(subnets);
    expect(stack.types).not.toContain('aws_vpc_security_group_egress_rule');
  });

  test('listen to the standby of another zone, and are not public', () => {
    for (const stack of [PRIMARY, RECOVERY])
      for (const body of named(stacks, stack).resources('aws_db_instance'))
        expect(body).toMatchObject({ multi_az: true, publicly_accessible: false });
  });

  describe('a read replica', () => {
    test('follows by an ARN of the model, and stays what it is after it was promoted', () => {
      const replica = server(RECOVERY, 'aws_db_instance', 'orders');
      const [primary] = platform.clusters;
      expect(replica.replicate_source_db).toBe(databaseArn('db', primary ?? { account: '', region: '' }, 'shop-production-orders'));
      expect(replica.lifecycle).toMatchObject({ ignore_changes: ['replicate_source_db'] });
      for (const taken of ['engine', 'username', 'db_name', 'allocated_storage', 'password_wo']) expect(replica).not.toHaveProperty(taken);
    });

    test('is never backed up while its source is, since it cannot be promoted then', () => {
      const windows = [PRIMARY, RECOVERY].map((stack) => server(stack, 'aws_db_instance', 'orders').backup_window);
      expect(new Set(windows).size).toBe(2);
    });
  });

  describe('a global database', () => {
    test('is joined outside the primary region, by a stack that reads no state', () => {
      const stack = named(stacks, 'production-global-replication');
      expect(stack.backend).toMatchObject({ region: 'eu-central-1' });
      expect(stack.reads).toEqual({});
      expect(stack.resources('aws_rds_global_cluster')).toEqual([
        expect.objectContaining({ source_db_cluster_identifier: 'arn:aws:rds:eu-west-1:111111111111:cluster:shop-production-ledger' }),
      ]);
      expect(stack.resources('aws_docdb_global_cluster')).toHaveLength(1);
    });

    test('has one warm instance where it follows, and two where it is written to', () => {
      for (const type of ['aws_rds_cluster_instance', 'aws_docdb_cluster_instance']) {
        const members = (stack: string, name: string) =>
          named(stacks, stack)
            .resources(type)
            .filter((body) => String(body.identifier).startsWith(`shop-production-${name}-`));
        const name = type === 'aws_rds_cluster_instance' ? 'ledger' : 'catalogue';
        expect([members(PRIMARY, name).length, members(RECOVERY, name).length]).toEqual([2, 1]);
        expect(new Set(members(PRIMARY, name).map(({ availability_zone }) => availability_zone)).size).toBe(2);
      }
    });

    test('runs the same version on both sides, and holds commits back at the RPO of its tier', () => {
      const versions = [PRIMARY, RECOVERY].map((stack) => server(stack, 'aws_rds_cluster', 'ledger').engine_version);
      expect(new Set(versions).size).toBe(1);
      for (const stack of [PRIMARY, RECOVERY])
        expect(parameters(stack, 'aws_rds_cluster_parameter_group', 'ledger')['rds.global_db_rpo']).toBe('300');
    });

    test('of Redis has its id from the shared stack, since AWS chooses part of it', () => {
      const copy = server(RECOVERY, 'aws_elasticache_replication_group', 'shopping-cart');
      expect(copy.global_replication_group_id).toBe(`\${data.terraform_remote_state.replication.outputs.datastore_ids["shopping-cart"]}`);
      for (const taken of ['engine', 'engine_version', 'node_type', 'parameter_group_name', 'transit_encryption_enabled'])
        expect(copy).not.toHaveProperty(taken);
      expect(named(stacks, RECOVERY).reads.replication).toMatchObject({ region: 'eu-central-1' });
    });
  });

  test('tell the services how to reach them, in both regions under one name', () => {
    const address = (stack: string) =>
      named(stacks, stack)
        .resources('aws_secretsmanager_secret_version')
        .map(({ secret_string }) => (JSON.parse(String(secret_string)) as { address: string }).address)
        .sort();
    for (const stack of [PRIMARY, RECOVERY]) {
      expect(address(stack).filter((each) => each.startsWith('postgresql://') && each.endsWith('?sslmode=verify-full'))).toHaveLength(3);
      expect(address(stack).filter((each) => each.startsWith('mongodb://') && each.includes('tls=true'))).toHaveLength(2);
      expect(address(stack).filter((each) => each.endsWith(',ssl=true'))).toHaveLength(2);
    }
  });

  test('are made only where a service uses them and AWS runs them', () => {
    for (const { text } of stacks.values()) expect(text).not.toMatch(/shop-production-(unused|local)/);
  });
});
