import { load, loadAll } from 'js-yaml';
import { backupPlace, type Platform } from '../../../lib/model';
import type { ManifestSet } from '../../../lib/policy';
import { platform } from '../support';
import type { CaseTable } from './case';
import { observabilityCases } from './observability';

const DATABASE = { engine: 'redis', placement: 'inCluster', tier: '3' };
const session = (changes: Record<string, unknown> = {}) => platform({ databases: { session: { ...DATABASE, ...changes } } });
const cluster = (backups: Record<string, unknown>) => platform({ backups });
const job = (schedule: Record<string, unknown>) =>
  platform({
    services: {
      web: {
        replicas: undefined,
        load: undefined,
        ports: undefined,
        probe: undefined,
        public: undefined,
        metrics: undefined,
        objectives: undefined,
        calls: [],
        schedule,
      },
    },
  });

/** The spec refuses two regions of one name; a platform that was built in code may have them. */
const oneRegionTwice = (): Platform => platform({}, (clusters) => clusters.map((each) => ({ ...each, region: clusters[0]?.region ?? '' })));

const VELERO = `
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: { name: default, namespace: velero }
spec:
  provider: aws
  objectStorage: { bucket: shop-backups }
  config: { region: eu-central-1, kmsKeyId: "arn:aws:kms:eu-central-1:111111111111:alias/backups" }
---
apiVersion: velero.io/v1
kind: VolumeSnapshotLocation
metadata: { name: default, namespace: velero }
spec: { provider: aws, config: { region: eu-west-1 } }
---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: often, namespace: velero, annotations: { holdfast.dev/rpo: 8h, holdfast.dev/duration: 30m, holdfast.dev/every: 6h } }
spec:
  schedule: "CRON_TZ=Etc/UTC 0 */6 * * *"
  template: { includedNamespaces: [shop], snapshotMoveData: true, ttl: 720h0m0s }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cart-data, namespace: shop }
spec:
  template: { metadata: { labels: { app: cart-data } } }
  volumeClaimTemplates: [{ metadata: { name: data } }]
`;

const COPIES = `
apiVersion: batch/v1
kind: CronJob
metadata:
  name: orders-backup
  namespace: shop
  labels: { app.kubernetes.io/component: backup }
  annotations: { holdfast.dev/rpo: 30m, holdfast.dev/duration: 5m }
spec: { schedule: "*/15 * * * *", timeZone: Etc/UTC }
`;

/** Objects that keep every rule of this file, with one text replaced by another. */
const changed =
  (manifests: string) =>
  (from = '', to = ''): ManifestSet => {
    if (!manifests.includes(from)) throw new Error(`no ${from} to replace`);
    return { objects: loadAll(manifests.replace(from, () => to)).map((object) => ({ object })) };
  };
const velero = changed(VELERO);
const copies = changed(COPIES);

const BUCKET = `
resource:
  aws_s3_bucket: { backups: { bucket: shop-backups } }
  aws_s3_bucket_object_lock_configuration:
    lock: { bucket: "\${aws_s3_bucket.backups.id}", rule: [{ default_retention: [{ mode: GOVERNANCE, days: 30 }] }] }
  aws_s3_bucket_lifecycle_configuration:
    expiry: { bucket: "\${aws_s3_bucket.backups.id}", rule: [{ status: Enabled, expiration: [{ days: 45 }] }] }
`;
const bucket = (from = '', to = '') => {
  if (!BUCKET.includes(from)) throw new Error(`no ${from} to replace`);
  return { terraform: [{ name: 'account', json: load(BUCKET.replace(from, () => to)) }] };
};

const [production] = platform().clusters;
const ownBucket = production ? backupPlace(platform(), production).name : '';
/** The bucket of a platform, whose clusters keep their backups for a month. */
const ours = (from = '', to = '', alsoFrom = '', alsoTo = '') => ({
  terraform: [
    {
      name: 'account',
      json: load(
        BUCKET.replace('shop-backups', ownBucket)
          .replace(from, () => to)
          .replace(alsoFrom, () => alsoTo),
      ),
    },
  ],
  platform: platform(),
});

/** Rules over backups: what the platform file declares, and what manifests and Terraform say. */
/** A plan of AWS Backup in eu-west-1, and where its copies go. */
const vaultCopies = (region: string) => ({
  terraform: [
    {
      name: 'backup',
      json: {
        provider: { aws: [{ region: 'eu-west-1' }] },
        resource: {
          aws_backup_plan: {
            main: { rule: [{ copy_action: [{ destination_vault_arn: `arn:aws:backup:${region}:111111111111:backup-vault:shop` }] }] },
          },
        },
      },
    },
  ],
});

export const backupCases: CaseTable = {
  X01: {
    breaks: {
      'six minutes where six hours were meant': cluster({ cron: '*/6 * * * *', every: '6h' }),
      'six minutes of which nobody said that they were meant': cluster({ cron: '*/6 * * * *' }),
      'once a day where four times were meant': cluster({ cron: '0 6 * * *', every: '6h' }),
      'every seven hours, which does not divide a day': cluster({ cron: '0 */7 * * *' }),
      'a database with another cadence than it says': session({ backup: { cron: '0 */6 * * *', every: '4h' } }),
      'hours that are not evenly spaced': session({ backup: { cron: '0 1,13,14 * * *', every: '8h' } }),
      'a job with another cadence than it says': job({ cron: '*/5 * * * *', every: '5h' }),
      'a Schedule with six minutes for six hours': velero('0 */6 * * *', '*/6 * * * *'),
      'a Schedule without a time zone': velero('CRON_TZ=Etc/UTC ', ''),
      'a Schedule of a time zone that does not exist': velero('CRON_TZ=Etc/UTC', 'CRON_TZ=Middle/Earth'),
      'a Schedule with seconds': velero('0 */6 * * *', '0 0 */6 * * *'),
      'a Schedule with a word': velero('CRON_TZ=Etc/UTC 0 */6 * * *', '@daily'),
      'a Schedule whose cadence nobody can read': velero('every: 6h', 'every: often'),
      'a step that does not divide the hour': copies('*/15', '*/25'),
      'copies in the time zone of the control plane': copies(', timeZone: Etc/UTC', ''),
    },
    keeps: {
      'the nightly default': platform(),
      'six hours': cluster({ cron: '0 */6 * * *', every: '6h' }),
      'six minutes that were meant': cluster({ cron: '*/6 * * * *', every: '6m', duration: '2m' }),
      'once a week': cluster({ cron: '0 1 * * 0', every: '7d' }),
      'a job with the cadence that it says': job({ cron: '*/5 * * * *', every: '5m' }),
      'a Schedule of six hours': velero(),
      'a Schedule that names its zone as Go does': velero('CRON_TZ=', 'TZ='),
      'copies every quarter of an hour': copies(),
      'a job that makes no copies, and says no cadence': copies('component: backup', 'component: job'),
    },
  },
  X02: {
    breaks: {
      'volumes every six hours, of which half an hour may be lost': session({ tier: '2', backup: { cron: '0 */6 * * *' } }),
      'a gap and a duration that together are too long': session({ tier: '2', backup: { cron: '*/20 * * * *', duration: '15m' } }),
      'a tier that no cadence keeps': session({ tier: '1' }),
      'a Schedule that comes too seldom': velero('0 */6 * * *', '0 */8 * * *'),
      'copies that take too long': copies('duration: 5m', 'duration: 16m'),
    },
    keeps: {
      'the nightly default, since Git has the objects': platform(),
      'volumes as often as their tier asks': session({ tier: '2' }),
      'volumes of a patient tier': session(),
      'a Schedule that comes often enough': velero(),
      'copies that end in time': copies(),
      'copies of which nothing was promised': copies('holdfast.dev/rpo: 30m, ', ''),
      'copies whose changes are kept in between': copies('duration: 5m', 'duration: 16m, holdfast.dev/continuous: 1m'),
    },
  },
  X03: {
    breaks: {
      'a month between two backups that are kept for a month': cluster({ cron: '0 1 1 * *', retention: '30d' }),
      'a day between two backups that are kept for a day': cluster({ retention: '1d' }),
      'volumes that are kept for less than their tier promises': platform({
        databases: { session: DATABASE },
        backups: { retention: '7d' },
      }),
      'a Schedule that keeps one backup': velero('720h0m0s', '6h0m0s'),
      'a ttl that is no duration': velero('720h0m0s', '30d'),
      'a lock that outlives the bucket': bucket('days: 45', 'days: 30'),
      'a lock that outlives the backups': ours('days: 30', 'days: 31'),
      'a life cycle that removes backups which are to be kept': ours('days: 30 }] }] }', 'days: 7 }] }] }', 'days: 45', 'days: 20'),
    },
    keeps: {
      'the defaults': session(),
      'two gaps': cluster({ retention: '2d' }),
      'a Schedule that keeps a month': velero(),
      'a Schedule that says nothing, so that Velero keeps a month': velero(', ttl: 720h0m0s', ''),
      'a lock that ends before objects expire': bucket(),
      'a lock and a life cycle with the backups between them': ours(),
      'a life cycle that is switched off': bucket(
        'status: Enabled, expiration: [{ days: 45 }]',
        'status: Disabled, expiration: [{ days: 5 }]',
      ),
    },
  },
  X04: {
    breaks: {
      'two regions that are one': oneRegionTwice(),
      'copies of a vault in the region of the vault': vaultCopies('eu-west-1'),
      'a location in the region of the volumes': velero(
        'config: { region: eu-central-1, kmsKeyId',
        'config: { region: eu-west-1, kmsKeyId',
      ),
      'a key of the other region': velero('arn:aws:kms:eu-central-1', 'arn:aws:kms:eu-west-1'),
      'volumes whose snapshots stay': velero('snapshotMoveData: true, ', ''),
      'a location in the region that it says it protects': velero(
        'metadata: { name: default, namespace: velero }\nspec:\n  provider',
        'metadata: { name: default, namespace: velero, annotations: { holdfast.dev/protects-region: eu-central-1 } }\nspec:\n  provider',
      ),
    },
    keeps: {
      'copies of a vault in another region': vaultCopies('eu-central-1'),
      'two regions': platform(),
      'an environment with one region, which promises nothing for its loss': platform({
        environments: { production: { regions: ['primary'] } },
      }),
      'a location in another region': velero(),
      'a location that is only read': velero('provider: aws\n  objectStorage', 'accessMode: ReadOnly\n  provider: aws\n  objectStorage'),
      'an alias, which is looked for in the region of the bucket': velero(
        '"arn:aws:kms:eu-central-1:111111111111:alias/backups"',
        'alias/backups',
      ),
      'volumes that are copied file by file': velero('snapshotMoveData', 'defaultVolumesToFsBackup'),
    },
  },
  X05: {
    breaks: {
      'a namespace that no Schedule includes': velero('includedNamespaces: [shop]', 'includedNamespaces: [web]'),
      'a namespace that is excluded': velero('includedNamespaces: [shop]', 'excludedNamespaces: [shop]'),
      'a Schedule that is paused': velero('  template: { included', '  paused: true\n  template: { included'),
      'a Schedule that copies no volumes': velero('snapshotMoveData: true', 'snapshotVolumes: false'),
      'a Schedule of other kinds': velero('snapshotMoveData: true', 'includedResources: [configmaps]'),
      'a Schedule of other labels': velero('snapshotMoveData: true', 'labelSelector: { matchLabels: { app: web } }'),
      'state in a namespace that nobody thought of': velero('cart-data, namespace: shop', 'cart-data, namespace: data'),
      'a claim that stands alone': velero(
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: cart-data, namespace: shop }',
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: cart-data, namespace: data }',
      ),
    },
    keeps: {
      'a namespace that is included': velero(),
      'every namespace': velero('includedNamespaces: [shop]', 'includedNamespaces: ["*"]'),
      'every namespace, since none is named': velero('includedNamespaces: [shop], ', ''),
      'namespaces by a pattern': velero('includedNamespaces: [shop]', 'includedNamespaces: ["sh*"]'),
      'labels that fit': velero('snapshotMoveData: true', 'labelSelector: { matchLabels: { app: cart-data } }'),
      'what keeps nothing on volumes': velero('volumeClaimTemplates: [{ metadata: { name: data } }]', 'volumeClaimTemplates: []'),
    },
  },
  X06: {
    breaks: {
      ...observabilityCases.X06?.breaks,
      'a recovery point that leaves no room for an alert': session({ tier: '2', backup: { cron: '*/20 * * * *', duration: '10m' } }),
    },
    keeps: {
      ...observabilityCases.X06?.keeps,
      'the nightly default': platform(),
      'volumes with room for an alert': session({ tier: '2' }),
    },
  },
};
