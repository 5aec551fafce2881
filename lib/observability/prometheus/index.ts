export { ScrapeAccess, type ScrapeAccessProps } from './access';
export { BLACKBOX, blackboxExporter } from './blackbox';
export { ClusterMonitors, type ClusterMonitorsProps } from './cluster-monitors';
export { ControllerMonitors, type ControllerMonitorsProps } from './controller-monitors';
export { EndpointProbes, type EndpointProbesProps } from './endpoint-probes';
export { type PlainPrometheusProps, plainPrometheus } from './plain-config';
export { PrometheusPolicy, type PrometheusPolicyProps } from './policy';
export { PrometheusServer, type PrometheusServerProps } from './server';
