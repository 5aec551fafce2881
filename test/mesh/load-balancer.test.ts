import { renderManifests } from '../../charts/render';
import { type Cluster, type Platform, publicServices, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import type { Node } from '../deployment/support';
import { type Body, named, stacksOf } from '../infrastructure/support';
import { fixturePlatform } from '../support/platforms';

const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';
const CLUSTER = 'shop-production-eu-west-1';

const file = (more: string) => `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
mesh: istio
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111" } }
${more}
services:
  web: { tier: 2, image: "r.example.com/a:1", ports: { http: { port: 8080, servicePort: 80, protocol: http } }, probe: { http: { path: / } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, public: {} }
`;

/** What is made of a platform once for all tests. */
function once<Made>(make: (platform: Platform) => Made): (platform: Platform) => Made {
  const made = new Map<Platform, Made>();
  return (platform) => {
    const known = made.get(platform) ?? make(platform);
    made.set(platform, known);
    return known;
  };
}
const objects = once((platform): readonly Node[] =>
  (renderManifests(platform)[0]?.objects ?? []).map(({ object }) => object as unknown as Node),
);
const stacks = once(stacksOf);
const find = (all: readonly Node[], kind: string, name: string) => {
  const found = all.find((object) => String(object.kind) === kind && String(object.metadata.name) === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};
const service = (platform: Platform) => find(objects(platform), 'Service', 'istio-ingress-public');
const annotations = (platform: Platform) => service(platform).metadata.annotations as unknown as Record<string, string>;
const ingress = (platform: Platform) => named(stacks(platform), 'production-eu-west-1-ingress');

describe.each(['progressive.yaml', 'ambient.yaml'])('the load balancer before the gateway of a mesh (%s)', (fixture) => {
  const platform = fixturePlatform(fixture);

  test('is one that Terraform makes, and that the controller takes for its own by name and tags', () => {
    const [balancer] = ingress(platform).resources('aws_lb');
    expect(balancer).toMatchObject({
      load_balancer_type: 'network',
      internal: false,
      enable_deletion_protection: true,
      tags: {
        'elbv2.k8s.aws/cluster': CLUSTER,
        'service.k8s.aws/stack': 'istio-ingress/istio-ingress-public',
        'service.k8s.aws/resource': 'LoadBalancer',
      },
    });
    expect(annotations(platform)[`${NLB}name`]).toBe(balancer?.name);
    expect(service(platform).spec).toMatchObject({ type: 'LoadBalancer', loadBalancerClass: 'service.k8s.aws/nlb' });
  });

  test('has groups on both sides that name each other, and reaches the ports of the gateway and no others', () => {
    const stack = ingress(platform);
    expect(stack.resources('aws_security_group').map(({ name }) => name)).toEqual([annotations(platform)[`${NLB}security-groups`]]);
    expect(annotations(platform)[`${NLB}manage-backend-security-group-rules`]).toBe('false');
    const container = find(objects(platform), 'Deployment', 'istio-ingress').spec.template.spec.containers[0] as unknown as {
      ports: { containerPort: number }[];
    };
    const reached = stack.resources('aws_vpc_security_group_egress_rule').map(({ from_port }) => from_port);
    expect(reached.map(Number).sort((a, b) => a - b)).toEqual(
      container.ports.map(({ containerPort }) => containerPort).sort((a, b) => a - b),
    );
  });

  test('passes TLS and the address of whoever asks on to the gateway, whose network policy admits that', () => {
    expect(
      (service(platform).spec.ports as unknown as Body[]).map(({ port, targetPort, protocol }) => ({ port, targetPort, protocol })),
    ).toEqual([
      { port: 80, targetPort: 'http', protocol: 'TCP' },
      { port: 443, targetPort: 'https', protocol: 'TCP' },
    ]);
    expect(Object.keys(annotations(platform))).not.toContain(`${NLB}ssl-cert`);
    expect(annotations(platform)[`${NLB}target-group-attributes`]).toContain('preserve_client_ip.enabled=true');
    const { ingress: rules } = find(objects(platform), 'NetworkPolicy', 'istio-ingress').spec;
    expect(rules).toContainEqual({
      from: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
      ports: [
        { port: 8080, protocol: 'TCP' },
        { port: 8443, protocol: 'TCP' },
      ],
    });
  });

  test('asks the gateway on its status port, from its own subnets', () => {
    expect(annotations(platform)).toMatchObject({
      [`${NLB}healthcheck-port`]: '15021',
      [`${NLB}healthcheck-path`]: '/healthz/ready',
      [`${NLB}healthcheck-protocol`]: 'http',
    });
    const zones = platform.clusters[0]?.network.zones.map((zone) => ({ ipBlock: { cidr: zone.public.text } }));
    const { ingress: rules } = find(objects(platform), 'NetworkPolicy', 'istio-ingress').spec;
    expect(rules).toContainEqual({ from: zones, ports: [{ port: 15_021, protocol: 'TCP' }] });
  });

  test('is asked by names that the gateway answers to, with a certificate of its own', () => {
    const records = ingress(platform)
      .resources('aws_route53_record')
      .map(({ name }) => name);
    const certificate = find(objects(platform), 'Certificate', 'shop.example.com').spec.dnsNames as unknown as string[];
    expect(records).toEqual(['eu-west-1.shop.example.com']);
    expect(certificate).toEqual(expect.arrayContaining([...records, 'shop.example.com'] as string[]));
    const checked = named(stacks(platform), 'production-global-traffic')
      .resources('aws_route53_health_check')
      .flatMap(({ fqdn }) => (typeof fqdn === 'string' ? [fqdn] : []));
    expect(certificate).toEqual(expect.arrayContaining(checked));
  });

  test('has no firewall, which reads requests, and needs no certificate of AWS', () => {
    expect(ingress(platform).types.filter((type) => type.startsWith('aws_wafv2'))).toEqual([]);
    expect(named(stacks(platform), 'production-global-dns').types).not.toContain('aws_acm_certificate');
  });
});

test('a service that answers to tokens only is asked for a connection, since a health check has none', () => {
  const text = file('').replace('public: {}', 'public: {}, mesh: { jwt: { issuer: "https://id.example.com" } }');
  const checks = (of: string) =>
    publicServices(...withCluster(resolvePlatform(parseSpec(of, 'test.yaml').spec))).map(({ regionCheck }) => regionCheck);
  expect(checks(text)).toEqual([{ kind: 'tcp' }]);
  expect(checks(file(''))).toEqual([{ kind: 'https', path: '/' }]);
});

function withCluster(platform: Platform): [Platform, Cluster] {
  const [cluster] = platform.clusters;
  if (!cluster) throw new Error('no cluster');
  return [platform, cluster];
}

test('behind CloudFront the gateway answers to the name of the origin, and nobody comes in plaintext', () => {
  const platform = resolvePlatform(parseSpec(file('traffic: { edge: cloudfront }'), 'test.yaml').spec);
  expect(find(objects(platform), 'Certificate', 'shop.example.com').spec.dnsNames).toContain('origin.shop.example.com');
  expect((service(platform).spec.ports as unknown as Body[]).map(({ port }) => port)).toEqual([443]);
  expect(
    named(stacks(platform), 'production-global-dns')
      .resources('aws_acm_certificate')
      .map(({ region }) => region),
  ).toEqual(['us-east-1']);
});
