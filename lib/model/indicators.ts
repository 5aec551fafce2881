import { ISTIO } from './mesh/facts';

/** A time series that Prometheus records. */
export interface RecordingRule {
  /** `level:metric:operation` (Prometheus, best practices for recording rules). */
  readonly record: string;
  readonly expr: string;
  /** Labels beside those of the expression. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A share of requests that has to stay at or above its objective. */
export interface ObjectiveIndicator {
  readonly name: 'success-rate' | 'latency';
  /** Share of good requests, from 0 to 1. */
  readonly objective: number;
  /** What is counted as good, for people. */
  readonly meaning: string;
  /** Recorded series of all requests, and of the ones that are not good. */
  readonly total: string;
  readonly bad: string;
}

/** How good requests of a service are told from bad ones, by version. */
export interface Indicators {
  readonly objectives: readonly ObjectiveIndicator[];
  readonly recording: readonly RecordingRule[];
}

/** Where a service's requests are counted, and in which series. */
export interface RequestSeries {
  /** Counter of requests, its status label, and the statuses that are the service's fault. */
  readonly requests: string;
  readonly failed: string;
  /** Histogram of durations, and what one second is in its unit. */
  readonly durations: string;
  readonly unitsPerSecond: number;
  /** Further label matchers. */
  readonly matchers?: string;
  /** Upper bounds of its buckets, when they are fixed. */
  readonly buckets?: readonly number[];
}

/** Seconds between two scrapes. */
export const SCRAPE_SECONDS = 30;
/** Four scrapes: a rate over fewer breaks when one of them is missed (rule X19). */
export const RATE_WINDOW = '2m';

/** Statuses of gRPC that OpenTelemetry counts as errors of the server (semantic conventions for gRPC, server span status). */
const GRPC_FAULTS = [
  ['Unknown', 2],
  ['DeadlineExceeded', 4],
  ['Unimplemented', 12],
  ['Internal', 13],
  ['Unavailable', 14],
  ['DataLoss', 15],
] as const;

/** Series of an application, by the conventions of Prometheus client libraries and of go-grpc-middleware. */
export function applicationSeries(
  protocol: 'http' | 'grpc',
  declared: { requests?: string; status?: string; durations?: string },
): RequestSeries {
  const grpc = protocol === 'grpc';
  const status = declared.status ?? (grpc ? 'grpc_code' : 'code');
  return {
    requests: declared.requests ?? (grpc ? 'grpc_server_handled_total' : 'http_requests_total'),
    failed: grpc ? `${status}=~"${GRPC_FAULTS.map(([name]) => name).join('|')}"` : `${status}=~"5.."`,
    durations: declared.durations ?? (grpc ? 'grpc_server_handling_seconds' : 'http_request_duration_seconds'),
    unitsPerSecond: 1,
  };
}

/** Series of the sidecar, counted where requests arrive (Istio standard metrics). */
export function meshSeries(protocol: 'http' | 'grpc'): RequestSeries {
  return {
    requests: 'istio_requests_total',
    failed: protocol === 'grpc' ? `grpc_response_status=~"${GRPC_FAULTS.map(([, code]) => code).join('|')}"` : 'response_code=~"5.."',
    durations: 'istio_request_duration_milliseconds',
    unitsPerSecond: 1000,
    matchers: 'reporter="destination"',
    buckets: ISTIO.durationBuckets,
  };
}

/** Levels of the recorded series: one for each version of each service. */
const BY = ['namespace', 'job', 'rollouts_pod_template_hash'] as const;
const TOTAL = `version:requests:rate${RATE_WINDOW}`;
const FAILED = `version:requests_failed:rate${RATE_WINDOW}`;
const TIMED = `version:requests_timed:rate${RATE_WINDOW}`;
const SLOW = `version:requests_slow:rate${RATE_WINDOW}`;

export interface IndicatorInput {
  readonly service: string;
  readonly namespace: string;
  readonly series: RequestSeries;
  /** Percent of good requests. */
  readonly availability?: number;
  readonly latency?: { readonly thresholdSeconds: number; readonly target: number };
}

/** How the requests of one objective are counted, as selectors of counters. */
export interface CountedRequests {
  readonly kind: 'availability' | 'latency';
  /** Share of good requests, from 0 to 1. */
  readonly objective: number;
  /** What is counted as good, for people. */
  readonly meaning: string;
  readonly total: string;
  /** What is counted apart: bad requests, or good ones where the bad are the rest. */
  readonly apart: { readonly selector: string; readonly are: 'bad' | 'good' };
}

/** What is counted for each objective of a service. */
export function countedRequests({ service, namespace, series, availability, latency }: IndicatorInput): readonly CountedRequests[] {
  const matching = [`namespace="${namespace}"`, `job="${service}"`, ...(series.matchers ? [series.matchers] : [])].join(',');
  const selector = (metric: string, more = '') => `${metric}{${matching}${more && `,${more}`}}`;
  const counted: CountedRequests[] = [];
  if (availability !== undefined) {
    counted.push({
      kind: 'availability',
      objective: share(availability),
      meaning: `${availability}% of requests succeed`,
      total: selector(series.requests),
      apart: { selector: selector(series.requests, series.failed), are: 'bad' },
    });
  }
  if (latency) {
    const bucket = bucketOf(latency.thresholdSeconds, series);
    counted.push({
      kind: 'latency',
      objective: share(latency.target),
      meaning: `${latency.target}% of requests take no longer than ${round((bucket / series.unitsPerSecond) * 1000)} ms`,
      total: selector(`${series.durations}_count`),
      apart: { selector: selector(`${series.durations}_bucket`, bound(bucket)), are: 'good' },
    });
  }
  return counted;
}

/** PromQL of the rates of all requests and of bad ones, by labels, over a window. */
export function requestRates({ total, apart }: CountedRequests, by: readonly string[], window: string) {
  const rate = (selector: string) => `sum by (${by.join(', ')}) (rate(${selector}[${window}]))`;
  const [all, counted] = [rate(total), rate(apart.selector)];
  // Without a failure there is no series of failures: nothing is then zero of the total.
  return { total: all, bad: apart.are === 'bad' ? `${counted}\n  or\n0 * ${all}` : `${all}\n  -\n${counted}` };
}

/** What each objective records by version, and the name that an analysis gives it. */
const BY_VERSION = {
  availability: { name: 'success-rate', total: TOTAL, bad: FAILED },
  latency: { name: 'latency', total: TIMED, bad: SLOW },
} as const;

/** Objectives of a service as shares of recorded series. */
export function indicators(input: IndicatorInput): Indicators {
  const counted = countedRequests(input);
  return {
    objectives: counted.map(({ kind, objective, meaning }) => ({ ...BY_VERSION[kind], objective, meaning })),
    recording: counted.flatMap((requests) => {
      const rates = requestRates(requests, BY, RATE_WINDOW);
      return [
        { record: BY_VERSION[requests.kind].total, expr: rates.total },
        { record: BY_VERSION[requests.kind].bad, expr: rates.bad },
      ];
    }),
  };
}

/** PromQL of the share of good requests of one version. */
export const goodShare = ({ total, bad }: ObjectiveIndicator, service: string, namespace: string, version: string): string => {
  const labels = `{namespace="${namespace}",job="${service}",rollouts_pod_template_hash="${version}"}`;
  return `1 - sum(${bad}${labels}) / sum(${total}${labels})`;
};

/** Prometheus 3 writes a whole bound with a decimal, earlier versions as the application did. */
const bound = (bucket: number) => (Number.isInteger(bucket) ? `le=~"${bucket}([.]0)?"` : `le="${bucket}"`);

const round = (value: number) => Math.round(value * 1e9) / 1e9;
const share = (percent: number) => round(percent / 100);

/** A histogram counts up to its bounds only: between two of them the lower one is the stricter promise. */
function bucketOf(thresholdSeconds: number, { unitsPerSecond, buckets }: RequestSeries): number {
  const threshold = round(thresholdSeconds * unitsPerSecond);
  const lower = buckets?.filter((bound) => bound <= threshold).at(-1);
  return lower ?? threshold;
}
