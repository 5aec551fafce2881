import type { PublicEndpoint } from '../../monitoring';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { showPods, undoRelease } from '../steps';
import { LIMITS } from '../thresholds';

/** Failover settings that say when an endpoint counts as down. */
export interface Detection {
  readonly intervalSeconds: number;
  readonly threshold: number;
}

/** Whether a public endpoint answers as customers ask it, and how long its certificate is valid. */
export function endpointAlerts(cluster: AlertScope, endpoints: readonly PublicEndpoint[], detection: Detection): AlertGroup {
  return group(
    'endpoints',
    endpoints.flatMap((endpoint) => {
      const scope = { ...cluster, team: endpoint.team, service: endpoint.service };
      return [
        down(scope, endpoint, detection),
        missing(scope, endpoint),
        expiring(scope, endpoint, 'warning'),
        expiring(scope, endpoint, 'critical'),
      ];
    }),
  );
}

const probe = (metric: string, { service }: PublicEndpoint) => select(metric, { job: 'public-endpoint', service });
const ask = ({ url, headers }: PublicEndpoint) =>
  step(
    'Ask as a customer does:',
    `curl --silent --show-error --include ${Object.entries(headers ?? {})
      .map(([name, value]) => `--header '${name}: ${value}' `)
      .join('')}${url}`,
  );

function down(scope: AlertScope, endpoint: PublicEndpoint, { intervalSeconds, threshold }: Detection): Alert {
  const forSeconds = Math.max(60, intervalSeconds * threshold);
  return alertIn(scope, {
    name: 'EndpointDown',
    expr: `${probe('probe_success', endpoint)} == 0`,
    forSeconds,
    severity: 'critical',
    summary: `${endpoint.service} in ${place(scope)}: ${endpoint.url} does not answer`,
    description: `Requests to ${endpoint.url} from ${place(scope)} have failed for ${forSeconds} s, as long as a failover waits (${threshold} failures, one each ${intervalSeconds} s).`,
    runbook: {
      means: 'Customers get no answer, or one that is an error, by name and load balancer.',
      confirm: [ask(endpoint), showPods(scope), step('Where the name leads to:', `dig +short ${new URL(endpoint.url).hostname}`)],
      mitigate: [
        undoRelease,
        step(
          'The pods are well and nothing answers: the load balancer or the name. See its targets:',
          kubectl('get events --sort-by .lastTimestamp', scope.namespace),
        ),
        step('The region is gone: see RegionDown.'),
      ],
      learn: ['Did customers notice before the alert?'],
    },
  });
}

const missing = (scope: AlertScope, endpoint: PublicEndpoint): Alert =>
  alertIn(scope, {
    name: 'EndpointProbeMissing',
    expr: `absent(${probe('probe_success', endpoint)})`,
    forSeconds: LIMITS.scrapeSeconds,
    severity: 'warning',
    summary: `${endpoint.service} in ${place(scope)}: nobody asks ${endpoint.url}`,
    description: `No probe has asked ${endpoint.url} for ${LIMITS.scrapeSeconds / 60} minutes; an outage and a certificate that ends would not be noticed.`,
    runbook: {
      means: 'The exporter that asks public endpoints is down, or its probe is gone.',
      confirm: [
        step('The exporter:', kubectl('get pods --selector app.kubernetes.io/name=blackbox-exporter', 'monitoring')),
        step('The probe:', kubectl(`get probe public-${endpoint.service}`, 'monitoring')),
      ],
      mitigate: [step('Start it again:', kubectl('rollout restart deployment/blackbox-exporter', 'monitoring'))],
      learn: ['For how long would an outage have gone unseen?'],
    },
  });

function expiring(scope: AlertScope, endpoint: PublicEndpoint, severity: 'warning' | 'critical'): Alert {
  const seconds = LIMITS.certificateSeconds[severity];
  return alertIn(scope, {
    name: severity === 'critical' ? 'CertificateExpiresSoon' : 'CertificateExpiring',
    expr: `${probe('probe_ssl_earliest_cert_expiry', endpoint)} - time() < ${seconds}`,
    forSeconds: 600,
    severity,
    summary: `${endpoint.service} in ${place(scope)}: the certificate of ${endpoint.url} ends`,
    description: `It is valid for {{ $value | humanizeDuration }} more; ${seconds / 86_400} days before the end somebody has to act.`,
    runbook: {
      means: 'It should have been renewed by now. When it ends, browsers refuse every request.',
      confirm: [
        step(
          'Until when, and by whom:',
          `openssl s_client -connect ${new URL(endpoint.url).hostname}:443 </dev/null | openssl x509 -noout -dates -issuer`,
        ),
        step('What ACM says of it:', `aws acm list-certificates --region ${scope.region}`),
      ],
      mitigate: [
        step(
          'ACM cannot renew it: the DNS record that proves the domain is missing.',
          `for ARN in $(aws acm list-certificates --region ${scope.region} --query 'CertificateSummaryList[].CertificateArn' --output text); do
  aws acm describe-certificate --region ${scope.region} --certificate-arn "$ARN" --query 'Certificate.[DomainName,Status,DomainValidationOptions[].ResourceRecord]'
done`,
        ),
      ],
      learn: ['Who changed the record, or the domain?'],
    },
  });
}
