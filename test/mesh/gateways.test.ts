import { renderManifests } from '../../charts/render';
import type { Platform } from '../../lib/model';
import type { Node } from '../deployment/support';
import { platformOf } from '../support/platforms';
import { meshed } from './support';

const platform = (more = '') => {
  const { services, more: rest } = meshed('', '', more);
  return platformOf(services, rest);
};

const inMeshFolder = (of: Platform, where = 'production/eu-west-1') =>
  (renderManifests(of).find((set) => set.where === where)?.objects ?? [])
    .filter(({ file }) => file.startsWith(`${where}/mesh/`))
    .map(({ object }) => object as unknown as Node);
const named = (objects: readonly Node[], kind: string, name?: string) => {
  const found = objects.find((object) => String(object.kind) === kind && (name === undefined || String(object.metadata.name) === name));
  if (!found) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
};

describe('the mesh of a cluster', () => {
  test('has no folder where there is none', () => {
    expect(inMeshFolder(platformOf(meshed().services))).toEqual([]);
  });

  test('speaks mutual TLS only', () => {
    expect(named(inMeshFolder(platform()), 'PeerAuthentication').spec).toEqual({ mtls: { mode: 'STRICT' } });
  });

  test('writes down what went wrong, and traces where traces go somewhere', () => {
    const { spec } = named(inMeshFolder(platform()), 'Telemetry');
    expect(spec.accessLogging).toMatchObject([{ filter: { expression: expect.stringContaining('>= 400') } }]);
    expect(spec.tracing).toBeUndefined();
    const traced = platform('telemetry: { traces: { endpoint: "https://otlp.example.com:4317", sampling: 5% } }\n');
    expect(named(inMeshFolder(traced), 'Telemetry').spec.tracing).toEqual([{ providers: [{ name: 'otel' }], randomSamplingPercentage: 5 }]);
  });
});

/** Failover records and health checks ask a region by a name of its own. */
const NAMES = ['shop.example.com', 'eu-west-1.shop.example.com'];

describe('the gateway for public hosts', () => {
  test('takes TLS 1.2 or later with a certificate of its own, and sends plaintext there', () => {
    const objects = inMeshFolder(platform());
    expect(named(objects, 'Gateway', 'public').spec.servers).toEqual([
      { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: NAMES, tls: { httpsRedirect: true } },
      {
        port: { number: 443, name: 'https-0', protocol: 'HTTPS' },
        hosts: NAMES,
        tls: { mode: 'SIMPLE', credentialName: 'shop-example-com-tls', minProtocolVersion: 'TLSV1_2' },
      },
    ]);
    expect(named(objects, 'Certificate').spec).toMatchObject({
      secretName: 'shop-example-com-tls',
      dnsNames: NAMES,
      issuerRef: { name: 'public', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    });
  });

  test('runs the proxy that the control plane injects, under the identity that policies ask for', () => {
    const { spec } = named(inMeshFolder(platform()), 'Deployment', 'istio-ingress') as unknown as {
      spec: {
        template: { metadata: Node['metadata']; spec: { serviceAccountName: string; containers: { name: string; image: string }[] } };
      };
    };
    expect(spec.template.spec).toMatchObject({ serviceAccountName: 'istio-ingress', containers: [{ name: 'istio-proxy', image: 'auto' }] });
    expect(spec.template.metadata).toMatchObject({
      labels: { 'sidecar.istio.io/inject': 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
    });
  });

  test('is not there where nothing is public', () => {
    const inside = platformOf(meshed().services.replace(' public: {},', ''), 'mesh: istio\n');
    expect(inMeshFolder(inside).some(({ metadata }) => String(metadata.name) === 'istio-ingress')).toBe(true);
    const kinds = inMeshFolder(inside)
      .filter(({ metadata }) => String(metadata.name) === 'istio-ingress')
      .map(({ kind }) => String(kind));
    expect(kinds).toEqual(['Namespace']);
  });
});

describe('two regions', () => {
  test('meet at a gateway that ends no TLS, for the services that anybody calls', () => {
    const objects = inMeshFolder(platform());
    expect(named(objects, 'Gateway', 'cross-network').spec.servers).toEqual([
      { port: { number: 15_443, name: 'tls', protocol: 'TLS' }, tls: { mode: 'AUTO_PASSTHROUGH' }, hosts: ['cart.shop.svc.cluster.local'] },
    ]);
    expect(named(objects, 'Service', 'istio-eastwest-internal').metadata).toMatchObject({
      labels: { 'topology.istio.io/network': 'shop-production-eu-west-1' },
      annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' },
    });
  });

  test('look at each other with a kubeconfig from the store, each with its own', () => {
    const secret = (where: string) => named(inMeshFolder(platform(), where), 'ExternalSecret');
    expect(secret('production/eu-west-1').spec.data).toEqual([
      { secretKey: 'shop-production-eu-central-1', remoteRef: { key: 'shop/production/mesh/remote/shop-production-eu-central-1' } },
    ]);
    expect(secret('production/eu-central-1').spec.target).toMatchObject({
      name: 'istio-remote-secret-shop-production-eu-west-1',
      template: { metadata: { labels: { 'istio/multiCluster': 'true' } } },
    });
  });

  test('trust each other through an authority outside of both', () => {
    const trusted = platform('istio: { trust: { name: mesh-root, kind: AWSPCAClusterIssuer, group: awspca.cert-manager.io } }\n');
    for (const where of ['production/eu-west-1', 'production/eu-central-1']) {
      expect(named(inMeshFolder(trusted, where), 'Certificate', 'cacerts').spec).toMatchObject({
        isCA: true,
        secretName: 'cacerts',
        issuerRef: { name: 'mesh-root', kind: 'AWSPCAClusterIssuer', group: 'awspca.cert-manager.io' },
      });
    }
  });

  test('are not asked for where there is one', () => {
    const one = platformOf(meshed().services, 'mesh: istio\n');
    const single = { ...one, clusters: one.clusters.slice(0, 1) };
    expect(inMeshFolder(single).map(({ kind }) => String(kind))).not.toContain('ExternalSecret');
  });
});
