import { k8s } from 'cdk8s-plus-27';
import type { Resources } from '../../model';

/** A written amount as the typed API takes it. */
export const quantity = (text: string) => k8s.Quantity.fromString(text);

/** Requests and limits of a container, local disk included. */
export const containerResources = ({ requests, limits }: Resources): k8s.ResourceRequirements => ({
  requests: amounts(requests),
  limits: amounts(limits),
});

const amounts = ({ cpu, memory, ephemeralStorage }: Partial<Resources['requests']>) => ({
  ...(cpu ? { cpu: quantity(cpu.text) } : {}),
  ...(memory ? { memory: quantity(memory.text) } : {}),
  ...(ephemeralStorage ? { 'ephemeral-storage': quantity(ephemeralStorage.text) } : {}),
});
