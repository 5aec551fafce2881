import { ANNOTATIONS } from '../../model';
import { overPlans, type PlacedPlan } from '../backups/plans';
import { templateOf } from '../backups/schedules';
import { type Breach, inObject, type KubernetesObject, type ManifestIndex, map, text } from '../manifests';
import type { LayeredRule, PlatformBreach } from '../rule';
import { regionOf } from '../terraform/resolved';
import { at, blocks, type TerraformBreach, type TerraformIndex } from '../terraform/stack';

export const x04LeavesRegion: LayeredRule = {
  id: 'X04',
  severity: 'error',
  subject: 'backups of the platform file, BackupStorageLocation, Schedule, aws_backup_plan',
  over: 'layers',
  why: 'A backup in the region that is lost is lost with it, and one whose key is there cannot be read.',
  mend: 'keep backups in the other region of the environment, encrypted with a key of that region',
  platform: overPlans(leaves),
  manifests: renderedPlaces,
  terraform: vaultCopies,
};

/** Where an environment has one region, nothing is promised for its loss, and its backups are for mistakes of people. */
function leaves({ plan: { place, region }, platform, cluster, subject }: PlacedPlan): PlatformBreach[] {
  const regions = platform.spec.environments[cluster.environment]?.regions ?? [];
  const path = ['environments', cluster.environment, 'regions'];
  if (regions.length > 1 && place.region === region) {
    return [
      {
        subject,
        path,
        message: `its backups stand in ${place.name} in ${region}, the region that they are for the loss of`,
        fix: 'give the environment a second region that is another one',
      },
    ];
  }
  const restored = platform.clusters.filter(({ environment }) => environment === cluster.environment);
  if (restored.some((other) => other.region === place.region && other.account === place.account)) return [];
  return [
    {
      subject,
      path,
      message: `its backups stand in ${place.region} of the account ${place.account}, where the environment has no cluster and so no key ${place.keyAlias}`,
      fix: 'keep backups where they are restored',
    },
  ];
}

function renderedPlaces(cluster: ManifestIndex): readonly Breach[] {
  const locations = cluster.ofKind('BackupStorageLocation.velero.io');
  const home = homeOf(cluster);
  return [
    ...locations
      .filter(({ spec }) => spec.accessMode !== 'ReadOnly')
      .flatMap((location) => [...away(location, home), ...keyThere(location)]),
    ...(home === undefined ? [] : cluster.ofKind('Schedule.velero.io').flatMap((schedule) => volumesLeave(schedule, home))),
  ];
}

/** Snapshots stand where the volumes are: a location for them names the region of the cluster. Our own say it themselves. */
function homeOf(cluster: ManifestIndex): string | undefined {
  const [snapshots] = cluster.ofKind('VolumeSnapshotLocation.velero.io').flatMap(({ spec }) => text(map(spec.config).region) ?? []);
  const [said] = cluster.ofKind('BackupStorageLocation.velero.io').flatMap(({ annotations }) => annotations[ANNOTATIONS.region] ?? []);
  return said ?? snapshots;
}

function away(location: KubernetesObject, home: string | undefined): Breach[] {
  const region = text(map(location.spec.config).region);
  const wanted = location.annotations[ANNOTATIONS.region] ?? home;
  if (region === undefined || wanted === undefined || region !== wanted) return [];
  const message = `keeps backups in ${region}, the region of the cluster that they are of`;
  return [inObject(location, 'spec.config.region', message, { fix: 'keep them in a bucket of another region' })];
}

/** S3 encrypts with keys of its own region only (S3 User Guide, server-side encryption with KMS). */
function keyThere(location: KubernetesObject): Breach[] {
  const { region, kmsKeyId } = map(location.spec.config);
  const [, ofKey] = /^arn:aws[\w-]*:kms:([\w-]+):/.exec(text(kmsKeyId) ?? '') ?? [];
  if (ofKey === undefined || text(region) === undefined || ofKey === region) return [];
  const message = `encrypts with a key of ${ofKey}, and its bucket is in ${String(region)}`;
  return [inObject(location, 'spec.config.kmsKeyId', message, { fix: `name a key of ${String(region)}` })];
}

/** A snapshot of a volume that is not moved stays in the region of the volume. */
function volumesLeave(schedule: KubernetesObject, home: string): Breach[] {
  const { snapshotVolumes, snapshotMoveData, defaultVolumesToFsBackup } = templateOf(schedule);
  if (snapshotVolumes === false || snapshotMoveData === true || defaultVolumesToFsBackup === true) return [];
  const message = `copies volumes as snapshots, which stay in ${home}`;
  return [
    inObject(schedule, 'spec.template.snapshotMoveData', message, {
      fix: 'set snapshotMoveData: true, so that their data goes to the bucket',
    }),
  ];
}

/** A copy beside its original is no copy. */
function vaultCopies(index: TerraformIndex): readonly TerraformBreach[] {
  return index.ofType('aws_backup_plan').flatMap((plan) => {
    const home = regionOf(plan);
    return blocks(plan.values.rule).flatMap((rule, i) =>
      blocks(rule.copy_action).flatMap((copy, j) => {
        const [, region] = /^arn:aws[\w-]*:backup:([\w-]+):/.exec(text(copy.destination_vault_arn) ?? '') ?? [];
        if (region === undefined || region !== home) return [];
        const message = `copies into a vault in ${region}, the region that the backups are of`;
        return [at(plan, `rule[${i}].copy_action[${j}].destination_vault_arn`, message, { fix: 'copy into a vault of another region' })];
      }),
    );
  });
}
