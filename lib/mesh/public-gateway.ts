import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO, selectorLabels, type Workload } from '../model';
import type { PlatformSpec } from '../spec';
import { ApiGateway } from './gateway-api';
import { GATEWAY, type PublicName, secretOf } from './names';

/** Certificates are renewed when a third of their time is left; 90 days is what public authorities give (Let's Encrypt, FAQ). */
const CERTIFICATE = { duration: '2160h', renewBefore: '720h' } as const;

export interface PublicGatewayProps {
  /** The proxies that serve it. */
  readonly workload: Workload;
  /** Public hosts, sorted. */
  readonly hosts: readonly PublicName[];
  readonly issuer: PlatformSpec['istio']['gatewayIssuer'];
  /** What it is written in. */
  readonly routes: 'istio' | 'gatewayApi';
  /** Namespaces whose routes it takes. */
  readonly namespaces: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The door for public hosts: TLS 1.2 or later with a certificate of its own for each, and plaintext is sent there. */
export class PublicGateway extends Construct {
  constructor(scope: Construct, id: string, props: PublicGatewayProps) {
    super(scope, id);
    const { workload, hosts, issuer, routes, namespaces, labels } = props;
    const { namespace } = ISTIO.gateway;
    for (const [i, { host, aliases }] of hosts.entries()) {
      new ApiObject(this, `Certificate${i}`, {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: host, namespace, labels },
        spec: {
          secretName: secretOf(host),
          dnsNames: [host, ...aliases],
          ...CERTIFICATE,
          privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
          usages: ['digital signature', 'server auth'],
          issuerRef: { ...issuer },
        },
      });
    }
    if (routes === 'gatewayApi') {
      new ApiGateway(this, 'Api', { workload, hosts, namespaces, labels });
      return;
    }
    new ApiObject(this, 'Gateway', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: GATEWAY, namespace, labels },
      spec: {
        selector: selectorLabels(workload),
        servers: [
          { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: hosts.flatMap(namesOf), tls: { httpsRedirect: true } },
          ...hosts.map((name, i) => ({
            port: { number: 443, name: `https-${i}`, protocol: 'HTTPS' },
            hosts: namesOf(name),
            tls: { mode: 'SIMPLE', credentialName: secretOf(name.host), minProtocolVersion: 'TLSV1_2' },
          })),
        ],
      },
    });
  }
}

const namesOf = ({ host, aliases }: PublicName) => [host, ...aliases];
