import { inPod, isSet, overWorkloads, text } from '../manifests';
import type { ManifestRule } from '../rule';

const DECLARATION = 'holdfast.dev/service-account-token';

export const k11ServiceAccountToken: ManifestRule = {
  id: 'K11',
  severity: 'warning',
  subject: 'pod',
  over: 'manifests',
  why: 'A mounted token lets whoever breaks into the pod speak to the API server in its name.',
  mend: `set automountServiceAccountToken to false; a pod that needs the API says why in the annotation ${DECLARATION}`,
  check: overWorkloads((workload, cluster) => {
    const { object, pod, annotations } = workload;
    if (object.annotations[DECLARATION] || annotations[DECLARATION]) return [];
    const account = cluster.find(object.namespace, 'ServiceAccount', text(pod.serviceAccountName) ?? 'default');
    // The pod decides; its ServiceAccount decides where the pod is silent; both silent means mounted.
    const mounts = isSet(pod.automountServiceAccountToken) ? pod.automountServiceAccountToken : account?.raw.automountServiceAccountToken;
    return mounts === false
      ? []
      : [
          inPod(
            workload,
            'automountServiceAccountToken',
            'the pod mounts a token of the API server, and nothing declares that it needs one',
          ),
        ];
  }),
};
