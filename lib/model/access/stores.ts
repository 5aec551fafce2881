import { databaseJob } from '../names';
import type { Cluster, Platform } from '../platform';
import { type ArchivePlace, type InClusterDatabase, inClusterDatabases } from '../stores';
import { type Permission, useOfAlias } from './permission';
import type { PodIdentity } from './pod-identity';

/** What may be done with the objects of an archive. */
const READ = ['s3:GetObject'];
const ADD = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'];
const TIDY = [...ADD, 's3:DeleteObject'];

/** Pods of databases that keep an archive, or come back from one. */
export const storeIdentities = (platform: Platform, cluster: Cluster): readonly PodIdentity[] =>
  inClusterDatabases(platform, cluster).flatMap((database) => {
    const { name } = database;
    const identity = (account: string, because: string, own: readonly string[]): PodIdentity => ({
      name: account,
      namespace: cluster.namespace,
      serviceAccount: account,
      because,
      permissions: archive(database, own),
    });
    return [
      identity(name, `sends the log of ${name} to its archive, and comes back from there`, ADD),
      identity(databaseJob(name, 'backup'), `copies ${name}, and removes copies that are too old`, TIDY),
      identity(databaseJob(name, 'restore-test'), `restores ${name} for a test`, READ),
    ];
  });

const archive = ({ places }: InClusterDatabase, own: readonly string[]): readonly Permission[] =>
  places.flatMap((place, i) => {
    const actions = place.use === 'read' ? READ : own;
    return [...inPrefix(place, i, actions), ofKey(place, actions)];
  });

const inPrefix = ({ bucket, prefix }: ArchivePlace, i: number, actions: readonly string[]): readonly Permission[] => [
  {
    id: `SeeArchive${i}`,
    actions: ['s3:ListBucket'],
    resources: [`arn:aws:s3:::${bucket}`],
    when: { StringLike: { 's3:prefix': [prefix, `${prefix}/*`] } },
  },
  { id: `UseArchive${i}`, actions, resources: [`arn:aws:s3:::${bucket}/${prefix}/*`] },
];

const ofKey = ({ keyAlias, ...place }: ArchivePlace, actions: readonly string[]): Permission =>
  useOfAlias(place, keyAlias, 's3', actions === READ ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey']);
