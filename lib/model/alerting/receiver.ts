import type { PlatformSpec } from '../../spec';
import { storeKey } from '../names';
import type { AlertSeverity } from './route';
import { DEAD_MANS_SWITCH_RECEIVER } from './route';

type ReceiverSpec = PlatformSpec['receivers'][string];

/** Somebody who is told, in one environment. */
export interface AlertReceiver {
  readonly name: string;
  readonly severities: readonly AlertSeverity[];
  /** Undefined: those of every team. */
  readonly teams?: readonly string[];
  readonly by: Channel;
}

/** How a receiver is told. `key` stands for a secret: its name as a file, and where the store has it. */
export type Channel =
  | { readonly type: 'pagerduty'; readonly key: ReceiverKey }
  | { readonly type: 'slack'; readonly key: ReceiverKey; readonly channel: string }
  | { readonly type: 'email'; readonly to: string }
  | { readonly type: 'webhook'; readonly key: ReceiverKey; readonly tellsEnd: boolean };

export interface ReceiverKey {
  readonly file: string;
  readonly storeKey: string;
}

/** The cluster whose alerts are routed. */
export interface Place {
  readonly environment: string;
  readonly region: string;
}

/** Receivers of an environment, sorted by name. */
export const receiversIn = ({ platform, receivers }: PlatformSpec, environment: string): readonly AlertReceiver[] =>
  Object.entries(receivers)
    .filter(([, { environments }]) => environments?.includes(environment) ?? true)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, receiver]) => ({
      name,
      severities: receiver.severities ?? defaultSeverities(receiver),
      teams: receiver.teams,
      by: channelOf(name, receiver, (key) => storeKey(platform, environment, key)),
    }));

/** Who is woken by everything soon wakes up for nothing. */
const defaultSeverities = ({ type }: ReceiverSpec): readonly AlertSeverity[] => (type === 'pagerduty' ? ['critical'] : ['warning']);

function channelOf(name: string, receiver: ReceiverSpec, inStore: (key: string) => string): Channel {
  if (receiver.type === 'email') return { type: 'email', to: receiver.to };
  const key = { file: name, storeKey: inStore(receiver.key) };
  if (receiver.type === 'slack') return { type: 'slack', key, channel: receiver.channel };
  return receiver.type === 'pagerduty' ? { type: 'pagerduty', key } : { type: 'webhook', key, tellsEnd: true };
}

/**
 * The receiver of the dead man's switch; it is told that the alert fires, and never that it ended. Each region calls an
 * address of its own: with one for both, the region that is left would go on calling for the one that is gone.
 */
export const deadMansSwitch = (spec: PlatformSpec, { environment, region }: Place): AlertReceiver[] => {
  const declared = spec.alerting.deadMansSwitch;
  if (!declared) return [];
  const key = { file: DEAD_MANS_SWITCH_RECEIVER, storeKey: storeKey(spec.platform, environment, `${declared.key}/${region}`) };
  return [{ name: DEAD_MANS_SWITCH_RECEIVER, severities: [], by: { type: 'webhook', key, tellsEnd: false } }];
};
