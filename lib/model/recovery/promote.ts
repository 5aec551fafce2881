import type { PlatformSpec } from '../../spec';
import { PROMOTION, type Replication } from '../databases/promotion';
import { type FailoverSettings, LOOK_SECONDS, WITNESS_TTL } from './settings';
import { type FailoverStep, stepOf } from './step';

/** The alarm that keeps users away is evaluated each minute; two of them, and Route 53's own answer. Assumption, in seconds. */
export const ALARM = { typical: 60, worst: 120 };
/** Route 53 takes a change of a health check into its answers (Route 53 SLA: data plane; assumption), in seconds. */
export const ANSWERS = { typical: 10, worst: 60 };
/** Until whoever asks which region writes is told the new one, in seconds. */
export const WRITER_KNOWN = ALARM.worst + ANSWERS.worst + WITNESS_TTL;

/**
 * Until a copy in the recovery region is written to. A read replica waits for more: its source goes on as it was, so that no pod there
 * may start to write any more, and those that did must have been shut out.
 *
 * @param product what is promoted, in words
 */
export function promotionBy(
  replication: Exclude<Replication, 'none'>,
  { failover }: Pick<PlatformSpec, 'failover'>,
  { pollSeconds, lease }: FailoverSettings,
  product: string,
): FailoverStep {
  const { typicalSeconds, worstSeconds, source } = PROMOTION[replication];
  const own = failover.measured?.promote;
  const [typical, worst] = own ? [own.typical.seconds, own.worst.seconds] : [typicalSeconds, worstSeconds];
  const look = pollSeconds + LOOK_SECONDS;
  const fenced = replication === 'globalDatabase';
  const wait: { readonly typical: number; readonly worst: number; readonly inputs: Readonly<Record<string, number>> } = fenced
    ? { typical: 0, worst: 0, inputs: {} }
    : {
        typical: ALARM.typical + ANSWERS.typical + lease.value,
        worst: WRITER_KNOWN + look + lease.value,
        inputs: { 'the name of the writer has changed': WRITER_KNOWN, lease: lease.value },
      };
  return stepOf(
    'promote',
    [wait.typical + typical, wait.worst + worst + look + LOOK_SECONDS],
    `${fenced ? '' : 'until no pod of the old region starts to write + a lease + '}${product}: until it may be written to + the call + until it is looked at`,
    { [product]: worst, ...wait.inputs, 'between two looks': pollSeconds, 'a call or a look': LOOK_SECONDS },
    own?.source ?? source,
  );
}
