import { labelValue } from '../labels';

/** Pods that the Prometheus Operator makes for a server, and the ports that it gives them. */
export const SERVERS = {
  prometheus: { component: 'prometheus', port: 9090, portName: 'web', service: 'prometheus-operated' },
  alertmanager: { component: 'alertmanager', port: 9093, portName: 'web', clusterPort: 9094, service: 'alertmanager-operated' },
} as const;
type Server = keyof typeof SERVERS;

/** Labels that the operator puts on the pods of a server of a name (Prometheus Operator, getting started). */
export const serverSelector = (server: Server, name: string) => ({
  'app.kubernetes.io/name': server,
  'app.kubernetes.io/instance': name,
});

/** Labels of what watches a platform. */
export const monitoringLabels = (platform: string, team: string, component?: string) => ({
  ...(component === undefined ? {} : { 'app.kubernetes.io/component': component }),
  'app.kubernetes.io/part-of': platform,
  'app.kubernetes.io/managed-by': 'holdfast',
  'holdfast.dev/team': team,
});

/** What a rule or a monitor must carry so that the Prometheus of a platform reads it. */
export const readByPrometheus = (platform: string) => ({
  'app.kubernetes.io/part-of': labelValue(platform),
  'app.kubernetes.io/managed-by': 'holdfast',
});
