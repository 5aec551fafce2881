import type { k8s } from 'cdk8s-plus-27';
import { defineResources } from '../../model';
import { type ByteQuantity, bytes, type CpuQuantity, millicores } from '../../spec';
import { containerResources } from './resources';
import { containerSecurityContext } from './security-context';

/** A static busybox: its commands run in any image, one without a C library included. The digest is that of the image index. */
const BUSYBOX = 'docker.io/library/busybox:1.37.0-musl@sha256:19b646668802469d968a05342a601e78da4322a414a7c09b1c9ee25165042138';
const CPU: CpuQuantity = millicores(10);
const MEMORY: ByteQuantity = bytes(16 * 2 ** 20);

/** An init container that runs a command of busybox. */
export const busybox = (name: string, command: readonly string[], volumeMounts: k8s.VolumeMount[] = []): k8s.Container => ({
  name,
  image: BUSYBOX,
  imagePullPolicy: 'IfNotPresent',
  command: [...command],
  resources: containerResources(defineResources({ cpu: CPU, memory: MEMORY })),
  securityContext: containerSecurityContext({ ports: [] }),
  ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
});
