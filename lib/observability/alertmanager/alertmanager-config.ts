import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type AlertReceiver,
  goDuration,
  type MailServer,
  type Matcher,
  MONITORING_NAMESPACE,
  NOBODY,
  type ReceiverKey,
  type Route,
  type Routing,
} from '../../model';
import { MESSAGE, PAGE_DETAILS } from './messages';
import { CONFIG_SECRET, SLACK_URL_KEY } from './secret';

const BUSINESS_HOURS = 'business-hours';

export interface AlertmanagerRoutingProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly routing: Routing;
}

/**
 * The routing as an AlertmanagerConfig, for the Prometheus Operator alone. It becomes the configuration of the whole
 * Alertmanager (`alertmanagerConfiguration`): as one of several (`alertmanagerConfigSelector`) it would only be asked about
 * alerts whose label `namespace` is its own.
 */
export class AlertmanagerRouting extends Construct {
  constructor(scope: Construct, id: string, { name, labels, routing }: AlertmanagerRoutingProps) {
    super(scope, id);
    const { root, receivers, inhibitions, businessHours, mail } = routing;
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'AlertmanagerConfig',
      metadata: { name, namespace: MONITORING_NAMESPACE, labels },
      spec: {
        route: routeOf(root),
        receivers: [{ name: NOBODY }, ...receivers.map((receiver) => receiverOf(receiver, mail))],
        inhibitRules: inhibitions.map(({ source, target, equal }) => ({
          sourceMatch: source.map(written),
          targetMatch: target.map(written),
          equal: [...equal],
        })),
        ...(businessHours ? { muteTimeIntervals: [hoursOf(businessHours)] } : {}),
      },
    });
  }
}

function routeOf({ receiver, matchers, groupBy, goesOn, businessHours, routes, ...times }: Route): object {
  const { waitSeconds, intervalSeconds, repeatSeconds } = times;
  return {
    receiver,
    ...(matchers.length > 0 ? { matchers: matchers.map(written) } : {}),
    ...(groupBy ? { groupBy: [...groupBy] } : {}),
    ...(waitSeconds === undefined ? {} : { groupWait: goDuration(waitSeconds) }),
    ...(intervalSeconds === undefined ? {} : { groupInterval: goDuration(intervalSeconds) }),
    ...(repeatSeconds === undefined ? {} : { repeatInterval: goDuration(repeatSeconds) }),
    ...(goesOn ? { continue: true } : {}),
    ...(businessHours ? { activeTimeIntervals: [BUSINESS_HOURS] } : {}),
    ...(routes.length > 0 ? { routes: routes.map(routeOf) } : {}),
  };
}

const written = ({ label, operator, value }: Matcher) => ({ name: label, matchType: operator, value });
const entry = (key: string) => ({ name: CONFIG_SECRET, key });
const keyOf = ({ file }: ReceiverKey) => entry(file);
const pairs = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([key, value]) => ({ key, value }));

function receiverOf({ name, by }: AlertReceiver, mail: MailServer | undefined): object {
  switch (by.type) {
    case 'email':
      return {
        name,
        emailConfigs: [
          { to: by.to, ...serverOf(mail), sendResolved: true, headers: pairs({ Subject: MESSAGE.title }), text: MESSAGE.text, html: '' },
        ],
      };
    case 'pagerduty':
      return {
        name,
        pagerdutyConfigs: [
          {
            routingKey: keyOf(by.key),
            sendResolved: true,
            description: MESSAGE.title,
            severity: MESSAGE.severity,
            details: pairs(PAGE_DETAILS),
          },
        ],
      };
    case 'slack':
      return {
        name,
        slackConfigs: [
          {
            apiURL: entry(SLACK_URL_KEY),
            httpConfig: { authorization: { type: 'Bearer', credentials: keyOf(by.key) } },
            channel: by.channel,
            sendResolved: true,
            title: MESSAGE.title,
            text: MESSAGE.text,
          },
        ],
      };
    case 'webhook':
      return { name, webhookConfigs: [{ urlSecret: keyOf(by.key), sendResolved: by.tellsEnd }] };
  }
}

const serverOf = (mail: MailServer | undefined) =>
  mail && {
    smarthost: `${mail.host}:${mail.port}`,
    from: mail.from,
    requireTLS: true,
    ...(mail.username === undefined ? {} : { authUsername: mail.username }),
    ...(mail.password ? { authPassword: keyOf(mail.password) } : {}),
  };

/** In UTC: the kind knows no other zone, and the spec admits none with it. */
const hoursOf = ({ days, from, until }: NonNullable<Routing['businessHours']>) => ({
  name: BUSINESS_HOURS,
  timeIntervals: [{ weekdays: [...days], times: [{ startTime: from, endTime: until }] }],
});
