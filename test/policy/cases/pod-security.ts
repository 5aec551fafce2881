import { container, shop } from '../support';
import type { CaseTable } from './case';

const security = (securityContext: Record<string, unknown>) => shop({ container: { securityContext } });
const podSecurity = (securityContext: Record<string, unknown>) => shop({ pod: { securityContext } });
const volume = (source: Record<string, unknown>) => shop({ pod: { volumes: [{ name: 'data', ...source }] } });
const windows = (securityContext: Record<string, unknown>) => shop({ pod: { os: { name: 'windows' } }, container: { securityContext } });
const REASON = { 'holdfast.dev/reads-node-logs': 'what containers print is nowhere else' };
const nodeLogs = (hostPath: Record<string, unknown>, annotations: Record<string, string> = REASON, readOnly = true) =>
  shop({
    template: { metadata: { annotations } },
    pod: { volumes: [{ name: 'logs', hostPath }] },
    container: { volumeMounts: [{ name: 'logs', mountPath: '/logs', readOnly }] },
  });

/** Rules that a pod breaks by itself. */
export const podSecurityCases: CaseTable = {
  K01: {
    breaks: {
      'a privileged container': security({ privileged: true }),
      'a privileged init container': shop({ pod: { initContainers: [container({ securityContext: { privileged: true } })] } }),
      'a privileged ephemeral container': shop({ pod: { ephemeralContainers: [container({ securityContext: { privileged: true } })] } }),
      'a Windows host process': podSecurity({ windowsOptions: { hostProcess: true } }),
    },
    keeps: { 'privileged set to false': security({ privileged: false }) },
  },
  K02: {
    breaks: {
      'privilege escalation left to the default': security({ allowPrivilegeEscalation: undefined }),
      'privilege escalation allowed': security({ allowPrivilegeEscalation: true }),
      'no security context at all': shop({ container: { securityContext: undefined } }),
    },
    keeps: { 'a Windows pod, which has none': windows({ allowPrivilegeEscalation: undefined }) },
  },
  K03: {
    breaks: {
      'nobody says non-root': podSecurity({ runAsNonRoot: undefined }),
      'a container that takes it back': security({ runAsNonRoot: false }),
      'a pod that may be root though its container may not': shop({
        pod: { securityContext: { runAsNonRoot: false } },
        container: { securityContext: { runAsNonRoot: true } },
      }),
      'a pod of user 0': podSecurity({ runAsUser: 0 }),
      'a container of user 0': security({ runAsUser: 0 }),
    },
    keeps: {
      'non-root on every container instead of the pod': shop({
        pod: { securityContext: { runAsNonRoot: undefined } },
        container: { securityContext: { runAsNonRoot: true } },
      }),
    },
  },
  K04: {
    breaks: {
      'user 1000': podSecurity({ runAsUser: 1000 }),
      'group 1000': podSecurity({ runAsGroup: 1000 }),
      'the user of the image': podSecurity({ runAsUser: undefined }),
    },
    keeps: {
      'user 10000': podSecurity({ runAsUser: 10_000 }),
      'the container corrects the pod': shop({
        pod: { securityContext: { runAsUser: 1 } },
        container: { securityContext: { runAsUser: 10_001 } },
      }),
    },
  },
  K05: {
    breaks: {
      'a writable root by default': security({ readOnlyRootFilesystem: undefined }),
      'a writable root': security({ readOnlyRootFilesystem: false }),
    },
    keeps: { 'a read-only root': shop() },
  },
  K06: {
    breaks: {
      'nothing dropped': security({ capabilities: { drop: [] } }),
      'only some dropped': security({ capabilities: { drop: ['NET_RAW'] } }),
      'an extra one added': security({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }),
    },
    keeps: { 'a low port': security({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }) },
  },
  K07: {
    breaks: {
      'no profile': podSecurity({ seccompProfile: undefined }),
      'an unconfined pod': podSecurity({ seccompProfile: { type: 'Unconfined' } }),
      'an unconfined container': security({ seccompProfile: { type: 'Unconfined' } }),
    },
    keeps: {
      'a profile of its own': podSecurity({ seccompProfile: { type: 'Localhost', localhostProfile: 'cart.json' } }),
      'the profile on the container': shop({
        pod: { securityContext: { seccompProfile: undefined } },
        container: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      }),
    },
  },
  K08: {
    breaks: {
      'the processes of the host': shop({ pod: { hostPID: true } }),
      'the memory of the host': shop({ pod: { hostIPC: true } }),
      'the network of the host': shop({ pod: { hostNetwork: true } }),
      'a port of the host': shop({ container: { ports: [{ name: 'http', containerPort: 8080, hostPort: 80 }] } }),
    },
    keeps: { 'host port 0, which is none': shop({ container: { ports: [{ name: 'http', containerPort: 8080, hostPort: 0 }] } }) },
  },
  K09: {
    breaks: {
      'a path of the host': volume({ hostPath: { path: '/var/log' } }),
      'the container socket': volume({ hostPath: { path: '/var/run/docker.sock' } }),
      'logs of the node without a reason': nodeLogs({ path: '/var/log/pods' }, {}),
      'logs of the node that it may write': nodeLogs({ path: '/var/log/pods' }, REASON, false),
      'another folder of the node, with a reason': nodeLogs({ path: '/var/lib/kubelet' }),
      'an NFS share': volume({ nfs: { server: 'files.example.com', path: '/' } }),
    },
    keeps: {
      'logs of the node, read-only and with a reason': nodeLogs({ path: '/var/log/pods' }),
      'a claim': volume({ persistentVolumeClaim: { claimName: 'data' } }),
      'a projected volume': volume({ projected: { sources: [] } }),
      'a null beside the source': volume({ emptyDir: {}, hostPath: null }),
    },
  },
  K10: {
    breaks: {
      'an unsafe sysctl': podSecurity({ sysctls: [{ name: 'kernel.msgmax', value: '65536' }] }),
      'an unmasked /proc': security({ procMount: 'Unmasked' }),
      'an unconfined AppArmor annotation': shop({
        template: { metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/cart': 'unconfined' } } },
      }),
      'an unconfined AppArmor profile': podSecurity({ appArmorProfile: { type: 'Unconfined' } }),
      'an SELinux type of its own': security({ seLinuxOptions: { type: 'spc_t' } }),
      'an SELinux user': podSecurity({ seLinuxOptions: { user: 'root' } }),
      'an SELinux role': podSecurity({ seLinuxOptions: { role: 'sysadm_r' } }),
    },
    keeps: {
      'a safe sysctl': podSecurity({ sysctls: [{ name: 'net.ipv4.tcp_keepalive_time', value: '60' }] }),
      'the default AppArmor profile': podSecurity({ appArmorProfile: { type: 'RuntimeDefault' } }),
      'an SELinux level': podSecurity({ seLinuxOptions: { type: 'container_t', level: 's0:c1,c2' } }),
    },
  },
  K11: {
    breaks: {
      'both silent': shop({ pod: { automountServiceAccountToken: undefined }, account: { automountServiceAccountToken: undefined } }),
      'a token that nobody declared': shop({ pod: { automountServiceAccountToken: true } }),
    },
    keeps: {
      'the ServiceAccount says no': shop({ pod: { automountServiceAccountToken: undefined } }),
      'a declared token': shop({
        pod: { automountServiceAccountToken: true },
        template: { metadata: { annotations: { 'holdfast.dev/service-account-token': 'watches its leader lease' } } },
      }),
    },
  },
  K12: {
    breaks: {
      'no account': shop({ pod: { serviceAccountName: undefined } }),
      'the account default': shop({ pod: { serviceAccountName: 'default' } }),
    },
    keeps: { 'an account of its own': shop() },
  },
};
