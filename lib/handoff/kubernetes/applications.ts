import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { ApplicationState, Applications } from '../release';
import type { ApiAccess } from './config';

const TIMEOUT_MS = 10_000;
/** An Application with a long history has some hundred kilobytes. */
const LARGEST_BYTES = 8 * 2 ** 20;

/** Applications of Argo CD, by the API of the cluster that Argo CD runs in. It needs `get` on them and nothing else. */
export function clusterApplications(access: ApiAccess, namespace: string): Applications {
  return {
    async state(name, signal) {
      const where = `/apis/argoproj.io/v1alpha1/namespaces/${encodeURIComponent(namespace)}/applications/${encodeURIComponent(name)}`;
      const { status, body } = await get(access, where, signal);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`the Kubernetes API answers ${status} for the Application ${name}`);
      return stateOf(JSON.parse(body));
    },
  };
}

interface Application {
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly operationState?: { readonly phase?: string; readonly message?: string };
  };
}

/** Until its controller has seen it, an Application has no status. */
function stateOf({ status }: Application): ApplicationState {
  const { sync, health, operationState } = status ?? {};
  const failed = operationState?.phase === 'Failed' || operationState?.phase === 'Error';
  return {
    sync: sync?.status ?? 'Unknown',
    revision: sync?.revision || undefined,
    health: health?.status ?? 'Unknown',
    message: health?.message ?? (failed ? operationState?.message : undefined),
  };
}

async function get(access: ApiAccess, path: string, signal: AbortSignal): Promise<{ readonly status: number; readonly body: string }> {
  const token = await access.token();
  const { ca, cert, key } = access;
  const url = new URL(`${access.server}${path}`);
  const request = url.protocol === 'http:' ? overHttp : overHttps;
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    const asked = request(url, { ca, cert, key, headers, signal, timeout: TIMEOUT_MS }, (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > LARGEST_BYTES) asked.destroy(new Error('the Kubernetes API answers with more than 8 MiB'));
        parts.push(part);
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
      response.once('error', reject);
    });
    asked.once('timeout', () => asked.destroy(new Error('the Kubernetes API does not answer')));
    asked.once('error', reject);
    asked.end();
  });
}
