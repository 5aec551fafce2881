import type { Checkout } from '../git/checkout';
import { type RequestedBy, TRAILER } from './trailers';

/** A commit that a handoff asked for. */
export interface RequestCommit extends RequestedBy {
  readonly commit: string;
  /** True when it took the release back. */
  readonly rolledBack: boolean;
}

/** What handoffs asked for in the checkout's environment, newest first. */
export async function requestsOf(checkout: Checkout, tip: string): Promise<readonly RequestCommit[]> {
  await checkout.fetchHistory();
  const trailer = (key: string) => `%(trailers:key=${key},valueonly,separator=%x2C)`;
  const format = ['%H', ...[TRAILER.environment, TRAILER.handoff, TRAILER.rollback].map(trailer)].join('%x1f');
  const log = await checkout.run('log', '--topo-order', '--fixed-strings', `--grep=${TRAILER.handoff}: `, `--format=${format}`, tip, '--');
  return log.split('\n').flatMap((line) => {
    const [commit = '', environment, handoff = '', rollback = ''] = line.split('\u001f');
    const [id = '', at = '', service = ''] = handoff.split(' ');
    return environment === checkout.environment && id !== '' ? [{ commit, id, at, service, rolledBack: rollback !== '' }] : [];
  });
}
