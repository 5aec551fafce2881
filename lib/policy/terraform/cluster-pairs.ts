import type { Cluster, Platform } from '../../model';
import { number, text } from '../manifests';
import { resolved, tagOf, titleOf } from './resolved';
import { at, block, type TerraformBreach, type TerraformIndex, type TerraformResource } from './stack';

/** Clusters of one environment are a pair: what fails over to the other one must find the same, and room. */
export const clusterPairs = (index: TerraformIndex, platform?: Platform): readonly TerraformBreach[] => {
  const clusters = index.ofType('aws_eks_cluster');
  return [
    ...clusters.flatMap((primary) =>
      recoveriesOf(primary, clusters).flatMap((recovery) => differences(primary, recovery, platform ? undefined : index)),
    ),
    ...(platform ? clusters.flatMap((cluster) => belowModel(cluster, platform, index)) : []),
  ];
};

const recoveriesOf = (primary: TerraformResource, all: readonly TerraformResource[]) => {
  const environment = tagOf(primary, 'environment');
  if (environment === undefined || tagOf(primary, 'region-role') !== 'primary') return [];
  return all.filter((other) => tagOf(other, 'environment') === environment && tagOf(other, 'region-role') === 'recovery');
};

function differences(primary: TerraformResource, recovery: TerraformResource, index: TerraformIndex | undefined): TerraformBreach[] {
  const [version, other] = [primary, recovery].map(({ values }) => text(values.version));
  // The model says what each of ours needs.
  const [needed, room] = [primary, recovery].map((cluster) => index && mostNodes(cluster, index));
  return [
    ...(version !== undefined && other !== undefined && version !== other
      ? [
          at(recovery, 'version', `runs Kubernetes ${other}, and ${titleOf(primary)}, which it takes over from, ${version}`, {
            fix: 'upgrade both: the recovery region first, and the primary one within days',
          }),
        ]
      : []),
    ...(needed !== undefined && room !== undefined && room < needed
      ? [
          at(recovery, 'name', `may grow to ${room} nodes, and ${titleOf(primary)}, whose load it takes over, to ${needed}`, {
            fix: `let its node groups grow to ${needed} nodes, and ask for the quotas`,
          }),
        ]
      : []),
  ];
}

/** Undefined where no group says so: Karpenter, or Fargate. */
function mostNodes(cluster: TerraformResource, index: TerraformIndex): number | undefined {
  const name = titleOf(cluster);
  const limits = index
    .ofType('aws_eks_node_group')
    .filter(({ stack, values }) => resolved(index, stack, values.cluster_name) === name)
    .map(({ values }) => number(block(values.scaling_config).max_size));
  return limits.length === 0 || limits.includes(undefined) ? undefined : limits.reduce<number>((sum, max) => sum + (max ?? 0), 0);
}

/** What the model promises is what the stacks allow. */
function belowModel(cluster: TerraformResource, platform: Platform, index: TerraformIndex): TerraformBreach[] {
  const wanted: Cluster | undefined = platform.clusters.find(({ name }) => name === cluster.values.name);
  const room = mostNodes(cluster, index);
  if (!wanted || room === undefined || room >= wanted.nodes.max.value) return [];
  return [
    at(cluster, 'name', `may grow to ${room} nodes; every service at its ceiling needs ${wanted.nodes.max.value}`, {
      fix: `let its node groups grow to ${wanted.nodes.max.value} nodes`,
    }),
  ];
}
