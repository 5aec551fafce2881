import { type AlertReceiver, goDuration, type MailServer, type Matcher, NOBODY, type Route, type Routing } from '../../model';
import { MESSAGE, PAGE_DETAILS, SLACK } from './messages';

const BUSINESS_HOURS = 'business-hours';

/**
 * The configuration of an Alertmanager (version 0.26 or later). It holds no secret: every key is a file in one folder, so
 * that the same text serves the operator's Alertmanager and a plain one.
 */
export const alertmanagerConfig = (routing: Routing, keyFolder: string) => ({
  ...(routing.mail ? { global: globalOf(routing.mail, keyFolder) } : {}),
  route: routeOf(routing.root),
  receivers: [{ name: NOBODY }, ...routing.receivers.map((receiver) => receiverOf(receiver, keyFolder))],
  inhibit_rules: routing.inhibitions.map(({ source, target, equal }) => ({
    source_matchers: source.map(written),
    target_matchers: target.map(written),
    equal: [...equal],
  })),
  ...(routing.businessHours ? { time_intervals: [hoursOf(routing.businessHours)] } : {}),
});

const globalOf = ({ host, port, from, username, password }: MailServer, keyFolder: string) => ({
  smtp_smarthost: `${host}:${port}`,
  smtp_from: from,
  smtp_require_tls: true,
  ...(username === undefined ? {} : { smtp_auth_username: username }),
  ...(password ? { smtp_auth_password_file: `${keyFolder}/${password.file}` } : {}),
});

function routeOf({
  receiver,
  matchers,
  groupBy,
  waitSeconds,
  intervalSeconds,
  repeatSeconds,
  goesOn,
  businessHours,
  routes,
}: Route): object {
  return {
    receiver,
    ...(matchers.length > 0 ? { matchers: matchers.map(written) } : {}),
    ...(groupBy ? { group_by: [...groupBy] } : {}),
    ...(waitSeconds === undefined ? {} : { group_wait: goDuration(waitSeconds) }),
    ...(intervalSeconds === undefined ? {} : { group_interval: goDuration(intervalSeconds) }),
    ...(repeatSeconds === undefined ? {} : { repeat_interval: goDuration(repeatSeconds) }),
    ...(goesOn ? { continue: true } : {}),
    ...(businessHours ? { active_time_intervals: [BUSINESS_HOURS] } : {}),
    ...(routes.length > 0 ? { routes: routes.map(routeOf) } : {}),
  };
}

const written = ({ label, operator, value }: Matcher) => `${label}${operator}${JSON.stringify(value)}`;

function receiverOf({ name, by }: AlertReceiver, keyFolder: string): object {
  if (by.type === 'email') {
    const text = { text: MESSAGE.text, html: '' };
    return { name, email_configs: [{ to: by.to, send_resolved: true, headers: { Subject: MESSAGE.title }, ...text }] };
  }
  const file = `${keyFolder}/${by.key.file}`;
  switch (by.type) {
    case 'pagerduty':
      return {
        name,
        pagerduty_configs: [
          { routing_key_file: file, send_resolved: true, description: MESSAGE.title, severity: MESSAGE.severity, details: PAGE_DETAILS },
        ],
      };
    case 'slack':
      return {
        name,
        slack_configs: [
          {
            api_url: SLACK,
            http_config: { authorization: { type: 'Bearer', credentials_file: file } },
            channel: by.channel,
            send_resolved: true,
            title: MESSAGE.title,
            text: MESSAGE.text,
          },
        ],
      };
    case 'webhook':
      return { name, webhook_configs: [{ url_file: file, send_resolved: by.tellsEnd }] };
  }
}

const hoursOf = ({ days, from, until, timeZone }: NonNullable<Routing['businessHours']>) => ({
  name: BUSINESS_HOURS,
  time_intervals: [{ weekdays: [...days], times: [{ start_time: from, end_time: until }], location: timeZone }],
});
