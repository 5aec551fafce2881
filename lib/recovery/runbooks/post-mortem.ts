import { type Platform, type RecoveryProof, recoveryProofs } from '../../model';
import { formatSeconds } from '../../spec';
import { contacts } from './contacts';
import { bullets, runbook, table } from './markdown';

/** A post-mortem to be filled in, with what was promised already in it. */
export function postMortem(platform: Platform): string {
  const environments = [...new Set(platform.clusters.map(({ environment }) => environment))];
  return runbook(platform.name, `Post-mortem of ${platform.name}: what happened, in a line`, [
    'Copy this file, and fill it in within five working days. It looks for what made the mistake possible, not for who made it: everybody acted on what they knew and saw. Names of people stand in the timeline only where a role would not say the same. All times are UTC.',
    table(
      ['', ''],
      ['Date', 'Written by', 'Read by', 'State (draft, read, actions done)', 'Environment and region', 'Severity'].map((field) => [
        field,
        '',
      ]),
    ),
    '## In short',
    'Three sentences that a customer would understand: what did not work, for whom, for how long, and what ended it.',
    '## What was promised, and what was kept',
    table(
      ['tier', 'RTO', 'RPO', 'services', 'achieved RTO', 'achieved RPO'],
      Object.entries(platform.spec.tiers).map(([tier, { rto, rpo }]) => [
        tier,
        rto.text,
        rpo.text,
        servicesOf(platform, tier) || '-',
        '',
        '',
      ]),
    ),
    'The achieved RTO runs from the first failed request to the last user who was served again; the achieved RPO is the time from the newest write that survived to the failure, 0 where none was lost. After a failover, the item `history#...` of the lock has both ends (see the runbook of the failover).',
    ...proofs(platform),
    ...objectives(platform),
    '## Whom it met',
    bullets([
      'Users, and what they saw:',
      'Requests that failed, of how many:',
      'Writes that were lost, and how they were found:',
      'What was spent of each error budget:',
    ]),
    '## Timeline',
    table(
      ['UTC', 'what happened', 'how we know (graph, log, message)'],
      [
        'what caused it began',
        'the first request failed',
        'the first alert or message',
        'somebody looked',
        'the cause was understood',
        'what was done, step by step',
        'users were served again',
        'everything was as before',
      ].map((what) => ['', what, '']),
    ),
    '## Detection',
    bullets([
      'What told us: an alert (which), the detector of the failover, a user?',
      'Time from the first failed request to the first alert, and to the first person:',
      'Which alert should have come earlier, and did any come that was of no use?',
    ]),
    '## Why it happened',
    'Ask why until the answer is something that can be changed. What made it worse, and what happened to keep it small?',
    '## What went well, and where we were lucky',
    bullets(['', '']),
    '## What made it longer',
    bullets([
      'Steps that waited for a person, and for which knowledge or permission:',
      'What the runbook did not say, or said wrongly (name the heading):',
      'Did each step of the failover take what the proof allows? Longer ones belong into `failover.measured` of the platform file:',
    ]),
    '## Actions',
    'Each is one change that would have prevented it, shortened it, or shown it earlier. What has no owner and no date is not done.',
    table(['what', 'prevents, shortens or shows', 'owner', 'until', 'issue'], [['', '', '', '', '']]),
    '## Whom to ask',
    ...environments.flatMap((environment) => [`### ${environment}`, contacts(platform, environment)]),
  ]);
}

const servicesOf = ({ clusters }: Platform, tier: string) =>
  [...new Set(clusters.flatMap(({ services }) => services.filter((service) => service.tier === tier).map(({ workload }) => workload.name)))]
    .sort()
    .join(', ');

/** What the proof allows, per environment: the longest worst case of each tier. */
function proofs(platform: Platform): string[] {
  const all = recoveryProofs(platform);
  if (all.length === 0) return [];
  const longest = new Map<string, RecoveryProof>();
  for (const proof of all) {
    const key = `${proof.environment} ${proof.tier}`;
    const known = longest.get(key);
    if (!known || known.rto.worstSeconds < proof.rto.worstSeconds) longest.set(key, proof);
  }
  const rows = [...longest.values()].map(({ environment, tier, rto, rpo }) => [
    environment,
    tier,
    rto.critical
      .map(({ name, subject, worstSeconds }) => `${name}${subject ? ` ${subject}` : ''} ${formatSeconds(worstSeconds)}`)
      .join(', '),
    formatSeconds(rto.worstSeconds),
    Number.isFinite(rpo.worstSeconds) ? formatSeconds(rpo.worstSeconds) : 'unbounded',
    '',
  ]);
  return [
    'What the proof allows a failover at worst:',
    table(['environment', 'tier', 'steps', 'recovery at worst', 'loss at worst', 'what it took'], rows),
  ];
}

function objectives({ spec: { services } }: Platform): string[] {
  const rows = Object.entries(services).flatMap(([name, { objectives: own }]) =>
    own
      ? [
          [
            name,
            own.availability === undefined ? '-' : `${own.availability}`,
            own.latency ? `${own.latency.target} % within ${own.latency.threshold.text}` : '-',
            '',
          ],
        ]
      : [],
  );
  return rows.length > 0 ? ['Objectives of services:', table(['service', 'availability', 'latency', 'what it was that day'], rows)] : [];
}
