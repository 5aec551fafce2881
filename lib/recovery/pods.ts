import {
  type ArchivePlace,
  databaseStoreKey,
  type ExternalPeer,
  type InClusterDatabase,
  type Peer,
  type Platform,
  POD_IDENTITY_AGENT,
  type Port,
  type SecretValue,
} from '../model';

/** Files that a pod needs of its image's: PostgreSQL and shells ask who they run as, and images do not know our number. */
export const passwd = (user: number, name: string) => ({ '/etc/passwd': `${name}:x:${user}:${user}:${name}:/tmp:/bin/sh\n` });

/** Buckets and keys, by addresses that nobody can list, signed with the identity of the pod. */
export const toAws = (because: string): readonly ExternalPeer[] => [
  { cidr: POD_IDENTITY_AGENT.cidr, protocol: 'http', ports: [POD_IDENTITY_AGENT.port], because: 'who the pod is in AWS' },
  { cidr: '0.0.0.0/0', protocol: 'tcp', ports: [443], because },
];

/** What is spoken with a database. */
export const portOf = ({ engine, port }: InClusterDatabase): Port => ({ name: engine, port, servicePort: port, protocol: 'tcp' });

/** A database as the other end of a call. */
export const peerOfDatabase = (platform: Platform, database: InClusterDatabase, namespace: string): Peer => ({
  name: database.name,
  namespace,
  instance: platform.name,
  ports: [portOf(database)],
});

/** Secrets of a database: values of one key of the store, which people put there. */
export const secretsOf = (
  platform: Platform,
  environment: string,
  { name }: InClusterDatabase,
  properties: Readonly<Record<string, string>>,
): readonly SecretValue[] =>
  Object.entries(properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([variable, property]) => ({ variable, key: databaseStoreKey(platform.name, environment, name), property }));

export const addressOf = ({ bucket, prefix }: ArchivePlace) => `s3://${bucket}/${prefix}`;
