import type { k8s } from 'cdk8s-plus-27';
import type { Workload } from '../../model';

/** Ports below this one need the capability NET_BIND_SERVICE. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** Pod level of the Pod Security Standards, restricted; files of volumes belong to the process. */
export const podSecurityContext = ({ user }: Pick<Workload, 'user'>): k8s.PodSecurityContext => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
});

/** Container level of the Pod Security Standards, restricted, with a read-only root file system. */
export const containerSecurityContext = ({ ports }: Pick<Workload, 'ports'>): k8s.SecurityContext => ({
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: {
    drop: ['ALL'],
    ...(ports.some(({ port }) => port < FIRST_UNPRIVILEGED_PORT) ? { add: ['NET_BIND_SERVICE'] } : {}),
  },
});
