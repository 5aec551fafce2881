import { type Breach, inPod, isMap, isOn, type KubernetesObject, list, overWorkloads, texts, type Workload } from '../manifests';
import type { ManifestRule } from '../rule';

export const k28NetworkPolicy: ManifestRule = {
  id: 'K28',
  severity: 'error',
  subject: 'pod',
  over: 'manifests',
  why: 'A pod that no policy covers talks to every pod of the cluster and to the internet, and whoever breaks into it does too.',
  mend: 'add a NetworkPolicy that selects the pod and lists what it may receive and send; one with an empty podSelector denies the rest',
  check: overWorkloads((workload, cluster) => {
    // Policies do not hold pods on the node's network; K08 reports these.
    if (isOn(workload.pod.hostNetwork)) return [];
    const policies = cluster.selecting(workload, 'NetworkPolicy');
    const directions = DIRECTIONS.filter(([direction]) => !policies.some((policy) => typesOf(policy).includes(direction)));
    const uncovered = directions.map(([, noun]) => noun).join(' and ');
    return [
      ...(uncovered ? [inPod(workload, '', `no NetworkPolicy limits the ${uncovered} of its pods`)] : []),
      ...policies.flatMap((policy) => opened(workload, policy)),
    ];
  }),
};

const DIRECTIONS = [
  ['Ingress', 'ingress'],
  ['Egress', 'egress'],
] as const;

/** Without policyTypes a policy is one for ingress, and for egress when it has such rules. */
function typesOf({ spec }: KubernetesObject): readonly string[] {
  if (Array.isArray(spec.policyTypes)) return texts(spec.policyTypes);
  return list(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** An empty rule allows everything, whatever the other policies say. */
const opened = (workload: Workload, policy: KubernetesObject): Breach[] =>
  DIRECTIONS.filter(
    ([direction, field]) =>
      typesOf(policy).includes(direction) && list(policy.spec[field]).some((rule) => isMap(rule) && Object.keys(rule).length === 0),
  ).map(([, field]) =>
    inPod(workload, '', `the NetworkPolicy ${policy.name} allows all ${field}`, { fix: `name peers and ports in its ${field} rules` }),
  );
