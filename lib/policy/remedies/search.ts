import { type Platform, type RecoveryProof, recoveryProofs, resolvePlatform } from '../../model';
import type { PlatformSpec, SpecEdit } from '../../spec';
import { type Choice, choicesFor, type Option } from './choices';

/** Changes of the platform file with which promises hold that do not hold now. */
export interface Remedy {
  readonly edits: readonly SpecEdit[];
  /** Every promise as it is after the changes, by environment and service. */
  readonly after: ReadonlyMap<string, RecoveryProof>;
}

/** Sets of choices that are tried by cost, the cheapest first; beyond them the search gives back what it can from the whole. */
const MOST_TRIALS = 400;
/** Services that may be resolved while trying, over all trials: seconds, also on a large platform. */
const MOST_RESOLVED = 40_000;

export const proofKey = ({ environment, service }: RecoveryProof) => `${environment} ${service}`;
export const holds = ({ slack }: RecoveryProof) => slack.rtoSeconds >= 0 && slack.rpoSeconds >= 0;

const remedies = new WeakMap<Platform, Remedy>();

/** The cheapest changes with which every promise of recovery holds that can be held at all. They are the same for all who ask. */
export function remedyFor(platform: Platform): Remedy {
  const known = remedies.get(platform);
  if (known) return known;
  const remedy = searched(platform);
  remedies.set(platform, remedy);
  return remedy;
}

function searched({ spec }: Platform): Remedy {
  const platform = resolvePlatform(spec);
  const proofs = recoveryProofs(platform);
  const broken = proofs.filter((proof) => !holds(proof));
  const choices = broken.length === 0 ? [] : choicesFor(platform, broken);
  const best = byKey(proofsWith(spec, choices.map(last)));
  // What no choice can keep is not what the others are bought for.
  const mendable = new Set(broken.map(proofKey).filter((key) => canBe(best.get(key))));
  const keeps = (after: ReadonlyMap<string, RecoveryProof>) => [...mendable].every((key) => canBe(after.get(key)));
  if (mendable.size === 0) return { edits: [], after: best };
  const most = Math.min(MOST_TRIALS, Math.ceil(MOST_RESOLVED / (proofs.length + 1)));
  let trials = 0;
  for (const picked of byCost(choices)) {
    if (++trials > most) break;
    const after = byKey(proofsWith(spec, picked));
    if (keeps(after)) return { edits: editsOf(picked), after };
  }
  return reduced(spec, choices, keeps);
}

const canBe = (proof: RecoveryProof | undefined) => proof !== undefined && holds(proof);
const last = (choice: Choice): Option => choice[choice.length - 1] ?? { edits: [], cost: 0 };
const byKey = (proofs: readonly RecoveryProof[]) => new Map(proofs.map((proof) => [proofKey(proof), proof]));
const editsOf = (options: readonly Option[]): readonly SpecEdit[] =>
  options.flatMap(({ edits }) => edits.map(({ path, text }) => ({ path, text })));

/** Every set of options, the cheapest first: each grows out of one that takes less of its last choice, so that none comes twice. */
function* byCost(choices: readonly Choice[]): Generator<readonly Option[]> {
  interface State {
    readonly taken: readonly number[];
    readonly from: number;
    readonly cost: number;
  }
  const waiting: State[] = [{ taken: choices.map(() => 0), from: 0, cost: 0 }];
  for (;;) {
    const cheapest = waiting.reduce((best, { cost }, i) => (cost < (waiting[best]?.cost ?? 0) ? i : best), 0);
    const [state] = waiting.splice(cheapest, 1);
    if (!state) return;
    yield choices.flatMap((choice, i) => choice[(state.taken[i] ?? 0) - 1] ?? []);
    for (let i = state.from; i < choices.length; i++) {
      const taken = state.taken.map((count, j) => (j === i ? count + 1 : count));
      if ((taken[i] ?? 0) <= (choices[i]?.length ?? 0)) waiting.push({ taken, from: i, cost: costOf(choices, taken) });
    }
  }
}

const costOf = (choices: readonly Choice[], taken: readonly number[]) =>
  choices.reduce((sum, choice, i) => sum + (choice[(taken[i] ?? 0) - 1]?.cost ?? 0), 0);

/** From everything at once, what is dearest goes first as long as all still holds: nothing of what is left can be spared. */
function reduced(spec: PlatformSpec, choices: readonly Choice[], keeps: (after: ReadonlyMap<string, RecoveryProof>) => boolean): Remedy {
  let picked = choices.map((choice) => choice.length);
  const options = () => choices.flatMap((choice, i) => choice[(picked[i] ?? 0) - 1] ?? []);
  const dearest = choices.map((choice, i) => ({ i, cost: last(choice).cost })).sort((a, b) => b.cost - a.cost);
  for (const { i } of dearest) {
    for (let less = 0; less < (choices[i]?.length ?? 0); less++) {
      const before = picked;
      picked = picked.map((count, j) => (j === i ? less : count));
      if (keeps(byKey(proofsWith(spec, options())))) break;
      picked = before;
    }
  }
  return { edits: editsOf(options()), after: byKey(proofsWith(spec, options())) };
}

/** What is proved of a platform with some of its values changed. */
const proofsWith = (spec: PlatformSpec, options: readonly Option[]): readonly RecoveryProof[] =>
  recoveryProofs(
    resolvePlatform(options.flatMap(({ edits }) => edits).reduce((changed, { path, value }) => withValue(changed, path, value), spec)),
  );

/** The same plain data with one value changed, or added. */
function withValue<Data>(data: Data, [key, ...rest]: readonly string[], value: unknown): Data {
  if (key === undefined) return value as Data;
  const fields = (data ?? {}) as Record<string, unknown>;
  return { ...fields, [key]: withValue(fields[key], rest, value) } as Data;
}
