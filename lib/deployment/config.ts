import { createHash } from 'node:crypto';
import { ConfigMap } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { standardLabels, type Workload } from '../model';

export interface ContentAddressedConfigProps {
  readonly workload: Workload;
}

/**
 * The configuration of a workload in ConfigMaps that never change: their name ends in a digest of their content, so that
 * new content rolls the pods, and pods of the old version keep reading the old one while both run.
 */
export class ContentAddressedConfig extends Construct {
  /** ConfigMap of the environment variables; undefined when there are none. */
  readonly envName?: string;
  /** ConfigMap of the files; undefined when there are none. */
  readonly filesName?: string;
  /** Key in that ConfigMap by the path of the file. */
  readonly fileKeys: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, { workload }: ContentAddressedConfigProps) {
    super(scope, id);
    this.fileKeys = keysOf(Object.keys(workload.files).sort());
    this.envName = this.configMap(workload, 'env', workload.env);
    this.filesName = this.configMap(
      workload,
      'files',
      Object.fromEntries([...this.fileKeys].map(([path, key]) => [key, workload.files[path] ?? ''])),
    );
  }

  private configMap(workload: Workload, kind: 'env' | 'files', content: Readonly<Record<string, string>>): string | undefined {
    const data = Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (Object.keys(data).length === 0) return undefined;
    const name = `${workload.name}-${kind}-${digest(data)}`;
    new ConfigMap(this, kind, {
      metadata: { name, namespace: workload.namespace, labels: standardLabels(workload) },
      data,
      immutable: true,
    });
    return name;
  }
}

/** Ten hex digits tell contents of one ConfigMap apart; a collision would need some million versions. */
const digest = (data: object) => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 10);

/** ConfigMap keys know no slash. Paths that would fall together get a number. */
function keysOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    paths.map((path) => {
      const key = path.slice(1).replace(/[^-._a-zA-Z0-9]/g, '_');
      let free = key;
      for (let n = 2; taken.has(free); n++) free = `${key}-${n}`;
      taken.add(free);
      return [path, free];
    }),
  );
}
