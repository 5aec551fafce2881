import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type Cluster, goDuration, ISTIO, remoteAccessKey, type SecretStore, storeKey } from '../model';
import type { PlatformSpec } from '../spec';

/** The authority of a mesh lives for a year, and is renewed two months before: workloads hold certificates of a day. */
const AUTHORITY = { duration: '8760h', renewBefore: '1440h' } as const;

export interface MeshTrustProps {
  readonly platform: string;
  readonly cluster: Cluster;
  /** Other clusters of the mesh. */
  readonly peers: readonly Cluster[];
  readonly issuer: PlatformSpec['istio']['trust'];
  readonly store: SecretStore;
  readonly labels: Readonly<Record<string, string>>;
}

/** What makes meshes of two regions one: certificates under one root, and a look at each other's services. */
export class MeshTrust extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, peers, issuer, store, labels }: MeshTrustProps) {
    super(scope, id);
    const { namespace } = ISTIO.controlPlane;
    if (issuer) {
      new ApiObject(this, 'Authority', {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'cacerts', namespace, labels },
        spec: {
          // The control plane reads its authority from the Secret of this name (Istio, plug in CA certificates).
          secretName: 'cacerts',
          isCA: true,
          commonName: `${cluster.name}.${ISTIO.trustDomain}`,
          ...AUTHORITY,
          privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Always' },
          usages: ['cert sign', 'crl sign', 'digital signature'],
          issuerRef: { ...issuer },
        },
      });
    }
    for (const [i, peer] of peers.entries()) {
      const name = `istio-remote-secret-${peer.name}`;
      new ApiObject(this, `Remote${i}`, {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name, namespace, labels },
        spec: {
          refreshInterval: goDuration(store.refreshSeconds),
          secretStoreRef: { kind: 'SecretStore', name: store.name },
          target: {
            name,
            creationPolicy: 'Owner',
            deletionPolicy: 'Retain',
            template: {
              engineVersion: 'v2',
              mergePolicy: 'Merge',
              metadata: { labels: { 'istio/multiCluster': 'true' }, annotations: { 'networking.istio.io/cluster': peer.name } },
            },
          },
          // The kubeconfig of the peer, under its name.
          data: [{ secretKey: peer.name, remoteRef: { key: storeKey(platform, cluster.environment, remoteAccessKey(peer.name)) } }],
        },
      });
    }
  }
}
