import { alertingFits } from './alerting';
import type { Check } from './check';
import { failoverFits } from './failover';
import { foldersAreFree } from './folders';
import { handoffFits } from './handoff';
import { infrastructureFits } from './infrastructure';
import { meshFits } from './mesh';
import { namesAreDeclared } from './names';
import { portsExist } from './ports';
import { regionsFit } from './regions';
import { rolloutsFit } from './rollouts';
import { secretsFit } from './secrets';
import { storesFit } from './stores';
import { trafficFits } from './traffic';
import { workloadsFit } from './workloads';

export type { Finding } from './check';

/** What must hold between the parts of a platform file. */
export const checks: readonly Check[] = [
  namesAreDeclared,
  portsExist,
  regionsFit,
  workloadsFit,
  rolloutsFit,
  secretsFit,
  alertingFits,
  meshFits,
  infrastructureFits,
  trafficFits,
  failoverFits,
  handoffFits,
  foldersAreFree,
  storesFit,
];
