import {
  API_CALL,
  alarmTopicArn,
  type Cluster,
  type FailbackStop,
  type FailoverPlan,
  type FailoverStop,
  runbookAddress,
  stopHeading,
} from '../../model';
import { call, type JsonObject, onError, type State } from './asl';

export interface PageProps {
  readonly plan: FailoverPlan;
  /** Where somebody is told. Default: in the recovery region. */
  readonly cluster?: Cluster;
  /** Up to 100 characters (SNS API reference, Publish). */
  readonly subject: string;
  /** What a person needs to know, as text or as an intrinsic function. */
  readonly message: string | { readonly template: string };
  /** Address of what to do, which ends the message. Default: the runbook of the failover, from its top. */
  readonly runbook?: string;
  readonly next: string;
}

const LONGEST_SUBJECT = 100;

/** Where the runbooks say how a person goes on from a stop. */
export const wayOn = (plan: FailoverPlan, stop: FailoverStop) =>
  runbookAddress(plan.runbooks, 'failover', stopHeading(plan.environment, stop));
export const wayBack = (plan: FailoverPlan, stop?: FailbackStop) =>
  runbookAddress(plan.runbooks, 'failback', stop === undefined ? undefined : stopHeading(plan.environment, stop));

/** Tells whoever is on call, with the address of what to do, and goes on whether or not it could. */
export function page(props: PageProps): State {
  const { plan, cluster = plan.recovery, subject, message, next, runbook = runbookAddress(plan.runbooks, 'failover') } = props;
  const text: JsonObject =
    typeof message === 'string'
      ? { Message: `${message} ${runbook}` }
      : { 'Message.$': `States.Format('{} ${runbook}', ${message.template})` };
  return call({
    action: 'sns:publish',
    with: { TopicArn: alarmTopicArn(cluster), Subject: subject.slice(0, LONGEST_SUBJECT), ...text },
    budget: API_CALL,
    next,
    catch: [onError(next)],
  });
}
