import { createServer, type Server } from 'node:http';
import type { HandoffMetrics } from './metrics';

/** Answers Kubernetes and Prometheus: /livez, /readyz, /metrics. */
export function serveHealth(port: number, metrics: HandoffMetrics): Promise<Server> {
  const server = createServer((request, response) => {
    const tell = (status: number, text: string, type = 'text/plain') => response.writeHead(status, { 'content-type': type }).end(text);
    const path = request.url?.split('?')[0];
    if (path === '/livez') return void tell(200, 'ok\n');
    if (path === '/readyz')
      return void metrics.isReady().then((ready) => (ready ? tell(200, 'ok\n') : tell(503, 'Redis does not answer\n')));
    if (path === '/metrics') {
      return void metrics.text().then(
        (text) => tell(200, text, metrics.registry.contentType),
        () => tell(500, 'metrics cannot be collected\n'),
      );
    }
    return void tell(404, 'there are /livez, /readyz and /metrics\n');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
