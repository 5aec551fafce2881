import type { k8s } from 'cdk8s-plus-27';
import { secretName, type Workload } from '../../model';

/** Tag and digest together: people read the one, the kubelet trusts the other. */
export const imageOf = ({ repository, tag, digest }: Workload['image']) =>
  `${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;

/** A variable with a value of the workload's own Secret. */
export const secretVariable = ({ name }: Pick<Workload, 'name'>, key: string): k8s.EnvVar => ({
  name: key,
  valueFrom: { secretKeyRef: { name: secretName(name), key } },
});
