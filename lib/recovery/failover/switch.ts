import type { Cluster, FailoverPlan } from '../../model';
import { again, type Branch, choose, enter, loop, outcome } from './asl';
import { askResolvers, saysServing } from './probe';

const NAME = 'switch';

/** Waits until the resolvers of the world name the region that takes over. Nothing is called: Route 53 switches by its health checks. */
export function switched(
  { witnessHost, settings: { pollSeconds } }: FailoverPlan,
  { to, from }: { readonly to: Cluster; readonly from: Cluster },
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
      'Are users sent here?': choose([[saysServing(to.region, from.region), 'Done: switch']], again(NAME)),
      'Done: switch': outcome('switch', NAME, true),
      'Failed: switch': outcome('switch', NAME, false),
    },
  };
}
