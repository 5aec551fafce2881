import { load } from 'js-yaml';
import type { ManifestSet } from '../../../lib/policy';
import { platform } from '../support';
import type { CaseTable } from './case';

const tiers = (fields: Record<string, unknown>) => ({ tiers: { 2: { rto: '1h', rpo: '30m', ...fields } } });
const orders = (fields: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  platform({ ...more, databases: { orders: fields } });

/** What a failover out of us-east-1 is made of, in the region that takes over. */
const FAILOVER = `
provider: { aws: [{ region: us-west-2 }] }
resource:
  aws_sfn_state_machine:
    detector: { name: shop-production-us-west-2-detector, definition: '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::http:invoke"}}}' }
    failover: { name: shop-production-us-west-2-failover, definition: '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:rds:promoteReadReplica"}}}' }
  aws_scheduler_schedule: { detector: { name: shop-production-us-west-2-detector } }
  aws_dynamodb_table: { lock: { name: shop-production-writer, replica: [{ region_name: us-east-1 }] } }
  aws_cloudwatch_metric_alarm:
    switch: { alarm_name: shop-production-failed-over, namespace: Holdfast/shop, metric_name: FailedOver }
    silent: { alarm_name: shop-production-us-west-2-detector-silent, metric_name: ExecutionsSucceeded }
`;
/** What keeps an eye on the copies of databases, and what holds commits back. */
const COPIES = `
provider: { aws: [{ region: us-west-2 }] }
resource:
  aws_cloudwatch_metric_alarm:
    lag: { alarm_name: lag, namespace: AWS/RDS, metric_name: ReplicaLag, dimensions: { DBInstanceIdentifier: shop-production-orders }, threshold: 900 }
  aws_rds_cluster_parameter_group:
    orders: { name: shop-production-orders-aurora-postgresql17, parameter: [{ name: rds.global_db_rpo, value: "1800" }] }
`;
const HEALTH = `
resource:
  aws_route53_health_check:
    web: { type: HTTPS, fqdn: us-east-1.shop.example.com, port: 443, resource_path: /healthz }
    region: { type: CALCULATED, child_healthchecks: ["\${aws_route53_health_check.web.id}"] }
`;
const stack =
  (text: string, changes: Record<string, unknown> = {}) =>
  (from = '', to = '') => {
    if (!text.includes(from)) throw new Error(`no ${from} to replace`);
    return { terraform: [{ name: 'stack', json: load(text.replace(from, () => to)) }], platform: platform(changes) };
  };
const failover = stack(FAILOVER);
const copies = stack(COPIES);
const health = stack(HEALTH, { services: { web: { public: {} } } });

/** A public service with a load balancer in front of it; one document a line. */
const PUBLIC = `
{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: web, namespace: shop, annotations: { alb.ingress.kubernetes.io/healthcheck-path: /healthz } }, spec: { rules: [{ http: { paths: [{ path: /, backend: { service: { name: web, port: { name: http } } } }] } }] } }
{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: shop }, spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] } }
{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }, { name: admin, containerPort: 9000 }], readinessProbe: { httpGet: { path: /healthz, port: http } } }] } } } }
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: web, namespace: shop }, spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/20 } }], ports: [{ port: 8080 }] }] } }
{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: web, namespace: shop }, spec: { selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/20] } }], to: [{ operation: { ports: ["8080"] } }] }] } }
`.trim();
function opened(from = '', to = ''): ManifestSet {
  if (!PUBLIC.includes(from)) throw new Error(`no ${from} to replace`);
  return {
    objects: PUBLIC.replace(from, () => to)
      .split('\n')
      .map((line) => ({ object: load(line) })),
  };
}
const ANNOTATION = 'alb.ingress.kubernetes.io/healthcheck-path: /healthz';

/** Rules over what a failover promises, and over what it is made of. */
export const recoveryCases: CaseTable = {
  X07: {
    breaks: {
      'users who are led by answers of an hour': platform({ failover: { dnsTtl: '1h' } }),
      'a promise that no failover can keep': platform(tiers({ rto: '5m' })),
      'a replica that is promoted too slowly': orders({ replication: 'readReplica' }, tiers({ rto: '15m' })),
      'an outage that is noticed late': platform({ failover: { interval: '5m', threshold: 10 } }),
      'a person who has an hour to say yes': platform({ ...tiers({ approval: 'manual' }), failover: { approvalWithin: '1h' } }),
      'drills that took longer than the promise': platform({
        failover: { measured: { switch: { typical: '10m', worst: '2h', source: 'drill of May' } } },
      }),
    },
    keeps: {
      'the defaults': platform(),
      'one region, whose loss nothing is promised for': platform({
        environments: { production: { regions: ['primary'] } },
        failover: { dnsTtl: '1d' },
      }),
      'a replica with time enough': orders({ replication: 'readReplica' }),
      'a global database where time is short': orders(
        { replication: 'globalDatabase' },
        { ...tiers({ rto: '15m', standby: '100%' }), services: { web: { public: {} } } },
      ),
      'a person with time enough': platform(tiers({ approval: 'manual' })),
    },
  },
  X09: {
    breaks: {
      'a detector in the region that fails': failover(
        'detector: { name: shop-production-us-west-2-detector, definition',
        'detector: { region: us-east-1, name: shop-production-us-west-2-detector, definition',
      ),
      'everything in the region that fails': failover('[{ region: us-west-2 }]', '[{ region: us-east-1 }]'),
      'a state machine by the name of the region that fails': failover(
        'failover: { name: shop-production-us-west-2-failover',
        'failover: { region: us-east-1, name: shop-production-us-east-1-failover',
      ),
      'a lock in the region that fails': failover('lock: { name', 'lock: { region: us-east-1, name'),
      'the alarm of the switch in the region that fails': failover('switch: { alarm_name', 'switch: { region: us-east-1, alarm_name'),
      'the schedule of the detector in the region that fails': failover('{ detector: { name', '{ detector: { region: us-east-1, name'),
      'records that are changed': failover('aws-sdk:rds:promoteReadReplica', 'aws-sdk:route53:changeResourceRecordSets'),
      'a queue of the region that fails': failover(
        '"arn:aws:states:::aws-sdk:rds:promoteReadReplica"',
        '"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"arn:aws:sqs:us-east-1:222222222222:x"}',
      ),
    },
    keeps: {
      'all of it in the region that takes over': failover(),
      'a guard in the region that fails, which holds it to its lease': failover(
        'detector: { name: shop-production-us-west-2-detector, definition',
        'detector: { region: us-east-1, name: shop-production-us-east-1-guard, definition',
      ),
      'stacks of somebody else': { terraform: [{ name: 'stack', json: load(FAILOVER.replace('us-west-2 }', 'us-east-1 }')) }] },
    },
  },
  X10: {
    breaks: {
      'an alert at the recovery point itself': orders({ lagAlert: '30m' }),
      'an alert that is seen too late': orders({ lagAlert: '29m' }),
      'a recovery point that no global database holds back for': orders({}, tiers({ rpo: '10s' })),
      'no copy at all': orders({ engine: 'redis', replication: 'none' }),
      'a service that is stricter than its database': platform({
        tiers: { 2: { rto: '1h', rpo: '30m' }, gold: { rto: '1h', rpo: '5m' } },
        services: { web: { tier: 'gold' }, cart: { tier: 'gold' } },
      }),
      'an alarm at the recovery point': copies('threshold: 900', 'threshold: 1800'),
      'commits that are held back too late': copies('"1800"', '"1801"'),
    },
    keeps: {
      'the defaults': platform(),
      'an alert with time to be seen': orders({ lagAlert: '28m' }),
      'a global database': orders({ replication: 'globalDatabase' }),
      'alarms in time': copies(),
      'an alarm in milliseconds': copies(
        'ReplicaLag, dimensions: { DBInstanceIdentifier',
        'AuroraGlobalDBReplicationLag, dimensions: { DBClusterIdentifier',
      ),
    },
  },
  X11: {
    breaks: {
      'a path that nobody serves': opened(ANNOTATION, 'alb.ingress.kubernetes.io/healthcheck-path: /up'),
      'a port that nobody has': opened(ANNOTATION, `${ANNOTATION}, alb.ingress.kubernetes.io/healthcheck-port: "9999"`),
      'a port that no policy admits': opened(ANNOTATION, `${ANNOTATION}, alb.ingress.kubernetes.io/healthcheck-port: admin`),
      'policies that admit pods only': opened('ipBlock: { cidr: 10.0.0.0/20 } }], ports', 'podSelector: {} }], ports'),
      'a mesh that admits identities only': opened('{ ipBlocks: [10.0.0.0/20] }', '{ namespaces: [shop] }'),
      'a mesh that admits another port': opened('["8080"]', '["9090"]'),
      'Route 53 with another path': health('/healthz', '/up'),
      'Route 53 with another port': health('port: 443', 'port: 8443'),
      'Route 53 with a host of nobody': health('us-east-1.shop', 'eu-west-1.shop'),
    },
    keeps: {
      'what the pods say themselves': opened(),
      'whether anybody answers at all': opened(ANNOTATION, 'alb.ingress.kubernetes.io/healthcheck-path: /'),
      'no health check of its own': opened(`annotations: { ${ANNOTATION} }`, 'annotations: {}'),
      'Route 53 with the path of the readiness probe': health(),
      'Route 53 with a connection only': health(', resource_path: /healthz', ''),
    },
  },
};
