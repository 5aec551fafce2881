import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object store that is up. */
export interface ObjectStore {
  /** Variables by which Terraform's S3 backend finds it instead of AWS. */
  readonly env: Readonly<Record<string, string>>;
  /** Content by key of each bucket; a bucket that is not here does not exist. */
  readonly buckets: Map<string, Map<string, Buffer>>;
  /** Every request, such as `GET bucket/key`. */
  readonly requests: string[];
  stop(): void;
}

/**
 * As much of S3 (and of STS) as Terraform's backend uses: read, write, list and remove objects, and write one only where none is,
 * which is how it locks. Its error codes are those of the S3 API reference.
 */
export async function startObjectStore(): Promise<ObjectStore> {
  const buckets = new Map<string, Map<string, Buffer>>();
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${STS}`);
    const body = await bodyOf(request);
    if (url.hostname === STS) return send(response, 200, CALLER);
    const bucket = url.hostname.slice(0, -S3.length - 1);
    const key = decodeURIComponent(url.pathname.slice(1));
    requests.push(`${request.method} ${bucket}/${key}`);
    const objects = buckets.get(bucket);
    if (!objects) return refuse(response, 404, 'NoSuchBucket');
    if (key === '') return send(response, 200, listing(bucket, objects, url.searchParams.get('prefix') ?? ''));
    const content = objects.get(key);
    if (request.method === 'PUT') {
      if (content && request.headers['if-none-match'] === '*') return refuse(response, 412, 'PreconditionFailed');
      objects.set(key, body);
      return send(response, 200, '', etag(body));
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return send(response, 204, '');
    }
    if (!content) return refuse(response, 404, 'NoSuchKey');
    send(response, 200, request.method === 'HEAD' ? '' : content, etag(content));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  // The name of a bucket is part of the host: asked as a proxy, the store needs no name server.
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      AWS_ENDPOINT_URL_S3: `http://${S3}`,
      AWS_ENDPOINT_URL_STS: `http://${STS}`,
      AWS_ACCESS_KEY_ID: 'stand-in',
      AWS_SECRET_ACCESS_KEY: 'stand-in',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    buckets,
    requests,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const S3 = 's3.stand-in.test';
const STS = 'sts.stand-in.test';

const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::000000000000:assumed-role/stand-in/test</Arn><UserId>stand-in</UserId><Account>000000000000</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const listing = (bucket: string, objects: ReadonlyMap<string, Buffer>, prefix: string) => {
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  return `<ListBucketResult><Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${keys.length}</KeyCount><IsTruncated>false</IsTruncated>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`;
};

const etag = (content: Buffer) => ({ etag: `"${createHash('md5').update(content).digest('hex')}"` });

function send(response: ServerResponse, status: number, content: string | Buffer, headers: Readonly<Record<string, string>> = {}): void {
  // Without a length the client keeps asking for the next part.
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': String(Buffer.byteLength(content)), ...headers });
  response.end(content);
}

const refuse = (response: ServerResponse, status: number, code: string) =>
  send(response, status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return String(request.headers['content-encoding'] ?? '').includes('aws-chunked') ? unchunked(body) : body;
}

/** Each chunk is its length in hexadecimal, perhaps a signature, a line end, the bytes, and a line end (S3 API reference, chunked uploads). */
function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, end), 16);
    if (!length) break;
    parts.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return Buffer.concat(parts);
}
