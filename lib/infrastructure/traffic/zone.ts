import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53QueryLog } from '@cdktf/provider-aws/lib/route53-query-log';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import type { Cluster } from '../../model';
import { policyDocument } from '../policy-document';

/** Route 53 writes query logs to this region only (Route 53 Developer Guide, public DNS query logging). */
const QUERY_LOG_REGION = 'us-east-1';
/** A year, as audits ask for, in days. */
const RETENTION_DAYS = 365;
/** Time in which a deleted key can still be saved, in days. */
const DELETION_WINDOW_DAYS = 30;

export interface PublicZoneProps {
  readonly platform: string;
  readonly cluster: Pick<Cluster, 'environment' | 'account' | 'protect'>;
  /** Domain of the environment. */
  readonly domain: string;
}

/** The zone of an environment, with a log of what it is asked. */
export class PublicZone extends Construct {
  readonly zoneId: string;
  /** Servers that the parent zone has to name. */
  readonly nameServers: string[];

  constructor(scope: Construct, id: string, props: PublicZoneProps) {
    super(scope, id);
    const { domain, cluster, platform } = props;
    const zone = new Route53Zone(this, 'zone', {
      name: domain,
      comment: `${cluster.environment} of ${platform}`,
      // Records can be changed again within an hour when the region of the control plane is lost (Route 53, accelerated recovery).
      enableAcceleratedRecovery: true,
      lifecycle: { preventDestroy: cluster.protect },
    });
    this.zoneId = zone.zoneId;
    this.nameServers = zone.nameServers;
    this.queryLog(zone, props);
  }

  private queryLog(zone: Route53Zone, { domain, cluster: { account, environment }, platform }: PublicZoneProps): void {
    const name = `/aws/route53/${domain}`;
    const arn = `arn:aws:logs:${QUERY_LOG_REGION}:${account}:log-group:${name}`;
    const key = new KmsKey(this, 'key', {
      region: QUERY_LOG_REGION,
      description: `Query log of ${domain}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyDocument(
        { Sid: 'AccountAdministers', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
        {
          Sid: 'LogsEncrypt',
          Effect: 'Allow',
          Principal: { Service: `logs.${QUERY_LOG_REGION}.amazonaws.com` },
          Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
          Resource: '*',
          Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': arn } },
        },
      ),
    });
    new KmsAlias(this, 'key-alias', {
      region: QUERY_LOG_REGION,
      name: `alias/${platform}-${environment}-query-log`,
      targetKeyId: key.keyId,
    });
    const group = new CloudwatchLogGroup(this, 'log-group', {
      region: QUERY_LOG_REGION,
      name,
      retentionInDays: RETENTION_DAYS,
      kmsKeyId: key.arn,
    });
    const permission = new CloudwatchLogResourcePolicy(this, 'log-permission', {
      region: QUERY_LOG_REGION,
      policyName: `${platform}-${environment}-query-log`,
      policyDocument: policyDocument({
        Sid: 'Route53Writes',
        Effect: 'Allow',
        Principal: { Service: 'route53.amazonaws.com' },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${arn}:*`,
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    new Route53QueryLog(this, 'query-log', { zoneId: zone.zoneId, cloudwatchLogGroupArn: group.arn, dependsOn: [permission] });
  }
}
