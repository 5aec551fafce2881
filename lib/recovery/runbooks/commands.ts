import { type Cluster, type FailoverPlan, GATE_RULE, type ManagedDatabase, NODE_GROUP, networkNames, PUBLIC_PORTS } from '../../model';
import { LOCK_HASH, LOCK_KEY } from '../failover';

/** Commands that several runbooks share, as they are typed. */

/** A command of AWS in a region, an option a line. */
export const aws = (region: string, command: string, ...options: readonly string[]) =>
  [`aws ${command} --region ${region}`, ...options].join(' \\\n  ');

/** Asks again until it says what is waited for; a person ends it with Ctrl+C. */
export const until = (question: string, answer: string, pauseSeconds = 10) =>
  `until [ "$(${question})" = ${answer} ]; do sleep ${pauseSeconds}; done`;

/** Says which account the commands would meet; the wrong one ends here. */
export const signIn = ({ account, name, region }: Cluster) => `aws sts get-caller-identity --query Account --output text # ${account}
aws eks update-kubeconfig --region ${region} --name ${name} --alias ${name}`;

const lockItem = `--key '${JSON.stringify({ [LOCK_HASH]: { S: LOCK_KEY } })}'`;

/** The lock, or one attribute of it, which is text or a number. */
export const readLock = ({ lockTable }: FailoverPlan, region: string, attribute?: string, type: 'S' | 'N' = 'S') =>
  aws(
    region,
    'dynamodb get-item',
    `--table-name ${lockTable} ${lockItem} --consistent-read`,
    attribute === undefined ? '--query Item' : `--query Item.${attribute}.${type} --output text`,
  );

export interface LockChange {
  readonly update: string;
  readonly only: string;
  /** Values of the expressions; one that starts with a dollar sign is a variable of the shell. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** Changes the lock where a condition holds, else not at all: a refusal says that somebody else was faster. */
export function changeLock({ lockTable }: FailoverPlan, region: string, { update, only, values }: LockChange): string {
  const typed = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? { N: String(value) } : { S: value }]),
  );
  // A variable ends the quoted text, and the text goes on behind it.
  const json = JSON.stringify(typed).replace(/"(\$[A-Z_]+)"/g, `"'"$1"'"`);
  return aws(
    region,
    'dynamodb update-item',
    `--table-name ${lockTable} ${lockItem}`,
    `--update-expression '${update}'`,
    `--condition-expression '${only}'`,
    `--expression-attribute-values '${json}'`,
  );
}

/** Opens or closes the gate before the databases of a region. */
export const setGate = ({ name, region, network }: Cluster, action: 'allow' | 'deny') => `ACL="$(${aws(
  region,
  'ec2 describe-network-acls',
  `--filters Name=tag:Name,Values=${networkNames.dataAcl(name)}`,
  "--query 'NetworkAcls[0].NetworkAclId' --output text",
)})"
${aws(
  region,
  'ec2 replace-network-acl-entry',
  `--network-acl-id "$ACL" --rule-number ${GATE_RULE} --ingress`,
  `--protocol=-1 --cidr-block ${network.pods.text} --rule-action ${action}`,
)}`;

/** Whether the gate is open: allow or deny. Its rule has the lowest number of all. */
export const lookAtGate = ({ name, region }: Cluster) =>
  aws(
    region,
    'ec2 describe-network-acls',
    `--filters Name=tag:Name,Values=${networkNames.dataAcl(name)}`,
    "--query 'sort_by(NetworkAcls[0].Entries[?!Egress], &RuleNumber)[0].RuleAction' --output text",
  );

/** Two resolvers that belong to no region of AWS, and what each of them answers. */
export const askResolvers = (host: string) => `dig +short TXT ${host} @8.8.8.8
dig +short TXT ${host} @1.1.1.1`;

/** What a host answers from outside: a status, and how long it took. */
export const askHost = (host: string, path: string) =>
  `curl --silent --show-error --max-time 5 --output /dev/null --write-out '%{http_code} %{time_total}s\\n' https://${host}:${PUBLIC_PORTS.https}${path}`;

/** Sets the size of the node group of a cluster. */
export const sizeNodes = ({ region, name }: Cluster, { min, max }: { readonly min: number; readonly max: number }) =>
  aws(
    region,
    'eks update-nodegroup-config',
    `--cluster-name ${name} --nodegroup-name ${NODE_GROUP}`,
    `--scaling-config minSize=${min},desiredSize=${min},maxSize=${max}`,
  );

/** The Global Datastore of a database; AWS puts letters of its own before the name. */
export const findDatastore = (region: string, { server }: ManagedDatabase) =>
  `DATASTORE="$(${aws(
    region,
    'elasticache describe-global-replication-groups',
    `--query "GlobalReplicationGroups[?ends_with(GlobalReplicationGroupId, '${server}')].GlobalReplicationGroupId" --output text`,
  )})"`;

/** The parts of a database that one region follows another with: who writes, and in which state it is. */
export function lookAtCopies(region: string, database: ManagedDatabase): string {
  const { product, server } = database;
  if (product === 'rds')
    return aws(
      region,
      'rds describe-db-instances',
      `--db-instance-identifier ${server}`,
      "--query 'DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier]' --output text",
    );
  if (product === 'elasticache')
    return `${findDatastore(region, database)}
${aws(
  region,
  'elasticache describe-global-replication-groups',
  '--global-replication-group-id "$DATASTORE" --show-member-info',
  "--query 'GlobalReplicationGroups[0].[Status,Members[].[ReplicationGroupRegion,Role,Status]]' --output text",
)}`;
  return aws(
    region,
    `${product === 'documentdb' ? 'docdb' : 'rds'} describe-global-clusters`,
    `--global-cluster-identifier ${server}`,
    "--query 'GlobalClusters[0].[Status,GlobalClusterMembers[].[DBClusterArn,IsWriter]]' --output text",
  );
}
