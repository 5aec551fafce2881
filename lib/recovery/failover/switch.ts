import type { FailoverPlan } from '../../model';
import { again, type Branch, choose, enter, loop, outcome } from './asl';
import { askResolvers, saysServing } from './probe';

const NAME = 'switch';

/** Waits until the resolvers of the world name the recovery region. Nothing is called: Route 53 switches by its health checks. */
export function switched(
  { recovery, primary, witnessHost, settings: { pollSeconds } }: FailoverPlan,
  connectionArn: string,
  worstSeconds: number,
): Branch {
  return {
    StartAt: enter(NAME),
    States: {
      ...loop({
        name: NAME,
        first: 'Ask who serves',
        rounds: Math.ceil(worstSeconds / pollSeconds) + 1,
        pauseSeconds: pollSeconds,
        exhausted: 'Failed: switch',
      }),
      'Ask who serves': askResolvers('Switch', connectionArn, witnessHost, 'Are users sent here?'),
      'Are users sent here?': choose([[saysServing(recovery.region, primary.region), 'Done: switch']], again(NAME)),
      'Done: switch': outcome('switch', NAME, true),
      'Failed: switch': outcome('switch', NAME, false),
    },
  };
}
