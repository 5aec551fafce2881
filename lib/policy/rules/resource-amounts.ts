import { type Container, map, number, text } from '../manifests';

type ResourceName = 'cpu' | 'memory' | 'ephemeral-storage';

const amount = (value: unknown) => text(value) ?? number(value);

export const limitOf = ({ raw }: Container, name: ResourceName) => amount(map(map(raw.resources).limits)[name]);

/** What the scheduler reserves; Kubernetes takes the limit where a request is absent. */
export const requestOf = (container: Container, name: ResourceName) =>
  amount(map(map(container.raw.resources).requests)[name]) ?? limitOf(container, name);
