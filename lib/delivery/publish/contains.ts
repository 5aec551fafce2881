import { type Target, withCheckout } from './target';

/** Whether the branch holds a commit, and another one before it or at the same place: what is synced at the later one has the earlier. */
export function containsRelease(target: Target, earlier: string, later: string): Promise<boolean> {
  if (earlier === later) return Promise.resolve(true);
  return withCheckout(target, async ({ checkout }) => {
    const tip = await checkout.fetchTip();
    await checkout.fetchHistory();
    const [first, second] = [await checkout.resolve(`${earlier}^{commit}`), await checkout.resolve(`${later}^{commit}`)];
    if (tip === undefined || first === undefined || second === undefined) return false;
    return (await checkout.isAncestor(second, tip)) && checkout.isAncestor(first, second);
  });
}
