import { composeHandoff, type HandoffInput, type Sealed } from '../protocol';
import type { ReleaseRequest } from './request';
import type { ReleaseSettings } from './settings';

/** How a release ended. */
export interface ReleaseEnd {
  readonly kind: 'released' | 'rejected' | 'rolled-back' | 'failed';
  readonly summary: string;
  readonly details: NonNullable<HandoffInput['details']>;
  readonly reasons: readonly string[];
}

/** Who is told about what. The ids follow from the handoff's: a report that is written twice is the same report. */
export function reportsOf(
  id: string,
  end: ReleaseEnd,
  request: Pick<ReleaseRequest, 'project'>,
  { role, reportTo, followUps }: ReleaseSettings,
  key: string | undefined,
): readonly Sealed[] {
  const common = { project: request.project, from: role, details: end.details, context: `answer to ${id}` };
  const report = composeHandoff(
    {
      ...common,
      to: reportTo,
      id: answerId(id, end.kind),
      summary: end.summary,
      priority: end.kind === 'released' ? 'normal' : 'high',
      status: end.kind === 'released' ? 'completed' : 'failed',
      error: end.reasons.length > 0 ? end.reasons.join('; ').slice(0, 10_000) : undefined,
      requirements: end.reasons.slice(0, 50).map((reason) => reason.slice(0, 1_000)),
    },
    key,
  );
  if (end.kind !== 'released') return [report];
  return [
    report,
    ...followUps.map((followUp) =>
      composeHandoff(
        {
          ...common,
          to: followUp.role,
          id: answerId(id, `for-${followUp.role}`),
          summary: `${followUp.summary}: ${end.summary}`.slice(0, 1_000),
        },
        key,
      ),
    ),
  ];
}

/** Room for the rest of the longest id. */
const LONGEST_PART = 150;
const answerId = (id: string, what: string) => `${id.slice(0, LONGEST_PART)}.${what}`;
