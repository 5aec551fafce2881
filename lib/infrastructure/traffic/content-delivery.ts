import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { DataAwsAcmCertificate } from '@cdktf/provider-aws/lib/data-aws-acm-certificate';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { originHost } from '../../model';

/** CloudFront takes certificates from this region only (CloudFront Developer Guide, requirements for certificates). */
export const CLOUDFRONT_REGION = 'us-east-1';

/** Policies that AWS keeps, by their ids (CloudFront Developer Guide, managed policies). */
const POLICIES = {
  /** Obeys the caching headers of the origin, and tells hosts apart. */
  useOriginCacheControlHeaders: '83da9c7e-98b4-4e11-a168-04f0df8e2c65',
  /** Passes on everything that the user sent, the host included: the load balancer tells services apart by it. */
  allViewer: '216adef6-5c7f-47e4-b989-5492eafa07d3',
  /** Strict transport security and the like, where the origin says nothing. */
  securityHeaders: '67f7725c-6f97-4210-82d7-5512b31e9d03',
};

export interface ContentDeliveryProps {
  readonly zoneId: string;
  readonly host: string;
  /** Domain name of the certificate for CloudFront. */
  readonly certificateDomain: string;
  readonly speaksGrpc: boolean;
}

/** CloudFront before a host. It asks whichever region serves: its origin is a name that fails over. */
export class ContentDelivery extends Construct {
  constructor(scope: Construct, id: string, { zoneId, host, certificateDomain, speaksGrpc }: ContentDeliveryProps) {
    super(scope, id);
    const certificate = new DataAwsAcmCertificate(this, 'certificate', {
      region: CLOUDFRONT_REGION,
      domain: certificateDomain,
      statuses: ['ISSUED'],
      mostRecent: true,
    });
    const distribution = new CloudfrontDistribution(this, 'distribution', {
      enabled: true,
      comment: host,
      aliases: [host],
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      origin: [
        {
          originId: 'serving-region',
          domainName: originHost(host),
          customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.2'] },
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: 'serving-region',
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
        cachedMethods: ['GET', 'HEAD'],
        compress: true,
        ...(speaksGrpc ? { grpcConfig: { enabled: true } } : {}),
        cachePolicyId: POLICIES.useOriginCacheControlHeaders,
        originRequestPolicyId: POLICIES.allViewer,
        responseHeadersPolicyId: POLICIES.securityHeaders,
      },
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: { acmCertificateArn: certificate.arn, sslSupportMethod: 'sni-only', minimumProtocolVersion: 'TLSv1.2_2021' },
    });
    for (const type of ['A', 'AAAA']) {
      new Route53Record(this, type.toLowerCase(), {
        zoneId,
        name: host,
        type,
        alias: { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false },
      });
    }
  }
}
