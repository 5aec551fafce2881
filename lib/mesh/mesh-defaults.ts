import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO } from '../model';

export interface MeshDefaultsProps {
  /** Share of requests that are traced, as a fraction; undefined where traces go nowhere. */
  readonly sampling?: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** What holds in the whole mesh: mutual TLS only, and what proxies write down about requests. */
export class MeshDefaults extends Construct {
  constructor(scope: Construct, id: string, { sampling, labels }: MeshDefaultsProps) {
    super(scope, id);
    const { namespace } = ISTIO.controlPlane;
    new ApiObject(this, 'Strict', {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace, labels },
      spec: { mtls: { mode: 'STRICT' } },
    });
    new ApiObject(this, 'Telemetry', {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'mesh-default', namespace, labels },
      spec: {
        // What went well is counted; what went wrong is written down.
        accessLogging: [{ providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 400 || response.code == 0' } }],
        ...(sampling === undefined
          ? {}
          : { tracing: [{ providers: [{ name: ISTIO.tracingProvider }], randomSamplingPercentage: Math.round(sampling * 1e4) / 100 }] }),
      },
    });
  }
}
