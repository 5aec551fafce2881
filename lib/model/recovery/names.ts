import { roleName } from '../names';
import type { Cluster } from '../platform';

/** The lock of an environment: which region writes, and that it still does. Its table has one name in all of its regions. */
export const lockTable = (platform: string, environment: string) => `${platform}-${environment}-writer`;

export const lockTableArn = ({ account, region }: Pick<Cluster, 'account' | 'region'>, table: string) =>
  `arn:aws:dynamodb:${region}:${account}:table/${table}`;

/** What the state machines of a region are for. */
export const STATE_MACHINES = ['guard', 'detector', 'failover', 'settle', 'rejoin', 'failback', 'handback'] as const;
export type StateMachineName = (typeof STATE_MACHINES)[number];
/** Those that lead out of the primary region. The others keep a region to its lease, or lead back while both regions are well. */
export const LEADING_OUT: readonly StateMachineName[] = ['detector', 'failover', 'settle'];

export const stateMachineName = (cluster: Pick<Cluster, 'name'>, machine: StateMachineName) => `${cluster.name}-${machine}`;
export const stateMachineArn = (cluster: Pick<Cluster, 'name' | 'region' | 'account'>, machine: StateMachineName) =>
  `arn:aws:states:${cluster.region}:${cluster.account}:stateMachine:${stateMachineName(cluster, machine)}`;
export const stateMachineRole = (cluster: Pick<Cluster, 'name'>, machine: StateMachineName) => roleName(cluster.name, machine);

/** Alarm that is on while a copy is no further behind than `CAUGHT_UP_SECONDS`. */
export const caughtUpAlarm = ({ name }: Pick<Cluster, 'name'>, database: string) => `${name}-${database}-caught-up`;
/** Name of the server that was written to before its region was left; it is kept for what it may hold alone. */
export const serverPutAside = (server: string, epoch: string) => `${server}-left-${epoch}`;

/** Name that answers with the region that Route 53's checkers hold for the one that serves. */
export const witnessHost = (domain: string) => `serving.${domain}`;
/** What that name answers. */
export const servingText = (region: string) => `serving=${region}`;
/** Name that answers with the region that writes: it changes with a failover only, and not with the health of a region. */
export const writerHost = (domain: string) => `writer.${domain}`;
export const writerText = (region: string) => `writer=${region}`;

/** Tag of a state machine that says within how many seconds it has to end. */
export const RTO_TAG = 'rto-seconds';
