import { createServer, type ServerHttp2Stream } from 'node:http2';
import path from 'node:path';
import type { Block, ProviderSchema } from './schema';
import { applied, decoded, encoded, found, isObject, type ObjectValue, planned } from './values';
import { errorDiagnostic, fieldsOf, reply, schemaResponse } from './wire-format';

const PROVIDER = '/tfplugin6.Provider/';
const OK = '0';
const INTERNAL = '13';
const UNIMPLEMENTED = '12';
const NO_CONTENT = Buffer.alloc(0);

/** A provider that is up. */
export interface StandIn {
  /** Value of TF_REATTACH_PROVIDERS, by which Terraform talks to it instead of downloading one. */
  readonly reattach: string;
  stop(): void;
}

/** A resource that Terraform asks to be made, changed or removed. */
export interface ResourceChange {
  readonly type: string;
  readonly action: 'create' | 'update' | 'delete';
  /** Its arguments; what it was, where it is removed. */
  readonly values: ObjectValue;
}

/** Looks at a change before it happens, and may take its time; a text refuses the change with that message. */
export type ChangeHook = (change: ResourceChange) => Promise<string | undefined> | string | undefined;

type Fields = ReadonlyMap<number, Buffer>;

/**
 * Serves the schema of the AWS provider to a real Terraform, with no cloud behind it. Terraform checks a configuration
 * against the schema by itself; the provider's own checks find nothing. What is applied gets made-up attributes, which follow
 * from its arguments, and is remembered by nobody but the state. gRPC is a few headers and a length over HTTP/2.
 *
 * @param folder where its socket is put
 * @param onChange sees each change of a resource before it happens. Default: all succeed at once
 */
export async function startStandIn(schema: ProviderSchema, folder: string, onChange: ChangeHook = () => undefined): Promise<StandIn> {
  const socket = path.join(folder, 'provider.sock');
  const methods = methodsOf(schema, onChange);
  const server = createServer();
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => void serve(stream, methods[String(headers[':path']).replace(PROVIDER, '')]));
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

type Method = (request: Fields) => Buffer | Promise<Buffer>;

/** Field numbers are those of tfplugin6.proto (hashicorp/terraform, docs/plugin-protocol). */
function methodsOf(schema: ProviderSchema, onChange: ChangeHook): Readonly<Record<string, Method>> {
  const schemas = schemaResponse(schema);
  const typeOf = (request: Fields) => request.get(1)?.toString() ?? '';
  const blockOf = (blocks: Readonly<Record<string, Block>>, type: string): Block => {
    const block = blocks[type];
    if (!block) throw new Error(`${type} is not in the schema`);
    return block;
  };
  return {
    GetProviderSchema: () => schemas,
    ValidateProviderConfig: () => NO_CONTENT,
    ValidateResourceConfig: () => NO_CONTENT,
    ValidateDataResourceConfig: () => NO_CONTENT,
    ConfigureProvider: () => NO_CONTENT,
    StopProvider: () => NO_CONTENT,
    // A state is kept as JSON, and may be answered as JSON: the second field of a DynamicValue.
    UpgradeResourceState: (request) => reply({ 1: reply({ 2: fieldsOf(request.get(3) ?? NO_CONTENT).get(1) }) }),
    ReadResource: (request) => reply({ 1: request.get(2) }),
    PlanResourceChange: (request) => {
      const proposed = messageValue(request.get(3));
      if (!isObject(proposed)) return reply({ 1: request.get(3) });
      const block = blockOf(schema.resources, typeOf(request));
      return reply({ 1: dynamicValue(planned(block, messageValue(request.get(2)), proposed)) });
    },
    ApplyResourceChange: async (request) => {
      const type = typeOf(request);
      const [prior, plan] = [messageValue(request.get(2)), messageValue(request.get(3))];
      const values = isObject(plan) ? plan : isObject(prior) ? prior : {};
      const action = !isObject(plan) ? 'delete' : isObject(prior) ? 'update' : 'create';
      const refusal = await onChange({ type, action, values });
      if (refusal !== undefined) return reply({ 1: request.get(2), 3: errorDiagnostic(refusal) });
      return reply({ 1: isObject(plan) ? dynamicValue(applied(blockOf(schema.resources, type), type, plan)) : request.get(3) });
    },
    ReadDataSource: (request) => {
      const type = typeOf(request);
      const config = messageValue(request.get(2));
      return reply({ 1: isObject(config) ? dynamicValue(found(blockOf(schema.dataSources, type), type, config)) : request.get(2) });
    },
  };
}

const messageValue = (dynamic: Buffer | undefined) => {
  const content = dynamic && fieldsOf(dynamic).get(1);
  return content ? decoded(content) : null;
};

const dynamicValue = (value: ObjectValue) => reply({ 1: encoded(value) });

/** One unary call: a zero byte (not compressed), the length, the message, and the status as a trailer. */
async function serve(stream: ServerHttp2Stream, method: Method | undefined): Promise<void> {
  // A client that hangs up half-way is no error of ours.
  stream.on('error', () => {});
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  const fail = (status: string, text: string) =>
    stream.respond({ ...headers, 'grpc-status': status, 'grpc-message': encodeURIComponent(text) }, { endStream: true });
  if (!method) return fail(UNIMPLEMENTED, 'the stand-in provider does not do this');
  try {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    const content = await method(fieldsOf(Buffer.concat(parts).subarray(PREFIX_BYTES)));
    if (stream.destroyed) return;
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.writeUInt32BE(content.length, 1);
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': OK }));
    stream.respond(headers, { waitForTrailers: true });
    stream.end(Buffer.concat([prefix, content]));
  } catch (error) {
    if (!stream.destroyed) fail(INTERNAL, error instanceof Error ? error.message : String(error));
  }
}

const PREFIX_BYTES = 5;
