import { accountsOf, consumedIn } from '../join';
import type { LayeredRule } from '../rule';
import { missingInputs } from '../terraform/outputs';
import { foreignTrust } from '../terraform/pod-identities';

export const x23Joined: LayeredRule = {
  id: 'X23',
  severity: 'error',
  subject: 'aws_eks_pod_identity_association, aws_iam_role, terraform_remote_state, and objects that name something in AWS',
  over: 'layers',
  why: 'What the two halves call differently is found when a pod asks AWS for something, often in a failover.',
  mend: 'use the same name on both sides',
  terraform: (index) => [...foreignTrust(index), ...missingInputs(index)],
  join: (join) => [...accountsOf(join), ...consumedIn(join)],
};
