import type { StackPlan } from './stacks';

/**
 * Stacks in waves: those of a wave wait for nothing of each other, only for earlier waves. What they wait for beyond the given
 * stacks is taken to be there.
 *
 * @param plans in an order in which they can be deployed, as `stackPlan` gives them
 */
export function stackWaves(plans: readonly StackPlan[]): readonly (readonly StackPlan[])[] {
  const waveOf = new Map<string, number>();
  const waves: StackPlan[][] = [];
  for (const plan of plans) {
    const earlier = [...plan.dependsOn, ...plan.after].flatMap((name) => waveOf.get(name) ?? []);
    const wave = Math.max(-1, ...earlier) + 1;
    waveOf.set(plan.name, wave);
    waves[wave] = [...(waves[wave] ?? []), plan];
  }
  return waves;
}
