import { type Stack, stackFor, stacksAt, stacksOf } from '../infrastructure/support';
import { platformOf, referencePlatform } from '../support/platforms';

const SERVICE = '{ tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }';

describe('the Terraform addresses of a region', () => {
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(referencePlatform());
  });

  test('are what a person would type: the path of the construct, without a hash', () => {
    const addresses = stacksAt(stacks, 'production-us-east-1').flatMap((stack) => stack.addresses);
    expect(addresses).toEqual(
      expect.arrayContaining([
        'aws_subnet.network_us-east-1a_private-subnet',
        'aws_ecr_repository.registry_frontend_repository',
        'aws_eks_cluster.kubernetes_cluster',
      ]),
    );
    expect(addresses.filter((address) => /_[0-9A-F]{8}$/.test(address))).toEqual([]);
  });

  test('of what exists stay when a service is added, so that nothing is replaced', () => {
    const before = stackFor(stacksOf(platformOf(`  b: ${SERVICE}\n`)), 'production-eu-west-1', 'registry').addresses;
    const after = stackFor(
      stacksOf(platformOf(`  a: ${SERVICE}\n  b: ${SERVICE}\n  c: ${SERVICE}\n`)),
      'production-eu-west-1',
      'registry',
    ).addresses;
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(after.length - before.length).toBe(4);
  });

  // Underscores join the parts of an address; names of services hold dashes only, so two paths never become one.
  test('tell services apart whose names begin alike', () => {
    const { addresses } = stackFor(
      stacksOf(platformOf(`  a: ${SERVICE}\n  a-b: ${SERVICE}\n  a-repository: ${SERVICE}\n`)),
      'production-eu-west-1',
      'registry',
    );
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses.filter((address) => address.startsWith('aws_ecr_repository.'))).toHaveLength(3);
  });
});
