import type { Checkout } from '../git/checkout';
import { TRAILER } from './trailers';

/** A release of an environment, as its commit tells it. */
export interface Release {
  readonly commit: string;
  /** ISO 8601. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
  /** Digest of its files. */
  readonly release: string;
  readonly source: string;
  /** The commit whose state it restored, when it is a rollback. */
  readonly restored?: string;
}

/** Digits of a commit that people read and type; twelve stay unique in a repository of millions of objects. */
const SHORT = 12;
export const short = (commit: string) => commit.slice(0, SHORT);

const FIELD = '%x1f';
const RECORD = '%x1e';
const trailer = (key: string) => `%(trailers:key=${key},valueonly,separator=%x2C)`;
const FORMAT = ['%H', '%cI', '%an', '%s', ...[TRAILER.environment, TRAILER.release, TRAILER.source, TRAILER.rollback].map(trailer)].join(
  FIELD,
);

/**
 * The latest releases of the checkout's environment, newest first. A branch may hold commits of people and releases of
 * other environments between them.
 */
export async function releasesOf(checkout: Checkout, tip: string, count: number): Promise<Release[]> {
  const found = await read(checkout, tip, count);
  if (found.length >= count) return found;
  await checkout.fetchHistory();
  return read(checkout, tip, count);
}

async function read(checkout: Checkout, tip: string, count: number): Promise<Release[]> {
  const grep = ['--fixed-strings', `--grep=${TRAILER.environment}: ${checkout.environment}`];
  const log = await checkout.run('log', '--topo-order', ...grep, `--format=${FORMAT}${RECORD}`, tip, '--');
  return log
    .split('\u001e')
    .map((record) => record.trim().split('\u001f'))
    .filter(([, , , , environment]) => environment === checkout.environment)
    .slice(0, count)
    .map(([commit = '', date = '', author = '', subject = '', , release = '', source = '', restored = '']) => ({
      commit,
      date,
      author,
      subject,
      release,
      source,
      restored: restored === '' ? undefined : restored,
    }));
}
