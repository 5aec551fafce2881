import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { referenceText } from '../support/platforms';
import { type Body, stackFor, stacksOf } from './support';

/** Node group and launch template of the reference platform with a line of it changed. */
function nodesWith(line: string, instead: string): { group: Body; template: Body } {
  const { spec } = parseSpec(referenceText().replace(line, instead), 'changed.yaml');
  const stack = stackFor(stacksOf(resolvePlatform(spec)), 'production-us-east-1', 'cluster');
  return { group: stack.resources('aws_eks_node_group')[0] ?? {}, template: stack.resources('aws_launch_template')[0] ?? {} };
}

describe('the nodes of a region', () => {
  let unchanged: ReturnType<typeof nodesWith>;
  beforeAll(() => {
    unchanged = nodesWith('', '');
  });

  test('run the Kubernetes version of their control plane, and follow when it is upgraded', () => {
    expect(unchanged.group.version).toBe('1.34');
    expect(nodesWith('kubernetes: "1.34"', 'kubernetes: "1.33"').group.version).toBe('1.33');
  });

  test('become another instance type by a rolling update: the group itself, which would be replaced, does not change', () => {
    const { group, template } = nodesWith('m7i.xlarge', 'm7a.xlarge');
    expect(template.instance_type).toBe('m7a.xlarge');
    expect({ ...group, scaling_config: undefined }).toEqual({ ...unchanged.group, scaling_config: undefined });
    expect(group).not.toHaveProperty('instance_types');
  });

  test.each([
    ['m7i.xlarge', 'AL2023_x86_64_STANDARD'],
    ['m7a.xlarge', 'AL2023_x86_64_STANDARD'],
    ['m7g.xlarge', 'AL2023_ARM_64_STANDARD'],
    ['c6g.2xlarge', 'AL2023_ARM_64_STANDARD'],
  ])('of type %s boot an image of their processor', (type, image) => {
    expect(nodesWith('m7i.xlarge', type).group.ami_type).toBe(image);
  });

  test('and their volumes carry the tags that default tags do not bring to an Auto Scaling group', () => {
    const specifications = unchanged.template.tag_specifications as { resource_type: string; tags: object }[];
    expect(specifications.map(({ resource_type }) => resource_type)).toEqual(['instance', 'volume']);
    for (const { tags } of specifications)
      expect(tags).toMatchObject({ platform: 'online-boutique', environment: 'production', 'region-role': 'primary' });
  });

  test('keep their disks encrypted', () => {
    expect(unchanged.template.block_device_mappings).toEqual([
      expect.objectContaining({ ebs: expect.objectContaining({ encrypted: 'true' }) }),
    ]);
  });
});
