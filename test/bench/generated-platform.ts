import { type Platform, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';

/** Services call each other in chains of this length, as deep as call graphs get in practice. */
const CHAIN = 10;

/** A platform of any size: one environment, one region, web services in chains that start with users. */
export function generatedPlatform(services: number): Platform {
  const body = Array.from({ length: services }, (_, i) => {
    const first = i % CHAIN === 0;
    const next = i % CHAIN < CHAIN - 1 && i + 1 < services ? `\n    calls: [service-${i + 1}]` : '';
    return `  service-${i}:
    tier: 2
    image: registry.example.com/bench/service-${i}:1.0.0
    ports: { http: { port: 8080, servicePort: 80, protocol: http } }
    probe: { http: { path: /healthz } }
    resources: { requests: { cpu: 100m, memory: 128Mi } }
    load: { ${first ? 'users: 1000, thinkTime: 10s, responseTime: 200ms, ' : ''}requestsPerReplica: 50 }
    config: { env: { LOG_LEVEL: info, NAME: service-${i} }, files: { /etc/app/app.yaml: "level: info" } }${next}`;
  });
  const text = `platform: bench
domain: bench.example.com
repository: https://github.com/example/bench
regions: { primary: { name: us-east-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111" } }
services:
${body.join('\n')}
`;
  return resolvePlatform(parseSpec(text, 'generated.yaml').spec);
}
