import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';

/** Servers that a test starts on loopback, to be stopped together at its end. */
export class Processes {
  private readonly children: ChildProcess[] = [];
  private readonly servers: Server[] = [];
  private output = '';

  /** Starts a program; what it prints is shown when something does not come. */
  start(command: string, args: readonly string[], cwd: string): void {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.on('data', (text) => this.print(command, text));
    child.stderr?.on('data', (text) => this.print(command, text));
    child.on('error', (error) => this.print(command, error.message));
    this.children.push(child);
  }

  /** Answers every request on a port of its own; what was sent goes to the listener. */
  async serve(answer: (url: string, body: string) => string): Promise<string> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => response.end(answer(request.url ?? '', body)));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    this.servers.push(server);
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Waits until a condition holds. */
  async until(what: string, holds: () => boolean | Promise<boolean>, seconds = 45): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`after ${seconds} s still not: ${what}\n${this.output.slice(-4000)}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.children.map(
        (child) =>
          new Promise<void>((done) => {
            if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return done();
            child.once('exit', () => done());
            child.kill('SIGKILL');
          }),
      ),
    );
    await Promise.all(
      this.servers.map((server) => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      }),
    );
  }

  private print(command: string, text: unknown): void {
    this.output += `${command}: ${String(text)}`;
  }
}

/** A port that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
