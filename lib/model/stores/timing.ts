import type { TierSpec } from '../../spec';
import { type Derived, derived } from '../derived';

const HOUR = 3600;

/** Base backups that are kept at least, and the time within which every moment can be restored. */
export const KEPT = { backups: 7, seconds: 168 * HOUR } as const;

/**
 * How long an attempt to send one file of the log (16 MiB) may take; a longer one counts as failed and is repeated. 9 Mbit/s do
 * it, which is far below what a pod has to another region.
 */
export const UPLOAD_SECONDS = 15;

/** How long a standby may take until it takes writes, in seconds: it has followed the archive, and reads what is left of it. */
export const PROMOTE_WITHIN_SECONDS = 300;

/** Times after which an unfinished file of the log is closed. Each costs a request and, compressed, some tens of kilobytes. */
const ARCHIVE_TIMEOUTS = [5, 10, 15, 20, 30, 60, 120, 300] as const;
/** Room for a few attempts: a quarter of what the recovery point leaves after the last one. */
const ATTEMPTS = 4;

/** After how many seconds an unfinished file of the log of a PostgreSQL is closed and sent. */
export function archiveTimeout(tier: TierSpec | undefined): Derived<number> {
  const rpo = tier?.rpo ?? { seconds: 0, text: '0s' };
  const [least] = ARCHIVE_TIMEOUTS;
  const share = (rpo.seconds - UPLOAD_SECONDS) / ATTEMPTS;
  return derived(
    ARCHIVE_TIMEOUTS.findLast((seconds) => seconds <= share) ?? least,
    `(RPO - upload) / ${ATTEMPTS}, rounded down to one of ${ARCHIVE_TIMEOUTS.join(', ')} s`,
    { RPO: rpo.text, upload: `${UPLOAD_SECONDS}s` },
    'PostgreSQL, archive_timeout: a file is closed when it is that old and anything was written to it',
  );
}
