/** What an EC2 instance offers to pods. */
export interface InstanceType {
  readonly vcpus: number;
  readonly memoryMib: number;
  /** Most pods with the VPC CNI: interfaces x (addresses - 1) + 2 (amazon-eks-ami, eni-max-pods.txt). */
  readonly maxPods: number;
}

const type = (vcpus: number, memoryGib: number, maxPods: number): InstanceType => ({ vcpus, memoryMib: memoryGib * 1024, maxPods });

/**
 * General purpose, compute and memory types of the sixth and seventh generation (EC2 instance types documentation).
 * Another type is refused with this list, since capacity cannot be proved for an unknown one.
 */
export const INSTANCE_TYPES: Readonly<Record<string, InstanceType>> = Object.fromEntries(
  ['m6i', 'm6a', 'm6g', 'm7i', 'm7a', 'm7g']
    .flatMap((family) => sizes(family, 4))
    .concat(['c6i', 'c6a', 'c6g', 'c7i', 'c7a', 'c7g'].flatMap((family) => sizes(family, 2)))
    .concat(['r6i', 'r6a', 'r6g', 'r7i', 'r7a', 'r7g'].flatMap((family) => sizes(family, 8))),
);

function sizes(family: string, gibPerVcpu: number): [string, InstanceType][] {
  const bySize: [string, number, number][] = [
    ['large', 2, 29],
    ['xlarge', 4, 58],
    ['2xlarge', 8, 58],
    ['4xlarge', 16, 234],
  ];
  return bySize.map(([size, vcpus, maxPods]) => [`${family}.${size}`, type(vcpus, vcpus * gibPerVcpu, maxPods)]);
}
