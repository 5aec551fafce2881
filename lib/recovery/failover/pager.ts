import { API_CALL, alarmTopicArn, type Cluster, type FailoverPlan } from '../../model';
import { call, type JsonObject, onError, type State } from './asl';

export interface PageProps {
  readonly plan: FailoverPlan;
  /** Where somebody is told. Default: in the recovery region. */
  readonly cluster?: Cluster;
  /** Up to 100 characters (SNS API reference, Publish). */
  readonly subject: string;
  /** What a person needs to know, as text or as an intrinsic function. */
  readonly message: string | { readonly template: string };
  readonly next: string;
}

const LONGEST_SUBJECT = 100;

/** Tells whoever is on call, and goes on whether or not it could. */
export function page({ plan, cluster = plan.recovery, subject, message, next }: PageProps): State {
  const text: JsonObject = typeof message === 'string' ? { Message: message } : { 'Message.$': message.template };
  return call({
    action: 'sns:publish',
    with: { TopicArn: alarmTopicArn(cluster), Subject: subject.slice(0, LONGEST_SUBJECT), ...text },
    budget: API_CALL,
    next,
    catch: [onError(next)],
  });
}
