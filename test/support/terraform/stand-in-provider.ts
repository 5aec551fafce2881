import { createServer, type ServerHttp2Stream } from 'node:http2';
import path from 'node:path';
import type { ProviderSchema } from './schema';
import { schemaResponse } from './wire-format';

const PROVIDER = '/tfplugin6.Provider/';
const OK = '0';
const UNIMPLEMENTED = '12';
const NO_CONTENT = Buffer.alloc(0);

/** A provider that is up. */
export interface StandIn {
  /** Value of TF_REATTACH_PROVIDERS, by which Terraform talks to it instead of downloading one. */
  readonly reattach: string;
  stop(): void;
}

/**
 * Serves the schema of the AWS provider to a real Terraform, with no cloud behind it. Terraform checks a configuration
 * against the schema by itself; the provider's own checks find nothing. gRPC is a few headers and a length over HTTP/2.
 *
 * @param folder where its socket is put
 */
export async function startStandIn(schema: ProviderSchema, folder: string): Promise<StandIn> {
  const socket = path.join(folder, 'provider.sock');
  const answers: Readonly<Record<string, Buffer>> = {
    [`${PROVIDER}GetProviderSchema`]: schemaResponse(schema),
    [`${PROVIDER}ValidateProviderConfig`]: NO_CONTENT,
    [`${PROVIDER}ValidateResourceConfig`]: NO_CONTENT,
    [`${PROVIDER}ValidateDataResourceConfig`]: NO_CONTENT,
    [`${PROVIDER}StopProvider`]: NO_CONTENT,
  };
  const server = createServer();
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => answer(stream, answers[String(headers[':path'])]));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve));

  const address = { Network: 'unix', String: socket };
  const plugin = { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr: address };
  return {
    reattach: JSON.stringify({ 'registry.terraform.io/hashicorp/aws': plugin }),
    stop: () => {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}

/** One unary reply: a zero byte (not compressed), the length, the message, and the status as a trailer. */
function answer(stream: ServerHttp2Stream, content: Buffer | undefined): void {
  // A client that hangs up half-way is no error of ours.
  stream.on('error', () => {});
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  if (!content) {
    stream.respond({ ...headers, 'grpc-status': UNIMPLEMENTED }, { endStream: true });
    return;
  }
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(content.length, 1);
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': OK }));
  stream.respond(headers, { waitForTrailers: true });
  stream.end(Buffer.concat([prefix, content]));
}
