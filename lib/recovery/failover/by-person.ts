import type { FailoverPlan } from '../../model';
import { type Branch, outcome } from './asl';
import { page, wayOn } from './pager';

/** Tells a person what to restore, as soon as the old region writes no more; nothing waits for them. */
export const tellPerson = (plan: FailoverPlan): Branch => ({
  StartAt: 'Tell what to restore',
  States: {
    'Tell what to restore': page({
      plan,
      subject: `${plan.environment}: databases to restore in ${plan.recovery.region}`,
      message: `${plan.environment} leaves ${plan.primary.region}, which writes no more. Nothing promotes ${plan.byPerson.map(({ name }) => name).join(', ')}: a person restores what is lost, by the runbook.`,
      runbook: wayOn(plan, 'take over'),
      next: 'Done: restore',
    }),
    'Done: restore': outcome('tell', 'restore', true),
  },
});
