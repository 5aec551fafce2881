import type { PlatformSpec } from '../../spec';
import { storeKey } from '../names';
import { INHIBITIONS } from './inhibitions';
import { type AlertReceiver, deadMansSwitch, type Place, type ReceiverKey, receiversIn } from './receiver';
import {
  type AlertSeverity,
  DEAD_MANS_SWITCH_ALERT,
  DEAD_MANS_SWITCH_RECEIVER,
  type Inhibition,
  NOBODY,
  type Route,
  SEVERITIES,
} from './route';
import { TIMING } from './timing';

/** When warnings are told. */
export interface BusinessHours {
  readonly days: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
}

/** How the operator's Alertmanager is told of the routing. */
export type AlertingForm = PlatformSpec['alerting']['configuration'];

/** The server that takes mail. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly username?: string;
  readonly password?: ReceiverKey;
}

/** Who is told of which alert in an environment, when and how often: the same for every way to write it down. */
export interface Routing {
  readonly root: Route;
  /** Without `nobody`, which has no way to be told. */
  readonly receivers: readonly AlertReceiver[];
  readonly inhibitions: readonly Inhibition[];
  readonly businessHours?: BusinessHours;
  readonly mail?: MailServer;
}

/** Alerts of one cause are one message. */
const GROUP_BY = ['environment', 'region', 'service', 'alertname'] as const;

/**
 * The routing tree of a cluster: first the dead man's switch, then a branch for each severity with its receivers. What
 * has no severity that we know goes to whom warnings go, since nobody can say that it may be dropped.
 */
export function routingOf(spec: PlatformSpec, place: Place): Routing {
  const { environment } = place;
  const receivers = receiversIn(spec, environment);
  const { businessHours, smtp } = spec.alerting;
  return {
    root: {
      ...leaf(fallback(receivers)),
      groupBy: GROUP_BY,
      ...TIMING.group,
      repeatSeconds: TIMING.warning.repeatSeconds,
      routes: [
        watchdog(spec.alerting.deadMansSwitch?.every.seconds),
        ...SEVERITIES.map((severity) => branch(severity, receivers, businessHours !== undefined)),
      ],
    },
    receivers: [...receivers, ...deadMansSwitch(spec, place)],
    inhibitions: INHIBITIONS,
    businessHours,
    mail: smtp && {
      host: smtp.host,
      port: smtp.port,
      from: smtp.from,
      username: smtp.username,
      password: smtp.key === undefined ? undefined : { file: 'smtp-password', storeKey: storeKey(spec.platform, environment, smtp.key) },
    },
  };
}

const leaf = (receiver: string): Route => ({ receiver, matchers: [], goesOn: false, businessHours: false, routes: [] });

function watchdog(everySeconds: number | undefined): Route {
  const route = leaf(everySeconds === undefined ? NOBODY : DEAD_MANS_SWITCH_RECEIVER);
  return {
    ...route,
    matchers: [{ label: 'alertname', operator: '=', value: DEAD_MANS_SWITCH_ALERT }],
    ...(everySeconds === undefined ? {} : { waitSeconds: 0, intervalSeconds: everySeconds, repeatSeconds: everySeconds }),
  };
}

/** Alerts of a severity, to each receiver that takes them; a critical one that nobody takes still reaches somebody. */
function branch(severity: AlertSeverity, receivers: readonly AlertReceiver[], inHours: boolean): Route {
  return {
    ...leaf(severity === 'critical' ? fallback(receivers) : NOBODY),
    matchers: [{ label: 'severity', operator: '=', value: severity }],
    ...TIMING[severity],
    routes: receivers
      .filter(({ severities }) => severities.includes(severity))
      .map(({ name, teams }) => ({
        ...leaf(name),
        matchers: teams ? [{ label: 'team', operator: '=~', value: teams.join('|') }] : [],
        goesOn: true,
        businessHours: inHours && severity !== 'critical',
      })),
  };
}

/** Who hears of what nobody asked for: whoever gets warnings of every team, else anybody who hears of every team. */
function fallback(receivers: readonly AlertReceiver[]): string {
  const ofAll = receivers.filter(({ teams }) => teams === undefined);
  return (ofAll.find(({ severities }) => severities.includes('warning')) ?? ofAll[0])?.name ?? NOBODY;
}

/** Every secret that a routing needs, by the name of its file. */
export const keysOf = ({ receivers, mail }: Routing): readonly ReceiverKey[] => [
  ...receivers.flatMap(({ by }) => ('key' in by ? [by.key] : [])),
  ...(mail?.password ? [mail.password] : []),
];
