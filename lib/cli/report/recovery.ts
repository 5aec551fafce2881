import colors from 'picocolors';
import { type FailoverStep, type Platform, type RecoveryProof, recoveryProofs } from '../../model';
import { formatSeconds } from '../../spec';
import { table } from './table';

/** What is proved of one service for the loss of its region, as `--json` shows it. Seconds that have no end are null. */
export interface RecoveryRow {
  readonly environment: string;
  readonly service: string;
  readonly tier: string;
  readonly rto: {
    readonly targetSeconds: number;
    readonly typicalSeconds: number;
    readonly worstSeconds: number;
    readonly steps: readonly (FailoverStep & { readonly critical: boolean })[];
  };
  readonly rpo: { readonly targetSeconds: number; readonly worstSeconds: number; readonly why: string };
  readonly slack: { readonly rtoSeconds: number; readonly rpoSeconds: number };
}

export const recoveryRows = (platform: Platform): RecoveryRow[] => recoveryProofs(platform).map(rowOf);

export const rowOf = ({ environment, service, tier, rto, rpo, slack }: RecoveryProof): RecoveryRow => ({
  environment,
  service,
  tier,
  rto: {
    targetSeconds: rto.targetSeconds,
    typicalSeconds: rto.typicalSeconds,
    worstSeconds: rto.worstSeconds,
    steps: rto.steps.map((step) => ({ ...step, critical: rto.critical.includes(step) })),
  },
  rpo: { targetSeconds: rpo.targetSeconds, worstSeconds: rpo.worstSeconds, why: rpo.why },
  slack,
});

const HEAD = ['service', 'tier', 'RTO', 'typical', 'worst', 'slack', 'RPO', 'worst', 'slack', 'longest step'];

/** A table for each environment with two regions: what is promised for the loss of one, and what is proved. */
export function recoveryTables(platform: Platform): string {
  const proofs = recoveryProofs(platform);
  const environments = [...new Set(proofs.map(({ environment }) => environment))];
  return environments
    .map((name) => {
      const rows = proofs.filter(({ environment }) => environment === name).map(cells);
      return `recovery of ${name}\n${table(HEAD, rows, [2, 3, 4, 5, 6, 7, 8])}`;
    })
    .join('\n\n');
}

const cells = ({ service, tier, rto, rpo, slack }: RecoveryProof) => [
  service,
  tier,
  formatSeconds(rto.targetSeconds),
  formatSeconds(rto.typicalSeconds),
  formatSeconds(rto.worstSeconds),
  signed(slack.rtoSeconds),
  formatSeconds(rpo.targetSeconds),
  lossText(rpo.worstSeconds),
  signed(slack.rpoSeconds),
  stepText(longest(rto.critical)),
];

/** The step that costs most of the worst case. */
const longest = (steps: readonly FailoverStep[]) => steps.reduce((one, other) => (other.worstSeconds > one.worstSeconds ? other : one));
const stepText = (step: FailoverStep) => `${step.name}${step.subject ? ` ${step.subject}` : ''} ${formatSeconds(step.worstSeconds)}`;
const lossText = (seconds: number) => (Number.isFinite(seconds) ? formatSeconds(seconds) : 'all');

/** Colours are left to the words around: a cell of a table is as wide as its text. */
const signed = (seconds: number) =>
  !Number.isFinite(seconds) ? 'none' : seconds < 0 ? `-${formatSeconds(-seconds)}` : formatSeconds(seconds);

/** The steps of a service, one below the other, with what each takes and why. */
export function recoveryText({ environment, rto, rpo }: RecoveryProof): string {
  const lines = [
    colors.bold(
      `recovery in ${environment}: RTO ${formatSeconds(rto.targetSeconds)}, typical ${formatSeconds(rto.typicalSeconds)}, worst ${formatSeconds(rto.worstSeconds)}`,
    ),
  ];
  for (const step of rto.steps) {
    const { name, subject, typicalSeconds, worstSeconds, because } = step;
    const beside = rto.critical.includes(step) ? '' : ' (beside a longer one)';
    lines.push(
      '',
      `  ${name}${subject ? ` ${subject}` : ''}: ${colors.bold(`typical ${formatSeconds(typicalSeconds)}, worst ${formatSeconds(worstSeconds)}`)}${beside}`,
      `    ${because.formula}`,
    );
    const width = Math.max(0, ...Object.keys(because.inputs).map((input) => input.length));
    for (const [input, given] of Object.entries(because.inputs)) lines.push(`      ${input.padEnd(width)} = ${given}`);
    lines.push(colors.dim(`    source: ${because.source}`));
  }
  lines.push(
    '',
    `  ${colors.bold(`may be lost: ${lossText(rpo.worstSeconds)}`)} of an RPO of ${formatSeconds(rpo.targetSeconds)}`,
    `    ${rpo.why}`,
  );
  return lines.join('\n');
}
