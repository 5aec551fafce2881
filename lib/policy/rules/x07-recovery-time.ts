import { type FailoverStep, type Platform, recoveryProofs } from '../../model';
import { formatSeconds } from '../../spec';
import { mendOf } from '../remedies';
import type { PlatformBreach, PlatformRule } from '../rule';

export const x07RecoveryTime: PlatformRule = {
  id: 'X07',
  severity: 'error',
  subject: 'service in an environment with two regions',
  over: 'platform',
  why: 'A recovery time that the slowest failover exceeds is a hope, and the day on which it does not hold is the worst one to learn it.',
  mend: 'detect sooner, promote a copy that is quicker, or at all (placement: managed), keep more of the other region running, or promise less',
  check: (platform) => recoveryProofs(platform).flatMap((proof) => (proof.slack.rtoSeconds < 0 ? [breach(platform, proof)] : [])),
};

function breach(platform: Platform, proof: ReturnType<typeof recoveryProofs>[number]): PlatformBreach {
  const { environment, service, tier, rto } = proof;
  const costly = rto.critical.reduce((most, step) => (step.worstSeconds > most.worstSeconds ? step : most));
  return {
    subject: `${environment}/${service}`,
    path: ['services', service, 'tier'],
    message: `worst-case recovery of ${formatSeconds(rto.worstSeconds)} exceeds the RTO of ${formatSeconds(rto.targetSeconds)} (tier ${tier}); ${stepInWords(costly)} takes up to ${formatSeconds(costly.worstSeconds)} of it`,
    ...mendOf(platform, proof, 'rto'),
  };
}

/** A step as a sentence begins with it. */
const WORDS: Readonly<Record<FailoverStep['name'], string>> = {
  detect: 'detecting it',
  confirm: 'confirming it',
  approve: 'waiting for approval',
  fence: 'fencing the region that is left',
  promote: 'promoting',
  restore: 'restoring by hand',
  scale: 'scaling',
  switch: 'switching users over',
  verify: 'verifying that it serves',
};
const stepInWords = ({ name, subject }: FailoverStep) => `${WORDS[name]}${subject ? ` ${subject}` : ''}`;
