/** What the baseline Pod Security Standard allows (kubernetes.io, Pod Security Standards, read for Kubernetes 1.34). */

/** Sysctls that are isolated to the pod. */
export const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
]);

export const SAFE_SELINUX_TYPES: ReadonlySet<string> = new Set([
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);

/** Followed by the name of a container; superseded by securityContext.appArmorProfile in Kubernetes 1.30. */
export const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export const isSafeAppArmor = (profile: string) => profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
