import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { MONITORING_NAMESPACE, type PublicEndpoint, SCRAPE_SECONDS } from '../../model';
import { BLACKBOX_ADDRESS } from './blackbox';

export interface EndpointProbesProps {
  /** Namespace of the services, which the series name too. */
  readonly namespace: string;
  readonly endpoints: readonly PublicEndpoint[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A Probe for each public endpoint: whether it answers, how fast, and until when its certificate is valid. */
export class EndpointProbes extends Construct {
  constructor(scope: Construct, id: string, { namespace, endpoints, labels }: EndpointProbesProps) {
    super(scope, id);
    for (const { service, team, url } of endpoints) {
      new ApiObject(this, service, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'Probe',
        metadata: { name: `public-${service}`, namespace: MONITORING_NAMESPACE, labels },
        spec: {
          jobName: 'public-endpoint',
          interval: `${SCRAPE_SECONDS}s`,
          prober: { url: BLACKBOX_ADDRESS },
          module: service,
          targets: { staticConfig: { static: [url], labels: { service, namespace, team } } },
        },
      });
    }
  }
}
