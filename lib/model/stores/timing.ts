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

/** How often a slice of the oplog of a MongoDB is taken, in seconds: the cadence of a CronJob is whole minutes. */
const OPLOG_MINUTES = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const;
/** How long a slice takes at most, from the start of its pod until it is safe. */
export const OPLOG_SECONDS = 60;

export function oplogCadence(tier: TierSpec | undefined): Derived<number> {
  const rpo = tier?.rpo ?? { seconds: 0, text: '0s' };
  const room = (rpo.seconds - OPLOG_SECONDS) / 2;
  return derived(
    (OPLOG_MINUTES.findLast((minutes) => minutes * 60 <= room) ?? OPLOG_MINUTES[0]) * 60,
    `(RPO - duration) / 2, rounded down to one of ${OPLOG_MINUTES.join(', ')} min`,
    { RPO: rpo.text, duration: `${OPLOG_SECONDS}s` },
    'one slice may fail before the recovery point is lost',
  );
}
