// One service, composed by hand: no platform.yaml. Run it with `node --import tsx examples/one-service.ts`.
import { App, Chart, YamlOutputType } from 'cdk8s';
import { DeployedService } from '../lib/deployment';
import { defineResources, defineWorkload, interactiveThroughput, probes, servingScaling } from '../lib/model';
import { bytes, millicores, seconds } from '../lib/spec';

const port = { name: 'http', port: 8080, servicePort: 80, protocol: 'http' } as const;

const checkout = defineWorkload({
  name: 'checkout',
  namespace: 'shop',
  image: { repository: 'registry.example.com/shop/checkout', tag: '1.4.2' },
  ports: [port],
  probes: probes({ http: { path: '/healthz' }, startsWithin: seconds(30) }, [port]),
  resources: defineResources({ cpu: millicores(250), memory: bytes(256 * 2 ** 20) }),
  scaling: servingScaling({
    throughput: interactiveThroughput({ users: 500, thinkSeconds: 10, responseSeconds: 0.2 }),
    requestsPerReplica: 20,
    targetUtilization: 0.7,
    zoneLossUtilization: 0.9,
    zones: 3,
    minimum: 2,
    burst: 2,
  }),
  env: { LOG_LEVEL: 'info' },
});

const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
new DeployedService(new Chart(app, 'checkout', { disableResourceNameHashes: true }), 'Checkout', { workload: checkout });
app.synth();
