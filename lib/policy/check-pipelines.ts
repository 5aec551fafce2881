import type { Pipelines } from '../model';
import type { Finding } from './finding';
import { PIPELINE_RULES } from './rules';

/** Runs the rules over the pipelines of a platform. */
export const checkPipelines = (pipelines: Pipelines): readonly Finding[] =>
  PIPELINE_RULES.flatMap(({ id, severity, mend, check }) =>
    check(pipelines).map(({ stage, message }) => ({
      rule: id,
      severity,
      subject: `pipelines/${stage}`,
      message,
      fix: mend,
      location: { path: stage },
    })),
  );
