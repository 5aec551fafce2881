import type { Platform } from '../../model';
import { formatSeconds } from '../../spec';
import { type PlacedPlan, placedPlans } from '../backups/plans';
import { copySchedules, gapOf, templateOf } from '../backups/schedules';
import { type Breach, inObject, type ManifestIndex, number, text } from '../manifests';
import { goMilliseconds } from '../mesh/durations';
import type { LayeredRule, PlatformBreach } from '../rule';
import { at, block, blocks, type TerraformBreach, type TerraformIndex, type TerraformResource } from '../terraform/stack';

export const x03Retention: LayeredRule = {
  id: 'X03',
  severity: 'error',
  subject: 'backups of the platform file, Schedule, aws_s3_bucket with a lock',
  over: 'layers',
  why: 'With less than two copies kept, one failed backup leaves none; and a lock that outlives them fills a bucket that nobody may empty.',
  mend: 'keep backups for at least two gaps and as long as was declared, and lock them no longer than that',
  platform: (platform) => {
    const plans = placedPlans(platform);
    return plans.flatMap((placed) => [...twoGaps(placed), ...asDeclared(placed, plans)]);
  },
  manifests: renderedTtl,
  terraform: locks,
};

function twoGaps({ plan: { gap, retention }, subject, path }: PlacedPlan): PlatformBreach[] {
  if (retention.value >= 2 * gap.value) return [];
  return [
    {
      subject,
      path,
      message: `a backup is kept for ${formatSeconds(retention.value)}, and the next one comes after up to ${formatSeconds(gap.value)}: when one fails there is none left`,
      fix: `keep backups for at least ${formatSeconds(2 * gap.value)}`,
    },
  ];
}

/** A backup of the whole cluster keeps its databases too; so one that is made often need not be kept long. */
function asDeclared({ plan, platform, cluster, subject, path }: PlacedPlan, all: readonly PlacedPlan[]): PlatformBreach[] {
  if (plan.subject.kind !== 'database' || plan.method === 'awsBackup') return [];
  const { name } = plan.subject;
  const declared = platform.spec.tiers[plan.tier]?.retention;
  const same = all.filter(
    (other) => other.cluster === cluster && (other.plan.subject.kind === 'cluster' || other.plan.subject.name === name),
  );
  const kept = Math.max(...same.map((other) => other.plan.retention.value));
  if (!declared || kept >= declared.seconds) return [];
  return [
    {
      subject,
      path: platform.spec.backups.retention ? ['backups', 'retention'] : path,
      message: `its backups are kept for ${formatSeconds(kept)}, and tier ${plan.tier} promises ${declared.text}`,
      fix: `keep backups of the cluster for ${declared.text} (backups.retention), or promise less (tiers.${plan.tier}.retention)`,
    },
  ];
}

/** Time that Velero keeps a backup for when nothing is said (Velero, Backup API type). */
const VELERO_TTL_SECONDS = 720 * 3600;

function renderedTtl(cluster: ManifestIndex): readonly Breach[] {
  return copySchedules(cluster)
    .filter(({ by }) => by === 'velero')
    .flatMap((schedule): Breach[] => {
      const { ttl } = templateOf(schedule.object);
      const milliseconds = ttl === undefined ? VELERO_TTL_SECONDS * 1000 : goMilliseconds(ttl);
      if (milliseconds === undefined) {
        const message = `the ttl ${JSON.stringify(ttl)} is no duration as Go writes it`;
        return [inObject(schedule.object, 'spec.template.ttl', message, { fix: 'write it in hours, such as 720h0m0s' })];
      }
      const gap = gapOf(schedule);
      if (gap === undefined || milliseconds / 1000 >= 2 * gap) return [];
      const message = `a backup is kept for ${formatSeconds(milliseconds / 1000)}, and the next one comes after up to ${formatSeconds(gap)}: when one fails there is none left`;
      return [inObject(schedule.object, 'spec.template.ttl', message, { fix: `keep backups for at least ${formatSeconds(2 * gap)}` })];
    });
}

const DAY = 86_400;

/**
 * A lock holds what is to be deleted, a life cycle deletes what is to be kept: a lock must end before objects expire, and
 * between the two stands the time for which backups are kept.
 */
function locks(index: TerraformIndex, platform?: Platform): readonly TerraformBreach[] {
  const kept = platform ? keptByBucket(platform) : new Map<string, readonly number[]>();
  return index.ofType('aws_s3_bucket').flatMap((bucket) => {
    const locked = lockDays(index, bucket);
    const expiring = expiryDays(index, bucket);
    const retentions = kept.get(text(bucket.values.bucket) ?? '') ?? [];
    const [shortest, longest] = [Math.min(...retentions), Math.max(...retentions)];
    return [
      ...locked.flatMap(({ lock, days }) => [
        ...expiring
          .filter((expiry) => expiry.days <= days)
          .map((expiry) =>
            at(lock, 'rule.default_retention', `is locked for ${days} days, and its life cycle removes objects after ${expiry.days}`, {
              fix: `lock for less than ${expiry.days} days, or let objects expire after more than ${days}`,
            }),
          ),
        ...(retentions.length > 0 && days * DAY > shortest
          ? [
              at(lock, 'rule.default_retention', `is locked for ${days} days, and backups in it are kept for ${formatSeconds(shortest)}`, {
                fix: `lock for ${Math.floor(shortest / DAY)} days at most, or keep the backups longer`,
              }),
            ]
          : []),
      ]),
      ...expiring
        .filter(({ days }) => retentions.length > 0 && days * DAY <= longest)
        .map(({ lifecycle, days }) =>
          at(lifecycle, 'rule.expiration', `removes objects after ${days} days, and backups in it are kept for ${formatSeconds(longest)}`, {
            fix: `let objects expire after more than ${Math.ceil(longest / DAY)} days`,
          }),
        ),
    ];
  });
}

/** How long each bucket's backups are kept, in seconds. */
function keptByBucket(platform: Platform): ReadonlyMap<string, readonly number[]> {
  const kept = new Map<string, number[]>();
  for (const { plan } of placedPlans(platform)) {
    if (plan.method === 'awsBackup') continue;
    kept.set(plan.place.name, [...(kept.get(plan.place.name) ?? []), plan.retention.value]);
  }
  return kept;
}

function lockDays(index: TerraformIndex, bucket: TerraformResource) {
  return index
    .pointingTo(bucket, 'aws_s3_bucket_object_lock_configuration', 'bucket')
    .map((lock) => {
      const retention = block(block(lock.values.rule).default_retention);
      return { lock, days: number(retention.days) ?? (number(retention.years) ?? 0) * 365 };
    })
    .filter(({ days }) => days > 0);
}

/** Rules that remove current objects. */
function expiryDays(index: TerraformIndex, bucket: TerraformResource) {
  return index.pointingTo(bucket, 'aws_s3_bucket_lifecycle_configuration', 'bucket').flatMap((lifecycle) =>
    blocks(lifecycle.values.rule)
      .filter((rule) => rule.status !== 'Disabled')
      .flatMap((rule) => {
        const days = number(block(rule.expiration).days);
        return days === undefined ? [] : [{ lifecycle, days }];
      }),
  );
}
