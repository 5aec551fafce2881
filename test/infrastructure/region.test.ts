import { referencePlatform } from '../support/platforms';
import { type Stack, stackFor, stacksOf } from './support';

describe('a region', () => {
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(referencePlatform());
  });

  describe('its network', () => {
    let stack: Stack;
    beforeAll(() => {
      stack = stackFor(stacks, 'production-us-east-1', 'network');
    });

    test('spreads each kind of subnet over three zones, as the model planned', () => {
      const subnets = stack.resources('aws_subnet');
      expect(subnets).toHaveLength(9);
      expect(new Set(subnets.map(({ availability_zone }) => availability_zone))).toEqual(
        new Set(['us-east-1a', 'us-east-1b', 'us-east-1c']),
      );
      const [cluster] = referencePlatform().clusters;
      expect(subnets.map(({ cidr_block }) => cidr_block).sort()).toEqual(
        cluster?.network.zones.flatMap((zone) => [zone.private.text, zone.public.text, zone.data.text]).sort(),
      );
    });

    test('gives no instance a public address, and lets the default group do nothing', () => {
      expect(stack.resources('aws_subnet').every(({ map_public_ip_on_launch }) => map_public_ip_on_launch === false)).toBe(true);
      expect(stack.resources('aws_default_security_group')[0]).toMatchObject({ ingress: [], egress: [] });
    });

    test('has a way out in each zone that does not need another zone, and none for data', () => {
      expect(stack.resources('aws_nat_gateway')).toHaveLength(3);
      const toNat = stack.resources('aws_route').filter(({ nat_gateway_id }) => nat_gateway_id);
      expect(new Set(toNat.map(({ nat_gateway_id }) => nat_gateway_id)).size).toBe(3);
      expect(toNat.some(({ route_table_id }) => String(route_table_id).includes('data'))).toBe(false);
    });

    test('admits nothing from anywhere, whichever way a rule may be written', () => {
      for (const type of [
        'aws_security_group',
        'aws_security_group_rule',
        'aws_vpc_security_group_ingress_rule',
        'aws_default_security_group',
      ])
        expect(JSON.stringify(stack.resources(type))).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
      const endpoints = stack.resources('aws_vpc_security_group_ingress_rule').filter(({ from_port }) => from_port === 443);
      expect(endpoints.map(({ cidr_ipv4 }) => cidr_ipv4)).toEqual(['10.0.0.0/16']);
    });

    test('reaches what nodes and the operators in the cluster need without leaving AWS', () => {
      const services = stack.resources('aws_vpc_endpoint').map(({ service_name }) => String(service_name));
      expect(services).toEqual(expect.arrayContaining(['com.amazonaws.us-east-1.secretsmanager', 'com.amazonaws.us-east-1.eks-auth']));
      expect(services.every((service) => service.startsWith('com.amazonaws.us-east-1.'))).toBe(true);
    });

    test('records every connection, encrypted and for a year', () => {
      expect(stack.resources('aws_flow_log')[0]).toMatchObject({ traffic_type: 'ALL' });
      for (const group of stack.resources('aws_cloudwatch_log_group'))
        expect(group).toMatchObject({
          retention_in_days: 365,
          kms_key_id: `\${data.terraform_remote_state.security.outputs.logs_key_arn}`,
        });
    });
  });

  describe('its cluster', () => {
    let stack: Stack;
    beforeAll(() => {
      stack = stackFor(stacks, 'production-us-east-1', 'cluster');
    });

    test('is reached from inside the VPC only, logs everything, and encrypts its secrets', () => {
      expect(stack.resources('aws_eks_cluster')[0]).toMatchObject({
        name: 'online-boutique-production-us-east-1',
        version: '1.34',
        enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        vpc_config: { endpoint_private_access: true, endpoint_public_access: false },
        encryption_config: { resources: ['secrets'] },
        access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      });
    });

    test('has the nodes that the model derived, and leaves their number to the autoscaler', () => {
      const nodes = referencePlatform().clusters[0]?.nodes;
      expect(stack.resources('aws_eks_node_group')[0]).toMatchObject({
        scaling_config: { min_size: nodes?.min.value, max_size: nodes?.max.value },
        lifecycle: { ignore_changes: ['scaling_config[0].desired_size'] },
      });
    });

    test('has nodes without SSH, whose role pods cannot take', () => {
      const [template] = stack.resources('aws_launch_template');
      expect(template).toMatchObject({ metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1 } });
      expect(template).not.toHaveProperty('key_name');
      expect(stack.resources('aws_eks_node_group')[0]).not.toHaveProperty('remote_access');
    });

    test('enforces network policies', () => {
      const cni = stack.resources('aws_eks_addon').find(({ addon_name }) => addon_name === 'vpc-cni');
      expect(JSON.parse(String(cni?.configuration_values))).toEqual({ enableNetworkPolicy: 'true' });
    });
  });

  test('keeps images immutable, scanned and encrypted, a repository for each service', () => {
    const repositories = stackFor(stacks, 'production-us-east-1', 'registry').resources('aws_ecr_repository');
    const services = referencePlatform().clusters[0]?.services.map(({ workload }) => `online-boutique/production/${workload.name}`);
    expect(repositories.map(({ name }) => name)).toEqual(services);
    for (const repository of repositories) {
      expect(repository).toMatchObject({
        // Signatures are the exception: each further attestation rewrites their tag.
        image_tag_mutability: 'IMMUTABLE_WITH_EXCLUSION',
        image_tag_mutability_exclusion_filter: [{ filter: 'sha256-*', filter_type: 'WILDCARD' }],
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [{ encryption_type: 'KMS' }],
      });
    }
  });

  test('copies images to the recovery region, and none back', () => {
    const copies = (place: string) => stackFor(stacks, place, 'registry').resources('aws_ecr_replication_configuration');
    expect(copies('production-us-east-1')).toEqual([
      expect.objectContaining({
        replication_configuration: {
          rule: [
            {
              destination: [{ region: 'us-west-2', registry_id: '222222222222' }],
              repository_filter: [{ filter: 'online-boutique/production/', filter_type: 'PREFIX_MATCH' }],
            },
          ],
        },
      }),
    ]);
    expect([...copies('production-us-west-2'), ...copies('staging-us-east-1')]).toEqual([]);
  });

  test('caches the images of others in its own registry, and lets nodes bring them in and nothing else', () => {
    const rules = stackFor(stacks, 'production-us-west-2', 'registry').resources('aws_ecr_pull_through_cache_rule');
    const prefixes = rules.map(({ ecr_repository_prefix }) => String(ecr_repository_prefix));
    expect(prefixes.sort()).toEqual(['ecr-public', 'kubernetes', 'quay']);
    const policy = stackFor(stacks, 'production-us-west-2', 'cluster')
      .resources('aws_iam_role_policy')
      .find(({ name }) => name === 'cached-images')?.policy;
    expect(JSON.parse(String(policy)).Statement[0].Resource.sort()).toEqual(
      prefixes.map((prefix) => `arn:aws:ecr:us-west-2:222222222222:repository/${prefix}/*`),
    );
  });

  test('has a workspace for metrics and a topic for alarms, encrypted, and keeps no address of whoever is told', () => {
    const stack = stackFor(stacks, 'production-us-west-2', 'observability');
    const key = `\${data.terraform_remote_state.security.outputs.logs_key_arn}`;
    expect(stack.resources('aws_prometheus_workspace')).toEqual([
      expect.objectContaining({ alias: 'online-boutique-production-us-west-2', kms_key_arn: key }),
    ]);
    expect(stack.resources('aws_sns_topic')).toEqual([expect.objectContaining({ kms_master_key_id: key })]);
    expect(stack.types).not.toContain('aws_sns_topic_subscription');
  });

  test('has a key for each kind of data, which rotates and which nobody outside the account uses', () => {
    const keys = stackFor(stacks, 'production-us-east-1', 'security').resources('aws_kms_key');
    expect(keys).toHaveLength(5);
    const users = keys.flatMap(({ enable_key_rotation, policy }) => {
      expect(enable_key_rotation).toBe(true);
      const { Statement } = JSON.parse(String(policy)) as { Statement: { Principal: Record<string, string | string[]> }[] };
      return Statement.flatMap(({ Principal }) => Object.values(Principal).flat());
    });
    expect([...new Set(users)].sort()).toEqual([
      'arn:aws:iam::222222222222:root',
      'cloudwatch.amazonaws.com',
      'events.amazonaws.com',
      'logs.us-east-1.amazonaws.com',
    ]);
  });

  test('is protected from being destroyed in production, and not in staging', () => {
    const deletionProtection = (place: string) => stackFor(stacks, place, 'cluster').resources('aws_eks_cluster')[0]?.deletion_protection;
    expect([deletionProtection('production-us-east-1'), deletionProtection('staging-us-east-1')]).toEqual([true, false]);
  });
});
