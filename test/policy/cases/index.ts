import { AMBIENT_AND_NETWORK, AMBIENT_MESH } from './ambient';
import { availabilityCases } from './availability';
import { backupCases } from './backups';
import type { CaseTable, RuleCases } from './case';
import { contentCases } from './content';
import { joinedCases, STACK_CAPACITY, STACK_NETWORK } from './joined';
import { MESH_AND_NETWORK, meshCases } from './mesh';
import { monitoringCases } from './monitoring';
import { observabilityCases } from './observability';
import { pipelineCases } from './pipelines';
import { platformCases } from './platform';
import { podSecurityCases } from './pod-security';
import { recoveryCases } from './recovery';
import { referenceCases } from './references';
import { rolloutCases } from './rollouts';
import { secretCases } from './secrets';
import { synchronisationCases } from './synchronisation';
import { terraformCases } from './terraform';

/** A rule that looks at one layer alone, and at others or all of them together. */
const allOf = (...parts: readonly (RuleCases | undefined)[]): RuleCases => ({
  breaks: Object.assign({}, ...parts.map((part) => part?.breaks)),
  keeps: Object.assign({}, ...parts.map((part) => part?.keeps)),
});

/** Every rule with subjects that break it and subjects that keep it. */
export const CASES: CaseTable = {
  ...podSecurityCases,
  ...contentCases,
  ...availabilityCases,
  ...referenceCases,
  ...rolloutCases,
  ...secretCases,
  ...platformCases,
  ...synchronisationCases,
  ...observabilityCases,
  ...pipelineCases,
  ...terraformCases,
  ...meshCases,
  ...monitoringCases,
  ...backupCases,
  ...recoveryCases,
  X21: allOf(monitoringCases.X21, MESH_AND_NETWORK, AMBIENT_AND_NETWORK),
  X22: allOf(meshCases.X22, AMBIENT_MESH),
  ...joinedCases,
  X12: allOf(platformCases.X12, STACK_NETWORK),
  X13: allOf(platformCases.X13, STACK_CAPACITY),
};
