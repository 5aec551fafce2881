import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a cluster is, as a test wants it. */
export type ClusterMood = 'healthy' | 'sick' | 'slow' | 'forbidden';

/** An Application as the API server of a cluster returns it (argoproj.io/v1alpha1; checked against the CRD of Argo CD 3). */
export function application(name: string, revision: string, health: 'Healthy' | 'Degraded' | 'Progressing') {
  const source = { repoURL: 'https://git.example.com/shop/environments.git', targetRevision: 'staging', path: 'staging/eu-west-1/web' };
  const destination = { name: 'shop-staging-eu-west-1', namespace: 'shop' };
  const at = '2026-01-02T03:04:05Z';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      uid: '8c7d0c7a-6f2b-4a57-9d43-1f6bd1c2a0ff',
      resourceVersion: '42',
      generation: 7,
      creationTimestamp: at,
    },
    spec: { project: 'shop-staging', source, destination, syncPolicy: { automated: { selfHeal: true, prune: true } } },
    status: {
      sync: { status: 'Synced', revision, comparedTo: { source, destination } },
      health: { status: health, ...(health === 'Degraded' ? { message: 'Deployment "web" exceeded its progress deadline' } : {}) },
      reconciledAt: at,
      history: [{ id: 1, revision, deployedAt: at, source }],
      operationState: {
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: at,
        finishedAt: at,
        operation: { sync: { revision } },
        syncResult: { revision, source },
      },
      resources: [
        { group: 'apps', kind: 'Deployment', name: 'web', namespace: 'shop', version: 'v1', status: 'Synced', health: { status: health } },
      ],
      summary: { images: ['registry.example.com/shop/web:1.0.0'] },
      sourceType: 'Directory',
    },
  };
}

const APPLICATION = /^\/apis\/argoproj\.io\/v1alpha1\/namespaces\/argocd\/applications\/([a-z0-9.-]+)$/;
export const TOKEN = 'token-of-the-worker';

/** The API of a cluster whose Argo CD has synced the tip of a branch at once. */
export class ArgoApi {
  mood: ClusterMood = 'healthy';
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly tip: () => string,
  ) {
    server.on('request', (request, response) => {
      const answer = (code: number, body: unknown) =>
        response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const status = (code: number, reason: string) =>
        answer(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: reason, reason, code });
      const [, name] = APPLICATION.exec(request.url ?? '') ?? [];
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return status(401, 'Unauthorized');
      if (request.method !== 'GET' || name === undefined) return status(404, 'NotFound');
      this.asked.push(name);
      if (this.mood === 'forbidden') return status(403, 'Forbidden');
      const health = { healthy: 'Healthy', sick: 'Degraded', slow: 'Progressing' } as const;
      return answer(200, application(name, this.tip(), health[this.mood]));
    });
  }

  /** @param tip the commit that is synced */
  static async start(tip: () => string): Promise<ArgoApi> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ArgoApi(server, tip);
  }

  get kubeconfig(): string {
    const server = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return JSON.stringify({
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'worker' } }],
      clusters: [{ name: 'test', cluster: { server } }],
      users: [{ name: 'worker', user: { token: TOKEN } }],
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
