import type { Breach } from '../manifests';
import type { TreeRule } from '../rule';
import { orderBreaches } from '../synchronisation/order';
import { applicationOwners, kustomizationOwners } from '../synchronisation/owners';
import { projectBreaches } from '../synchronisation/projects';

export const x16OneOwner: TreeRule = {
  id: 'X16',
  severity: 'error',
  subject: 'Application, AppProject, Kustomization',
  over: 'tree',
  why: 'An object without an owner is never applied, one with two is fought over, and one that comes too early fails until somebody looks.',
  mend: 'let one Application of a project that admits it sync each folder, after what the folder needs',
  check: (tree): Breach[] => [...projectBreaches(tree), ...applicationOwners(tree), ...kustomizationOwners(tree), ...orderBreaches(tree)],
};
