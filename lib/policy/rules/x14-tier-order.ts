import type { Platform } from '../../model';
import { formatSeconds, type TierSpec } from '../../spec';
import type { PlatformBreach, PlatformRule } from '../rule';

export const x14TierOrder: PlatformRule = {
  id: 'X14',
  severity: 'error',
  subject: 'service and what it calls',
  over: 'platform',
  why: 'A service is back only when everything is back that it needs to answer, so a faster promise than theirs cannot be kept.',
  mend: 'move what is called to a tier as strict, loosen the caller, or take the call out of the request',
  check: (platform) =>
    Object.entries(platform.spec.services).flatMap(([caller, { tier, calls, databases }]) => [
      ...calls.flatMap((call, i) => {
        const callee = typeof call === 'string' ? call : call.service;
        return order(platform, {
          caller,
          tier,
          need: callee,
          needTier: platform.spec.services[callee]?.tier,
          path: ['services', caller, 'calls', i],
        });
      }),
      ...databases.flatMap((database, i) =>
        order(platform, {
          caller,
          tier,
          need: `the database ${database}`,
          needTier: platform.spec.databases[database]?.tier,
          path: ['services', caller, 'databases', i],
        }),
      ),
    ]),
};

interface Need {
  readonly caller: string;
  readonly tier: string;
  readonly need: string;
  readonly needTier: string | undefined;
  readonly path: readonly PropertyKey[];
}

function order({ spec: { tiers } }: Platform, { caller, tier, need, needTier, path }: Need): PlatformBreach[] {
  const own = tiers[tier];
  const other = needTier === undefined ? undefined : tiers[needTier];
  if (!own || !other || own.rto.seconds >= other.rto.seconds) return [];
  return [
    {
      subject: caller,
      path,
      message: `promises to be back ${within(own)} (tier ${tier}), and calls ${need}, which is back ${within(other)} (tier ${needTier})`,
      fix: `move ${need} to tier ${tier}, ${caller} to tier ${needTier}, or take the call out of the request`,
    },
  ];
}

const within = ({ rto }: TierSpec) => `within ${formatSeconds(rto.seconds)}`;
