import { databaseStoreKey, type Platform, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { type Body, type Stack, stackFor, stacksOf } from './support';

const SERVICE = 'tier: 2, image: "r.example.com/cart:1", resources: { requests: { cpu: 100m, memory: 64Mi } }';

/** A platform of one service in two regions, with a staging environment that may be taken down. */
function shop(databases: string, used = '[cart]'): Platform {
  const text = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments:
  production: { account: "111111111111", regions: [primary, recovery] }
  staging: { account: "222222222222", regions: [primary], cidrs: { primary: 10.10.0.0/16 } }
databases: ${databases}
services: { cartservice: { ${SERVICE}, databases: ${used} } }
`;
  return resolvePlatform(parseSpec(text, 'shop.yaml').spec);
}

const MANAGED = '{ cart: { engine: redis, tier: "2" } }';

const only = (stack: Stack, type: string): Body => {
  const [found, ...others] = stack.resources(type);
  if (!found || others.length > 0) throw new Error(`expected one ${type}, found ${stack.resources(type).length}`);
  return found;
};
const group = (stack: Stack) => only(stack, 'aws_elasticache_replication_group');
const production = (databases: string) => stackFor(stacksOf(shop(databases)), 'production-eu-west-1', 'data');

describe('a managed Redis', () => {
  let stacks: ReadonlyMap<string, Stack>;
  let stack: Stack;
  beforeAll(() => {
    stacks = stacksOf(shop(MANAGED));
    stack = stackFor(stacks, 'production-eu-west-1', 'data');
  });

  test('is there in each region whose services use it, under the same name', () => {
    for (const [name, one] of stacks)
      if (name.endsWith('-data')) expect(group(one).replication_group_id).toMatch(/^shop-(production|staging)-cart$/);
    expect(group(stackFor(stacks, 'production-eu-central-1', 'data')).replication_group_id).toBe(group(stack).replication_group_id);
  });

  test('has a node in each zone, and survives the loss of one by itself', () => {
    expect(group(stack)).toMatchObject({
      num_cache_clusters: 3,
      preferred_cache_cluster_azs: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      multi_az_enabled: true,
      automatic_failover_enabled: true,
    });
  });

  test('is encrypted on disk with the key of the region, and on the wire', () => {
    expect(group(stack)).toMatchObject({
      at_rest_encryption_enabled: 'true',
      kms_key_id: `\${data.terraform_remote_state.security.outputs.data_key_arn}`,
      transit_encryption_enabled: true,
      transit_encryption_mode: 'required',
    });
  });

  test('stands in the data subnets, which have no way out', () => {
    expect(only(stack, 'aws_elasticache_subnet_group').subnet_ids).toBe(`\${data.terraform_remote_state.network.outputs.data_subnet_ids}`);
  });

  test('admits the subnets of pods on its port, nobody else, and opens no connection', () => {
    const id = `\${aws_security_group.caches_cart_cache_security-group.id}`;
    expect(group(stack).security_group_ids).toEqual([id]);
    const rules = stack.resources('aws_vpc_security_group_ingress_rule').filter(({ security_group_id }) => security_group_id === id);
    const subnets = shop(MANAGED).clusters[0]?.network.zones.map((zone) => zone.private.text);
    expect(rules.map(({ cidr_ipv4 }) => cidr_ipv4)).toEqual(subnets);
    for (const rule of rules) expect(rule).toMatchObject({ ip_protocol: 'tcp', from_port: 6379, to_port: 6379 });
    expect(stack.types).not.toContain('aws_vpc_security_group_egress_rule');
    const own = stack.resources('aws_security_group').find(({ name }) => name === 'shop-production-cart');
    expect(own).toBeDefined();
    expect(own).not.toHaveProperty('egress');
    expect(own).not.toHaveProperty('ingress');
  });

  test('listens and is reached on the port that is declared', () => {
    const declared = production('{ cart: { engine: redis, tier: "2", port: 6380 } }');
    expect(group(declared).port).toBe(6380);
    expect(declared.resources('aws_vpc_security_group_ingress_rule').filter(({ to_port }) => to_port === 6380)).toHaveLength(3);
  });

  test('keeps snapshots, and refuses to forget by itself', () => {
    expect(group(stack).snapshot_retention_limit).toBe(7);
    expect(only(stack, 'aws_elasticache_parameter_group').parameter).toEqual([{ name: 'maxmemory-policy', value: 'noeviction' }]);
  });

  test('leaves a last snapshot and refuses destruction where the environment is protected, and only there', () => {
    expect(group(stack)).toMatchObject({ final_snapshot_identifier: 'shop-production-cart-final', lifecycle: { prevent_destroy: true } });
    const staging = group(stackFor(stacks, 'staging-eu-west-1', 'data'));
    expect(staging).toMatchObject({ lifecycle: { prevent_destroy: false } });
    expect(staging).not.toHaveProperty('final_snapshot_identifier');
  });

  const logsKey = () => {
    const keys = stackFor(stacks, 'production-eu-west-1', 'security').resources('aws_kms_key');
    return keys.find(({ description }) => String(description).includes('log groups')) ?? {};
  };

  test('sends its logs to groups that the key of logs may encrypt', () => {
    const deliveries = group(stack).log_delivery_configuration as Body[];
    expect(deliveries.map(({ log_type }) => log_type)).toEqual(['slow-log', 'engine-log']);
    const groups = stack.resources('aws_cloudwatch_log_group').filter(({ name }) => String(name).includes('elasticache'));
    expect(groups).toHaveLength(2);
    const policy = JSON.parse(String(logsKey().policy)) as {
      Statement: { Condition?: { ArnLike: Record<string, string> } }[];
    };
    const [pattern = ''] = policy.Statement.flatMap(({ Condition }) => Object.values(Condition?.ArnLike ?? {}));
    const covered = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    for (const { name, retention_in_days } of groups) {
      expect(`arn:aws:logs:eu-west-1:111111111111:log-group:${name}`).toMatch(covered);
      expect(retention_in_days).toBe(365);
    }
  });

  test('tells how to reach it under the name that the services ask for, in words of their client, without a password', () => {
    const secret = only(stack, 'aws_secretsmanager_secret');
    expect(secret.name).toBe(databaseStoreKey('shop', 'production', 'cart'));
    const host = `\${aws_elasticache_replication_group.caches_cart_cache_replication-group.primary_endpoint_address}`;
    expect(JSON.parse(String(only(stack, 'aws_secretsmanager_secret_version').secret_string))).toEqual({
      host,
      port: 6379,
      address: `${host}:6379,ssl=true`,
    });
    expect(group(stack)).not.toHaveProperty('auth_token');
  });

  test('has its secret encrypted, and kept for a while after it is deleted where the environment is protected', () => {
    expect(only(stack, 'aws_secretsmanager_secret')).toMatchObject({
      kms_key_id: `\${data.terraform_remote_state.security.outputs.secrets_key_arn}`,
      recovery_window_in_days: 30,
      tags: { database: 'cart' },
    });
    expect(only(stackFor(stacks, 'staging-eu-west-1', 'data'), 'aws_secretsmanager_secret').recovery_window_in_days).toBe(0);
  });
});

describe('nothing of a managed Redis is made', () => {
  test.each([
    ['when no database is declared', '{}', '[]'],
    ['for a database that no service uses', MANAGED, '[]'],
    ['for a Redis in pods of the cluster', '{ cart: { engine: redis, placement: inCluster, tier: "2" } }', '[cart]'],
    ['for another engine', '{ cart: { engine: postgres, tier: "2" } }', '[cart]'],
  ])('%s', (_, databases, used) => {
    for (const { types } of stacksOf(shop(databases, used)).values())
      expect(types.filter((type) => type.includes('elasticache'))).toEqual([]);
  });
});
