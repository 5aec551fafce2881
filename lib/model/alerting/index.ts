export type { AlertReceiver, Channel, ReceiverKey } from './receiver';
export {
  type AlertSeverity,
  DEAD_MANS_SWITCH_ALERT,
  DEAD_MANS_SWITCH_RECEIVER,
  type Inhibition,
  type Matcher,
  NOBODY,
  REGION_DOWN_ALERT,
  type Route,
  receiversOf,
} from './route';
export { type AlertingForm, type BusinessHours, keysOf, type MailServer, type Routing, routingOf } from './routing';
