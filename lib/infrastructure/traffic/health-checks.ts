import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Construct } from 'constructs';
import { type Cluster, type FailoverSwitch, PUBLIC_PORTS, type PublicService } from '../../model';

/** Time between two checks of one checker: Route 53 knows these two, in seconds. */
const FAST = 10;
const STANDARD = 30;

export interface RegionHealthProps {
  readonly cluster: Cluster;
  readonly services: readonly PublicService[];
  /** Time between two checks as it is declared, in seconds. */
  readonly intervalSeconds: number;
  /** Failed checks in a row that count as down. */
  readonly threshold: number;
  /** What takes users away from the region by hand; only the primary region has one. */
  readonly failover?: FailoverSwitch;
}

/**
 * Whether a region serves: every public service answers there, and no failover has left it. All hosts go by this one answer, so that
 * no request finds half of its data in the other region.
 */
export class RegionHealth extends Construct {
  readonly checkId: string;
  /** Whether no failover has left the region; undefined where none can. */
  readonly writesId?: string;

  constructor(scope: Construct, id: string, props: RegionHealthProps) {
    super(scope, id);
    const { cluster, services, failover } = props;
    const checks = services.map((service) => this.service(service, props));
    if (failover) {
      const writes = this.failover(failover);
      checks.push(writes);
      this.writesId = writes.id;
    }
    this.checkId = new Route53HealthCheck(this, 'region', {
      type: 'CALCULATED',
      childHealthchecks: checks.map((check) => check.id),
      childHealthThreshold: checks.length,
      tags: { Name: cluster.name },
    }).id;
  }

  private service({ name, regionalHost, regionCheck }: PublicService, props: RegionHealthProps): Route53HealthCheck {
    const { intervalSeconds, threshold } = props;
    return new Route53HealthCheck(new Construct(this, name), 'health', {
      ...(regionCheck.kind === 'https' ? { type: 'HTTPS', resourcePath: regionCheck.path, enableSni: true } : { type: 'TCP' }),
      fqdn: regionalHost,
      port: PUBLIC_PORTS.https,
      requestInterval: intervalSeconds < STANDARD ? FAST : STANDARD,
      failureThreshold: threshold,
      tags: { Name: regionalHost, service: name },
    });
  }

  /** Keeps what it knew while nobody says otherwise, so that users do not drift back to old data when the region answers again. */
  private failover({ namespace, metric, dimensions, region, alarm }: FailoverSwitch): Route53HealthCheck {
    const failedOver = new CloudwatchMetricAlarm(this, 'failed-over', {
      region,
      alarmName: alarm,
      alarmDescription: 'Users are sent to the recovery region until this is switched back.',
      namespace,
      metricName: metric,
      dimensions: { ...dimensions },
      statistic: 'Maximum',
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: 'ignore',
    });
    return new Route53HealthCheck(this, 'switch', {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: failedOver.alarmName,
      cloudwatchAlarmRegion: region,
      insufficientDataHealthStatus: 'LastKnownStatus',
      tags: { Name: alarm },
    });
  }
}
