import { HEARTBEATS_IN_A_LEASE, longestRedelivery } from '../../model';
import { formatSeconds } from '../../spec';
import type { PlatformRule } from '../rule';

export const x27HandoffPatience: PlatformRule = {
  id: 'X27',
  severity: 'error',
  subject: 'handoff worker',
  over: 'platform',
  why: 'A lease that one late heartbeat ends gives the same release to two workers, and a record that is forgotten too soon releases it again.',
  mend: 'make the lease three heartbeats or more, and remember what is done for longer than it could be delivered again',
  check: ({ spec: { handoff } }) => {
    if (!handoff) return [];
    const { lease, heartbeat, remember } = handoff;
    const least = HEARTBEATS_IN_A_LEASE * heartbeat.seconds;
    const { value: redelivery, because } = longestRedelivery(handoff);
    return [
      ...(lease.seconds >= least
        ? []
        : [
            {
              subject: 'handoff',
              path: ['handoff', 'lease'],
              message: `the lease of ${lease.text} is shorter than ${HEARTBEATS_IN_A_LEASE} heartbeats of ${heartbeat.text}`,
              fix: `make the lease ${formatSeconds(least)} or longer, or beat every ${formatSeconds(lease.seconds / HEARTBEATS_IN_A_LEASE)}`,
            },
          ]),
      ...(remember.seconds > redelivery
        ? []
        : [
            {
              subject: 'handoff',
              path: ['handoff', 'remember'],
              message: `what is done is remembered for ${remember.text}, and may be delivered again for ${formatSeconds(redelivery)} (${because.formula})`,
              fix: `remember it for longer than ${formatSeconds(redelivery)}, or give a handoff fewer or shorter attempts`,
            },
          ]),
    ];
  },
};
