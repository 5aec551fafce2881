import { type Breach, inContainer, inObject, inPod, items, type JsonMap, map, overWorkloads, text, type Workload } from '../manifests';
import type { ManifestRule } from '../rule';
import { APP_ARMOR_ANNOTATION, isSafeAppArmor, SAFE_SELINUX_TYPES, SAFE_SYSCTLS } from './kernel-defaults';

export const k10KernelOverrides: ManifestRule = {
  id: 'K10',
  severity: 'error',
  subject: 'pod',
  over: 'manifests',
  why: 'Unsafe sysctls change the kernel for every pod of the node, and weaker AppArmor, SELinux or /proc protection opens a way out of the container.',
  mend: 'remove the field: the default of the runtime is the safe one',
  check: overWorkloads((workload) => [
    ...sysctls(workload),
    ...appArmorAnnotations(workload),
    ...overrides(workload.podSecurity).map(([field, what]) => inPod(workload, `securityContext.${field}`, `the pod ${what}`)),
    ...workload.containers.flatMap((container) =>
      overrides(container.security).map(([field, what]) => inContainer(container, `securityContext.${field}`, what)),
    ),
  ]),
};

const sysctls = (workload: Workload): Breach[] =>
  items(workload.podSecurity.sysctls)
    .filter(({ item }) => !SAFE_SYSCTLS.has(text(item.name) ?? ''))
    .map(({ item, index }) =>
      inPod(workload, `securityContext.sysctls[${index}]`, `the sysctl ${text(item.name) ?? '(unnamed)'} is not a safe one`),
    );

const appArmorAnnotations = ({ object, annotations, metadataPath }: Workload): Breach[] =>
  Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(APP_ARMOR_ANNOTATION) && !isSafeAppArmor(value))
    .map(([key, value]) => inObject(object, `${metadataPath}.annotations["${key}"]`, `the AppArmor profile is ${value}`));

/** Fields that pods and containers have alike, with what each does. */
function overrides(security: JsonMap): [string, string][] {
  const { type, user, role } = map(security.seLinuxOptions);
  const appArmor = text(map(security.appArmorProfile).type);
  const procMount = text(security.procMount);
  const found: [string, string][] = [];
  if (procMount && procMount !== 'Default') found.push(['procMount', `unmasks /proc (procMount ${procMount})`]);
  if (appArmor && !['RuntimeDefault', 'Localhost'].includes(appArmor))
    found.push(['appArmorProfile', `has the AppArmor profile ${appArmor}`]);
  if (text(type) && !SAFE_SELINUX_TYPES.has(String(type))) found.push(['seLinuxOptions.type', `has the SELinux type ${String(type)}`]);
  if (text(user)) found.push(['seLinuxOptions.user', `sets the SELinux user ${String(user)}`]);
  if (text(role)) found.push(['seLinuxOptions.role', `sets the SELinux role ${String(role)}`]);
  return found;
}
