import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

/** How to reach the API of a cluster. */
export interface ApiAccess {
  readonly server: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Asked for each time: tokens of pods are replaced every hour, those of clouds more often. */
  readonly token: () => Promise<string | undefined>;
}

/** A cluster that cannot be reached, for want of how. */
export class NoCluster extends Error {
  override readonly name = 'NoCluster';
}

/** Where a pod finds its identity (Kubernetes, accessing the API from a pod). */
const POD = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster that the process runs in; outside of one, the current context of KUBECONFIG. */
export function apiAccess(env: NodeJS.ProcessEnv, podFolder = POD): ApiAccess {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443', KUBECONFIG: file } = env;
  if (host && !file && existsSync(path.join(podFolder, 'token'))) {
    return {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      ca: readFileSync(path.join(podFolder, 'ca.crt'), 'utf8'),
      token: async () => readFileSync(path.join(podFolder, 'token'), 'utf8').trim(),
    };
  }
  return fromKubeconfig(file ?? path.join(os.homedir(), '.kube/config'));
}

interface Named {
  readonly name: string;
}
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly (Named & { readonly context: { readonly cluster: string; readonly user: string } })[];
  readonly clusters?: readonly (Named & { readonly cluster: Readonly<Record<string, string>> })[];
  readonly users?: readonly (Named & { readonly user: Readonly<Record<string, unknown>> })[];
}

function fromKubeconfig(file: string): ApiAccess {
  if (!existsSync(file)) throw new NoCluster(`${file} is not there; run in a cluster, or name a kubeconfig in KUBECONFIG`);
  const config = (parse(readFileSync(file, 'utf8')) ?? {}) as Kubeconfig;
  const named = <T extends Named>(all: readonly T[] | undefined, name: string | undefined) => all?.find((each) => each.name === name);
  const context = named(config.contexts, config['current-context'])?.context;
  const cluster = named(config.clusters, context?.cluster)?.cluster;
  const user = named(config.users, context?.user)?.user ?? {};
  if (!cluster?.server) throw new NoCluster(`${file} has no current context with a cluster`);
  const content = (from: Readonly<Record<string, unknown>>, key: string) => {
    const data = from[`${key}-data`];
    if (typeof data === 'string') return Buffer.from(data, 'base64').toString();
    const name = from[key];
    return typeof name === 'string' ? readFileSync(path.resolve(path.dirname(file), name), 'utf8') : undefined;
  };
  return {
    server: cluster.server.replace(/\/$/, ''),
    ca: content(cluster, 'certificate-authority'),
    cert: content(user, 'client-certificate'),
    key: content(user, 'client-key'),
    token: async () => {
      if (typeof user.token === 'string') return user.token;
      if (typeof user.tokenFile === 'string') return readFileSync(user.tokenFile, 'utf8').trim();
      return user.exec ? tokenOf(user.exec as ExecPlugin) : undefined;
    },
  };
}

interface ExecPlugin {
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
}

/** Asks the program of a cloud, such as `aws eks get-token` (Kubernetes, client-go credential plugins). */
async function tokenOf({ command, args = [], env = [] }: ExecPlugin): Promise<string | undefined> {
  const own = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  const { stdout } = await promisify(execFile)(command, [...args], { env: { ...process.env, ...own }, timeout: 30_000 });
  return (JSON.parse(stdout) as { status?: { token?: string } }).status?.token;
}
