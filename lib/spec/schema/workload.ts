import { z } from 'zod';
import { byteSize, cpu, cron, duration, seconds } from '../scalars';
import { object, text, whole } from './object';
import { isTimeZone } from './time-zone';

export const PORT_NAME = /^(?=.{1,15}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
export const portName = z.string().regex(PORT_NAME, 'a port name of at most 15 small letters, digits and dashes, such as http');
const portNumber = (description: string) => whole(description, 1, 65_535);

/** A port that a service listens on. */
export const port = object({
  port: portNumber('Port that the container listens on.'),
  servicePort: portNumber('Port that callers use. Default: the container port.').optional(),
  protocol: z.enum(['http', 'grpc', 'tcp', 'udp']).describe('What is spoken on it.'),
});

const check = {
  http: object({
    path: z.string().startsWith('/', 'a path that starts with /').describe('Path that answers 200 to 399.'),
    port: portName.optional().describe('Port name. Default: the only port.'),
    headers: z.record(z.string(), z.string()).optional().describe('Request headers.'),
  }).optional(),
  grpc: object({
    port: portName.optional().describe('Port name. Default: the only port.'),
    service: z.string().optional().describe('Service name for the gRPC health protocol.'),
  }).optional(),
  tcp: object({ port: portName.optional().describe('Port name. Default: the only port.') }).optional(),
  exec: z.array(z.string()).min(1).optional().describe('Command that exits 0 while healthy.'),
};

const patience = {
  period: duration('Time between two checks.', { min: '1s', max: '10m' }).optional(),
  timeout: duration('Time after which a check counts as failed.', { min: '1s', max: '5m' }).optional(),
  failures: whole('Failed checks in a row that count.', 1, 100).optional(),
};

/** One check from which readiness, liveness and startup probes follow, each with its own patience. */
export const probe = object({
  ...check,
  ...patience,
  startsWithin: duration('The longest that a start takes; the startup probe allows it.', { min: '1s', max: '1h' }).default(seconds(60)),
  liveness: object({ ...check, ...patience })
    .optional()
    .describe('What differs for liveness. Default: the same check with twice the patience.'),
});

export const resources = object({
  requests: object({
    cpu: cpu('CPU that is reserved.'),
    memory: byteSize('Memory that is reserved.'),
    ephemeralStorage: byteSize('Local disk that is reserved. Default: 64Mi.').optional(),
  }),
  limits: object({
    cpu: cpu('CPU beyond which the container is throttled. Default: none.').optional(),
    memory: byteSize('Memory beyond which the container is killed. Default: the request.').optional(),
    ephemeralStorage: byteSize('Local disk beyond which the pod is evicted. Default: 256Mi.').optional(),
  }).optional(),
});

/** What users do to a service; with `requestsPerReplica`, how many replicas follow. */
export const load = object({
  users: whole('Concurrent users at the peak.', 0, 1_000_000_000).optional(),
  thinkTime: duration('Time that a user waits between two requests.').optional(),
  responseTime: duration('Time that a request takes at the peak.', { min: '1ms' }).optional(),
  requestsPerReplica: z
    .number()
    .positive()
    .max(1_000_000)
    .optional()
    .describe('Requests a second that one replica sustains with all of the CPU that it requests, from a load test.'),
  burst: z
    .number()
    .min(1)
    .max(20)
    .optional()
    .describe('How many times the replicas for the declared load the autoscaler may run. Default: 2.'),
});

/** A service that this one calls while it answers. */
export const call = object({
  service: z.string().describe('Name of the called service.'),
  port: portName.optional().describe('Port name. Default: every port of the called service.'),
  perRequest: z.number().positive().max(1000).default(1).describe('Calls for each request of the caller: the visit ratio.'),
  timeout: duration('Time after which the caller gives up.', { min: '1ms', max: '1h' }).optional(),
  attempts: whole('Attempts in all, the first included. Default: 1, since retries on several levels multiply.', 1, 10).optional(),
  methods: z
    .array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']))
    .min(1)
    .optional()
    .describe('HTTP methods that the caller uses; the mesh refuses others. Default: any.'),
  paths: z
    .array(z.string().regex(/^(\/[^*\s]*\*?|\*[^*\s]*)$/, 'a path such as /carts or /carts/*'))
    .min(1)
    .optional()
    .describe('Paths that the caller uses, or their beginning with *; the mesh refuses others. Default: any.'),
});

const METRIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const metricName = z.string().regex(METRIC_NAME, 'a metric or label name, such as http_requests_total');

/** Where Prometheus scrapes a service, and which of its series count requests. */
export const metrics = object({
  port: portName.describe('Port name that metrics are scraped from.'),
  path: z.string().startsWith('/', 'a path that starts with /').default('/metrics').describe('Path that answers with them.'),
  requests: metricName
    .optional()
    .describe('Counter of requests. Default: http_requests_total; of a grpc service grpc_server_handled_total.'),
  status: metricName.optional().describe('Its label with the status. Default: code; of a grpc service grpc_code.'),
  durations: metricName
    .optional()
    .describe('Histogram of durations in seconds. Default: http_request_duration_seconds; of a grpc service grpc_server_handling_seconds.'),
});

export const objectives = object({
  availability: z.number().gt(0).lt(100).optional().describe('Share of good requests in percent, such as 99.9.'),
  latency: object({
    threshold: duration('A request is fast when it takes no longer.', { min: '1ms' }),
    target: z.number().gt(0).lt(100).describe('Share of fast requests in percent.'),
  }).optional(),
  window: duration('Window over which the error budget is counted.', { min: '1d', max: '90d' }).default(seconds(30 * 86_400)),
});

/** What runs once before each new version, such as a change of the database schema. */
export const migration = object({
  command: z.array(z.string()).min(1).optional().describe('Replaces the entrypoint of the image.'),
  args: z.array(z.string()).min(1).optional().describe('Replaces the arguments of the image.'),
  timeout: duration('How long it may take.', { min: '1s', max: '1d' }).default(seconds(600)),
  retries: whole('Retries of a failed run; it must bear to be repeated.', 0, 10).default(1),
});

/** When a scheduled workload runs. */
export const schedule = object({
  cron: cron('When it runs.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'a time zone of the IANA database, such as Etc/UTC')
    .default('Etc/UTC')
    .describe('Time zone of the expression.'),
  every: duration('The cadence that is meant; the expression is checked against it.').optional(),
  concurrency: z.enum(['Allow', 'Forbid', 'Replace']).default('Forbid').describe('What happens when the last run is still going.'),
  startWithin: duration('How late a run may start.', { min: '10s' }).default(seconds(300)),
  timeout: duration('How long a run may take.', { min: '1s' }).default(seconds(3600)),
  retries: whole('Retries of a failed run.', 0, 20).default(2),
});

export const preStop = object({
  wait: duration('Time between the start of termination and SIGTERM, in which load balancers forget the pod.', {
    min: '1s',
    max: '10m',
  }).default(seconds(10)),
  with: z
    .enum(['image', 'copied', 'kubelet'])
    .default('image')
    .describe(
      'Who waits: the sleep command of the image; one copied in by an init container, for images without a shell; or the kubelet itself (Kubernetes 1.30 or later).',
    ),
  grace: duration('Time between SIGTERM and SIGKILL.', { min: '1s', max: '1h' }).default(seconds(30)),
});

export const replicas = object({
  min: whole('Replicas at least; must carry the declared load.', 1, 1000).optional(),
  max: whole('Replicas at most.', 1, 1000).optional(),
});

export const singleton = text('Why the workload runs as exactly one pod, such as: holds state in memory.');
