import { type Checkout, nulSeparated } from '../git/checkout';
import { DeliveryRefused } from '../refused';
import { short } from './releases';

/** Arguments of the git command that brings back the state of a release: what is printed is what is run. */
export type Restoring = readonly string[];

/**
 * The command that restores the environment's folder as it was at a commit; undefined when it already is so. Commits that
 * changed nothing else are reverted. Where one of them changed files of others too, or is a merge, a revert would take
 * back more than was asked for: there the folder alone is restored.
 */
export async function restoring(checkout: Checkout, tip: string, target: string): Promise<Restoring | undefined> {
  const { environment } = checkout;
  if ((await checkout.resolve(`${tip}:${environment}`)) === (await checkout.resolve(`${target}:${environment}`))) return undefined;
  const commits = (await checkout.run('rev-list', '--full-history', `${target}..${tip}`, '--', environment)).split('\n').filter(Boolean);
  const revertible = await Promise.all(commits.map((commit) => changesOnly(checkout, commit)));
  return revertible.every(Boolean)
    ? ['revert', '--no-commit', ...commits.map(short)]
    : ['restore', '--staged', '--worktree', `--source=${short(target)}`, '--', environment];
}

/** True when a commit has one parent and changes nothing outside the environment's folder. */
async function changesOnly(checkout: Checkout, commit: string): Promise<boolean> {
  const parents = (await checkout.run('rev-list', '--parents', '--max-count=1', commit)).split(' ').length - 1;
  if (parents !== 1) return false;
  const files = nulSeparated(await checkout.run('diff-tree', '-r', '-z', '--no-renames', '--name-only', `${commit}^`, commit));
  return files.every((file) => file.startsWith(`${checkout.environment}/`));
}

/** Refuses a state that is not exactly that of the target in the environment's folder, and that of the tip elsewhere. */
export async function requireRestored(checkout: Checkout, tip: string, target: string): Promise<void> {
  const { environment } = checkout;
  const tree = await checkout.run('write-tree');
  const differs = async (from: string, ...paths: string[]) =>
    nulSeparated(await checkout.run('diff-tree', '-r', '-z', '--no-renames', '--name-only', from, tree, '--', ...paths));
  const wrong = [...(await differs(target, environment)), ...(await differs(tip, '.', `:(exclude,top)${environment}`))];
  if (wrong.length === 0) return;
  throw new DeliveryRefused(
    `reverting does not give the state of ${short(target)}: ${wrong[0]} differs${wrong.length > 1 ? `, and ${wrong.length - 1} more` : ''}. Nothing was pushed; publish the wanted source commit with --allow-older instead`,
  );
}
