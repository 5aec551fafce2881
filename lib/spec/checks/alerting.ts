import { quote } from '../issue';
import { type Check, type Finding, list, maps, record, services, teamsOf, unknownName } from './check';

/** Receivers and telemetry name teams and environments that exist, and what they need is declared. */
export const alertingFits: Check = (data) => {
  const platform = record(data);
  const environments = Object.keys(record(platform.environments));
  const teams = teamsOf(data);
  return [
    ...maps(platform.receivers).flatMap(([name, receiver]) => [
      ...taken(name),
      ...list(receiver.teams).flatMap((team, i) => unknownName(['receivers', name, 'teams', i], team, teams, 'team')),
      ...list(receiver.environments).flatMap((environment, i) =>
        unknownName(['receivers', name, 'environments', i], environment, environments, 'environment'),
      ),
      ...mail(receiver.type, platform.alerting, ['receivers', name, 'type']),
    ]),
    ...Object.keys(record(record(platform.telemetry).workspaces)).flatMap((environment) =>
      unknownName(['telemetry', 'workspaces', environment], environment, environments, 'environment').map((finding) => ({
        ...finding,
        atKey: true,
        found: `the environment ${quote(environment)}`,
      })),
    ),
    ...loki(platform.telemetry),
    ...traced(data),
    ...hours(platform.alerting),
    ...zone(platform.alerting),
    ...keyless(platform.receivers, platform.alerting, environments),
  ];
};

/** Names that the routing has receivers and key files of its own under. */
const TAKEN = ['nobody', 'dead-mans-switch', 'smtp-password', 'slack-url'];

const taken = (name: string): Finding[] =>
  TAKEN.includes(name)
    ? [
        {
          path: ['receivers', name],
          atKey: true,
          found: `the receiver ${quote(name)}`,
          expected: `another name than ${TAKEN.join(', ')}`,
          fix: `call it ${name}-receiver`,
        },
      ]
    : [];

function mail(type: unknown, alerting: unknown, path: PropertyKey[]): Finding[] {
  if (type !== 'email' || record(alerting).smtp !== undefined) return [];
  const fix = 'add alerting: { smtp: { host: smtp.example.com, from: alerts@example.com } }';
  return [{ path, found: 'a mail address without a mail server', expected: 'alerting.smtp', fix }];
}

function loki(telemetry: unknown): Finding[] {
  const { logs, loki: declared } = record(telemetry);
  if (logs !== 'loki' || declared !== undefined) return [];
  const fix = 'add loki: { url: https://loki.example.com }';
  return [{ path: ['telemetry', 'logs'], found: 'loki without its address', expected: 'telemetry.loki', fix }];
}

/** A service that sends traces, and nobody who takes them. */
const traced = (data: unknown): Finding[] =>
  record(record(data).telemetry).traces !== undefined
    ? []
    : services(data)
        .filter(([, service]) => service.traces === true)
        .map(([name]) => ({
          path: ['services', name, 'traces'],
          found: 'traces without a destination',
          expected: 'telemetry.traces',
          fix: 'add telemetry: { traces: { endpoint: "https://otlp.example.com:4317" } }',
        }));

/** Alertmanager knows no hours that go past midnight. */
function hours(alerting: unknown): Finding[] {
  const { from = '09:00', until = '18:00' } = record(record(alerting).businessHours);
  if (typeof from !== 'string' || typeof until !== 'string' || from < until) return [];
  const path = ['alerting', 'businessHours'];
  return [{ path, expected: `hours that end after they start; ${from} to ${until} do not`, fix: 'end them at "24:00" at the latest' }];
}

const UTC = ['UTC', 'Etc/UTC'];

/** The kind AlertmanagerConfig knows no time zone: hours of another one would be off, and twice a year by another hour. */
function zone(alerting: unknown): Finding[] {
  const { configuration, businessHours } = record(alerting);
  const { timeZone = 'Etc/UTC' } = record(businessHours);
  if (configuration !== 'alertmanagerConfig' || typeof timeZone !== 'string' || UTC.includes(timeZone)) return [];
  return [
    {
      path: ['alerting', 'businessHours', 'timeZone'],
      found: `${quote(timeZone)} with configuration: alertmanagerConfig`,
      expected: 'Etc/UTC, since that kind knows no time zone',
      fix: 'set configuration: file, or give the hours in Etc/UTC',
    },
  ];
}

/** The file comes in a Secret that is made of keys of the store; an ExternalSecret that asks for no key is refused. */
function keyless(receivers: unknown, alerting: unknown, environments: readonly string[]): Finding[] {
  const { configuration = 'file', smtp, deadMansSwitch } = record(alerting);
  if (configuration !== 'file' || deadMansSwitch !== undefined || record(smtp).key !== undefined) return [];
  const lonely = environments.filter((environment) => {
    const told = maps(receivers).filter(([, { environments: only }]) => only === undefined || list(only).includes(environment));
    return told.length > 0 && told.every(([, { type }]) => type === 'email');
  });
  if (lonely.length === 0) return [];
  return [
    {
      path: ['receivers'],
      atKey: true,
      found: `nothing but mail without a password in ${lonely.join(', ')}`,
      expected: 'a key of the secret store, of which the Secret with the configuration is made',
      fix: 'set alerting: { configuration: alertmanagerConfig }, which needs no Secret, or give smtp a key',
    },
  ];
}
