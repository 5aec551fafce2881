import type { k8s } from 'cdk8s-plus-27';
import type { SideContainer, Workload } from '../../model';
import { preStopHook } from './graceful-stop';
import { imageOf, secretVariable } from './parts';
import { containerProbes } from './probes';
import { containerResources } from './resources';
import { containerSecurityContext } from './security-context';

/** Further containers of a pod: those that end before the main one starts, or those that run beside it. */
export const sideContainers = (workload: Workload, runs: SideContainer['runs'], volumeMounts: k8s.VolumeMount[]): k8s.Container[] =>
  workload.containers.filter((container) => container.runs === runs).map((container) => rendered(workload, container, volumeMounts));

/** Ports of a workload that the main container does not listen on. */
export const takenPorts = ({ containers }: Workload): ReadonlySet<string> =>
  new Set(containers.flatMap(({ ports }) => ports.map(({ name }) => name)));

/** Secrets of a workload that the main container does not have. */
export const takenSecrets = ({ containers }: Workload): ReadonlySet<string> => new Set(containers.flatMap(({ secrets }) => secrets));

function rendered(workload: Workload, container: SideContainer, volumeMounts: k8s.VolumeMount[]): k8s.Container {
  const { name, image, command, args, ports, probes, resources, runs } = container;
  const env = [
    ...Object.entries(container.env).map(([variable, value]) => ({ name: variable, value })),
    ...container.secrets.map((variable) => secretVariable(workload, variable)),
  ];
  return {
    name,
    image: imageOf(image),
    imagePullPolicy: 'IfNotPresent',
    ...(command ? { command: [...command] } : {}),
    ...(args ? { args: [...args] } : {}),
    ...(ports.length > 0 ? { ports: ports.map((port) => ({ name: port.name, containerPort: port.port, protocol: 'TCP' })) } : {}),
    ...(env.length > 0 ? { env } : {}),
    resources: containerResources(resources),
    securityContext: containerSecurityContext({ ports }),
    ...(runs === 'beside' ? containerProbes(probes) : {}),
    ...(runs === 'beside' && ports.length > 0 ? preStopHook(workload) : {}),
    ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
  };
}
