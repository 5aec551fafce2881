import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type MeshPlan, selectorLabels, standardLabels, type Workload } from '../model';
import { admitted, tokens } from './access-rules';

export interface ServiceAccessProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/** Who may call a workload, by the identity in their certificate. The namespace allows nothing else. */
export class ServiceAccess extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: ServiceAccessProps) {
    super(scope, id);
    const { name, namespace } = workload;
    const metadata = { name, namespace, labels: standardLabels(workload) };
    const selector = { matchLabels: selectorLabels(workload) };
    const rules = [
      ...mesh.callers.map((caller) => admitted(caller, mesh)),
      ...(mesh.plaintext.length > 0 ? [{ to: [{ operation: { ports: mesh.plaintext.map(({ port }) => String(port.port)) } }] }] : []),
    ];
    if (rules.length > 0) {
      new ApiObject(this, 'Policy', {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata,
        spec: { selector, action: 'ALLOW', rules },
      });
    }
    if (mesh.jwt) {
      new ApiObject(this, 'Tokens', {
        apiVersion: 'security.istio.io/v1',
        kind: 'RequestAuthentication',
        metadata,
        spec: { selector, jwtRules: tokens(mesh.jwt) },
      });
    }
  }
}
