import { referencePlatform } from '../support/platforms';
import { type Body, type Stack, stacksAt, stacksOf } from './support';

/** What holds data, or what everything else stands on. */
const PROTECTED = [
  'aws_ecr_repository',
  'aws_eks_cluster',
  'aws_eks_node_group',
  'aws_elasticache_replication_group',
  'aws_kms_key',
  'aws_lb',
  'aws_prometheus_workspace',
  'aws_s3_bucket',
];

const refusesDestruction = ({ lifecycle }: Body) => (lifecycle as Body | undefined)?.prevent_destroy === true;

describe('protection from being destroyed', () => {
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(referencePlatform());
  });

  test.each(['production-us-east-1', 'production-us-west-2'])(
    'covers keys, clusters, nodes, images, databases, backups, the public address and metrics of %s, and nothing else',
    (name) => {
      const all = stacksAt(stacks, name);
      const covered = all.flatMap((stack) => stack.types.filter((type) => stack.resources(type).some(refusesDestruction)));
      expect(covered.sort()).toEqual(PROTECTED);
      for (const type of PROTECTED) expect(all.flatMap((stack) => stack.resources(type)).every(refusesDestruction)).toBe(true);
    },
  );

  test('is absent from staging, which may be taken down', () => {
    for (const stack of stacksAt(stacks, 'staging-us-east-1'))
      expect(stack.types.filter((type) => stack.resources(type).some(refusesDestruction))).toEqual([]);
  });
});
