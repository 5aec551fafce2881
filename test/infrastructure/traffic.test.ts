import { readFileSync } from 'node:fs';
import path from 'node:path';
import { failoverSwitch, type Platform, publicServices, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { fixturePlatform, ROOT } from '../support/platforms';
import { type Body, named, type Stack, stacksOf } from './support';

/** The fixture with a choice of traffic declared. */
function withTraffic(traffic: string): Platform {
  const text = readFileSync(path.join(ROOT, 'test/fixtures/data.yaml'), 'utf8');
  return resolvePlatform(parseSpec(`${text}traffic: ${traffic}\n`, 'traffic.yaml').spec);
}
const records = (stack: Stack) => stack.resources('aws_route53_record');
const pairOf = (stack: Stack, name: string) => records(stack).filter((record) => record.name === name && record.type === 'A');

describe('traffic', () => {
  let platform: Platform;
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    platform = fixturePlatform('data.yaml');
    stacks = stacksOf(platform);
  });
  const traffic = () => named(stacks, 'production-global-traffic');

  test('fails over in pairs of one name and type, the primary one by its health', () => {
    for (const host of ['shop.example.com', 'ledger.shop.example.com']) {
      const pair = pairOf(traffic(), host);
      expect(pair.map(({ failover_routing_policy }) => (failover_routing_policy as Body).type)).toEqual(['PRIMARY', 'SECONDARY']);
      expect(pair.map(({ set_identifier }) => set_identifier)).toEqual(['eu-west-1', 'eu-central-1']);
      expect(pair[0]).toHaveProperty('health_check_id');
      expect(pair[1]).not.toHaveProperty('health_check_id');
    }
  });

  test('points at names of regions that the stacks of these regions make', () => {
    const targets = records(traffic()).flatMap(({ alias }) => (alias ? [(alias as Body).name] : []));
    const made = ['eu-west-1', 'eu-central-1'].flatMap((region) =>
      records(named(stacks, `production-${region}-ingress`)).map(({ name }) => name),
    );
    expect(targets.sort()).toEqual(made.sort());
  });

  test('has names that say which region serves, by its health, and which one writes, by the failover alone', () => {
    const texts = records(traffic()).filter(({ type }) => type === 'TXT');
    expect(texts.map(({ name, records: answers, set_identifier }) => [name, answers, set_identifier])).toEqual([
      ['serving.shop.example.com', ['serving=eu-west-1'], 'eu-west-1'],
      ['serving.shop.example.com', ['serving=eu-central-1'], 'eu-central-1'],
      ['writer.shop.example.com', ['writer=eu-west-1'], 'eu-west-1'],
      ['writer.shop.example.com', ['writer=eu-central-1'], 'eu-central-1'],
    ]);
    expect(new Set(texts.map(({ health_check_id }) => health_check_id)).size).toBe(3);
  });

  test('leaves a region when any public service does not answer, asked on a path and a port that it serves', () => {
    const checks = traffic().resources('aws_route53_health_check');
    expect(checks.filter(({ type }) => type === 'HTTPS')).toEqual([
      expect.objectContaining({
        fqdn: 'eu-west-1.shop.example.com',
        resource_path: '/healthz',
        port: 443,
        request_interval: 30,
        failure_threshold: 3,
      }),
    ]);
    // Nothing that a browser could ask vouches for a gRPC service.
    expect(checks.filter(({ type }) => type === 'TCP')).toEqual([expect.objectContaining({ fqdn: 'eu-west-1.ledger.shop.example.com' })]);
    const [calculated] = checks.filter(({ type }) => type === 'CALCULATED');
    expect(calculated?.child_health_threshold).toBe((calculated?.child_healthchecks as string[] | undefined)?.length);
  });

  test('stays where a failover sent it until it is switched back, by a metric of the recovery region', () => {
    const declared = failoverSwitch(platform, 'production');
    expect(traffic().resources('aws_cloudwatch_metric_alarm')).toEqual([
      expect.objectContaining({
        region: 'eu-central-1',
        metric_name: declared?.metric,
        namespace: declared?.namespace,
        treat_missing_data: 'ignore',
      }),
    ]);
    const [latch] = traffic()
      .resources('aws_route53_health_check')
      .filter(({ type }) => type === 'CLOUDWATCH_METRIC');
    expect(latch).toMatchObject({ cloudwatch_alarm_region: 'eu-central-1', insufficient_data_health_status: 'LastKnownStatus' });
    expect(failoverSwitch(platform, 'staging')).toBeUndefined();
  });

  test('gives each environment a zone of its own, and its hosts names in it', () => {
    expect(named(stacks, 'production-global-dns').resources('aws_route53_zone')[0]?.name).toBe('shop.example.com');
    expect(named(stacks, 'staging-global-dns').resources('aws_route53_zone')[0]?.name).toBe('staging.shop.example.com');
    const [staging] = platform.clusters.filter(({ environment }) => environment === 'staging');
    if (!staging) throw new Error('there is no staging');
    expect(publicServices(platform, staging).map(({ host }) => host)).toEqual([
      'staging.shop.example.com',
      'ledger.staging.shop.example.com',
    ]);
    expect(named(stacks, 'staging-global-traffic').types).toEqual(['aws_route53_record']);
  });

  test('logs what the zone is asked, encrypted, where Route 53 can write it', () => {
    const dns = named(stacks, 'production-global-dns');
    expect(dns.resources('aws_cloudwatch_log_group')).toEqual([expect.objectContaining({ region: 'us-east-1', retention_in_days: 365 })]);
    expect(dns.resources('aws_route53_query_log')[0]?.depends_on).toHaveLength(1);
  });

  test('has a certificate in each region, validated by records that are made once', () => {
    const dns = named(stacks, 'production-global-dns');
    expect(dns.resources('aws_acm_certificate').map(({ region }) => region)).toEqual(['eu-central-1', 'eu-west-1']);
    expect(records(dns)).toHaveLength(2);
    for (const body of dns.resources('aws_acm_certificate'))
      expect([body.domain_name, ...(body.subject_alternative_names as string[])]).toEqual(['ledger.shop.example.com', 'shop.example.com']);
  });

  test('enters through a load balancer with a firewall, which reaches the ports of public pods and no others', () => {
    const ingress = named(stacks, 'production-eu-west-1-ingress');
    expect(ingress.resources('aws_lb')[0]).toMatchObject({
      name: 'shop-production',
      enable_deletion_protection: true,
      drop_invalid_header_fields: true,
      tags: {
        'elbv2.k8s.aws/cluster': 'shop-production-eu-west-1',
        'ingress.k8s.aws/stack': 'shop',
        'ingress.k8s.aws/resource': 'LoadBalancer',
      },
    });
    expect(ingress.resources('aws_wafv2_web_acl_association')).toHaveLength(1);
    const open = ingress.resources('aws_vpc_security_group_ingress_rule').filter(({ cidr_ipv4 }) => cidr_ipv4 === '0.0.0.0/0');
    expect(open.map(({ from_port, to_port }) => `${from_port}-${to_port}`).sort()).toEqual(['443-443', '80-80']);
    expect(ingress.resources('aws_vpc_security_group_egress_rule').map(({ from_port }) => from_port)).toEqual([8080, 9000]);
  });

  test('is shared by both regions where it is weighted, each with its own health', () => {
    const weighted = named(stacksOf(withTraffic('{ routing: weighted, recoveryShare: 20% }')), 'production-global-traffic');
    const pair = pairOf(weighted, 'shop.example.com');
    expect(pair.map(({ weighted_routing_policy }) => (weighted_routing_policy as Body).weight)).toEqual([204, 51]);
    for (const record of pair) expect(record).toHaveProperty('health_check_id');
  });

  test('behind CloudFront comes from it and from health checks only, and follows the failover', () => {
    const edge = stacksOf(withTraffic('{ edge: cloudfront }'));
    const ingress = named(edge, 'production-eu-west-1-ingress');
    const fromOutside = ingress.resources('aws_vpc_security_group_ingress_rule').filter((rule) => !rule.referenced_security_group_id);
    for (const rule of fromOutside) expect(rule).not.toHaveProperty('cidr_ipv4');
    expect(fromOutside).toHaveLength(2);
    const global = named(edge, 'production-global-traffic');
    expect(pairOf(global, 'origin.shop.example.com')).toHaveLength(2);
    expect(pairOf(global, 'shop.example.com')).toHaveLength(1);
    expect(
      named(edge, 'production-global-dns')
        .resources('aws_acm_certificate')
        .map(({ region }) => region),
    ).toContain('us-east-1');
  });

  test.each([
    ['a second service without a host of its own', 'admin:', 'admin:\n    public: {}', /admin.*which api has|the host/],
    ['an environment that is not declared', 'databases:\n  ledger', 'traffic: { environment: live }\ndatabases:\n  ledger', /live/],
  ])('is refused for %s', (_, text, instead, message) => {
    const source = readFileSync(path.join(ROOT, 'test/fixtures/data.yaml'), 'utf8');
    expect(() => parseSpec(source.replace(text, instead), 'shop.yaml')).toThrow(message);
  });
});

describe('the way between regions', () => {
  test('is found by names, carries private subnets only, and opens no port', () => {
    const platform = fixturePlatform('data.yaml');
    const link = named(stacksOf(platform), 'production-global-connectivity');
    const [primary, recovery] = platform.clusters;
    const privates = [primary, recovery].flatMap((cluster) => cluster?.network.zones.map((zone) => zone.private.text) ?? []);
    const routed = link.resources('aws_route').map(({ destination_cidr_block }) => String(destination_cidr_block));
    expect(new Set(routed)).toEqual(new Set(privates));
    expect(routed).toHaveLength(2 * 3 * 3);
    expect(link.types.filter((type) => type.includes('security_group'))).toEqual([]);
    expect(link.reads).toEqual({});
  });
});
