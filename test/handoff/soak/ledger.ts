import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Where the workers of a soak have their effects. It takes an entry only on top of the version that the writer has seen, as
 * a branch in Git takes a push, and writes down whatever it is given, twice as well: whether an effect happens once is the
 * business of the workers.
 */
export class Ledger {
  private readonly entries: string[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', 'http://ledger');
      const id = url.searchParams.get('id') ?? '';
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.method === 'GET') return answer(200, { version: this.entries.length, has: this.entries.includes(id) });
      if (Number(url.searchParams.get('version')) !== this.entries.length) return answer(409, {});
      this.entries.push(id);
      return answer(200, {});
    });
  }

  static async start(): Promise<Ledger> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Ledger(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** How often each id had its effect. */
  counts(): ReadonlyMap<string, number> {
    return countsOf(this.entries);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function countsOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** The effect of a handoff, by its id: looks whether it is there, and adds it to exactly what it has looked at. */
export async function effect(ledger: string, id: string, between: () => Promise<void> = async () => {}): Promise<void> {
  const at = `${ledger}?id=${encodeURIComponent(id)}`;
  for (;;) {
    const { version, has } = (await (await fetch(at)).json()) as { version: number; has: boolean };
    if (has) return;
    await between();
    const added = await fetch(`${at}&version=${version}`, { method: 'POST' });
    if (added.status === 200) return;
  }
}
