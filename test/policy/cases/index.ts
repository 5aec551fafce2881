import { availabilityCases } from './availability';
import { backupCases } from './backups';
import type { CaseTable, RuleCases } from './case';
import { contentCases } from './content';
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

/** A rule that looks at the network alone, and at the network and the mesh together. */
const bothOf = (network: RuleCases | undefined, mesh: RuleCases): RuleCases => ({
  breaks: { ...network?.breaks, ...mesh.breaks },
  keeps: { ...network?.keeps, ...mesh.keeps },
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
  X21: bothOf(monitoringCases.X21, MESH_AND_NETWORK),
};
