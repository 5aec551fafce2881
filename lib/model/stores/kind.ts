import { bytes, type DatabaseSpec, millicores } from '../../spec';
import { defineResources } from '../define-workload';
import type { Resources } from '../workload';

/** Until somebody declares what a database needs. */
const DEFAULT_RESOURCES = defineResources({ cpu: millicores(500), memory: bytes(2 ** 30) });

/** Whether a database runs in pods that we make. A Redis in pods is the team's own, and MongoDB runs as DocumentDB only. */
export const isStore = ({ placement, engine }: DatabaseSpec): boolean => placement === 'inCluster' && engine === 'postgres';

/** What one pod of a database reserves for its server. */
export const storeResources = ({ resources }: DatabaseSpec): Resources =>
  resources ? defineResources(resources.requests, resources.limits) : DEFAULT_RESOURCES;
