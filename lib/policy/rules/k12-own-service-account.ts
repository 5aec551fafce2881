import { inPod, overWorkloads, text } from '../manifests';
import type { ManifestRule } from '../rule';

export const k12OwnServiceAccount: ManifestRule = {
  id: 'K12',
  severity: 'warning',
  subject: 'pod',
  over: 'manifests',
  why: 'What is granted to the account default is granted to every pod of the namespace that names no account.',
  mend: 'give the workload a ServiceAccount of its own and name it in serviceAccountName',
  check: overWorkloads((workload) => {
    const account = text(workload.pod.serviceAccountName) ?? text(workload.pod.serviceAccount);
    return account && account !== 'default' ? [] : [inPod(workload, 'serviceAccountName', 'the pod runs under the ServiceAccount default')];
  }),
};
