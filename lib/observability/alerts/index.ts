export { ruleGroup } from './alert-rules';
export { PlatformAlerts, type PlatformAlertsProps } from './platform-alerts';
export { ServiceAlerts, type ServiceAlertsProps } from './service-alerts';
