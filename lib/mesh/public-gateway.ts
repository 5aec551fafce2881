import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO, selectorLabels, type Workload } from '../model';
import type { PlatformSpec } from '../spec';
import { GATEWAY } from './names';

/** Certificates are renewed when a third of their time is left; 90 days is what public authorities give (Let's Encrypt, FAQ). */
const CERTIFICATE = { duration: '2160h', renewBefore: '720h' } as const;

export interface PublicGatewayProps {
  /** The proxies that serve it. */
  readonly workload: Workload;
  /** Public hosts, sorted. */
  readonly hosts: readonly string[];
  readonly issuer: PlatformSpec['istio']['gatewayIssuer'];
  readonly labels: Readonly<Record<string, string>>;
}

/** The door for public hosts: TLS 1.2 or later with a certificate of its own for each, and plaintext is sent there. */
export class PublicGateway extends Construct {
  constructor(scope: Construct, id: string, { workload, hosts, issuer, labels }: PublicGatewayProps) {
    super(scope, id);
    const { namespace } = ISTIO.gateway;
    for (const [i, host] of hosts.entries()) {
      new ApiObject(this, `Certificate${i}`, {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: host, namespace, labels },
        spec: {
          secretName: secretOf(host),
          dnsNames: [host],
          ...CERTIFICATE,
          privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
          usages: ['digital signature', 'server auth'],
          issuerRef: { ...issuer },
        },
      });
    }
    new ApiObject(this, 'Gateway', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: GATEWAY, namespace, labels },
      spec: {
        selector: selectorLabels(workload),
        servers: [
          { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [...hosts], tls: { httpsRedirect: true } },
          ...hosts.map((host, i) => ({
            port: { number: 443, name: `https-${i}`, protocol: 'HTTPS' },
            hosts: [host],
            tls: { mode: 'SIMPLE', credentialName: secretOf(host), minProtocolVersion: 'TLSV1_2' },
          })),
        ],
      },
    });
  }
}

const secretOf = (host: string) => `${host.replaceAll('.', '-')}-tls`;
