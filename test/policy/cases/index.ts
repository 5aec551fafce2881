import { availabilityCases } from './availability';
import type { CaseTable } from './case';
import { contentCases } from './content';
import { monitoringCases } from './monitoring';
import { observabilityCases } from './observability';
import { pipelineCases } from './pipelines';
import { platformCases } from './platform';
import { podSecurityCases } from './pod-security';
import { referenceCases } from './references';
import { rolloutCases } from './rollouts';
import { secretCases } from './secrets';
import { synchronisationCases } from './synchronisation';

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
  ...monitoringCases,
};
