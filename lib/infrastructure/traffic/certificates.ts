import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';

/** Time to live of validation records, in seconds: they never change. */
const TTL_SECONDS = 300;

export interface CertificatesProps {
  readonly zoneId: string;
  /** Hosts that the certificates name, sorted; at least one. */
  readonly hosts: readonly string[];
  /** Regions that terminate TLS. */
  readonly regions: readonly string[];
}

/**
 * A certificate in each region for the same hosts. All regions of an account are validated by the same records (ACM User Guide, DNS
 * validation), which is why they are made together: with a region's own stack, the renewal of the other's would go as well.
 */
export class Certificates extends Construct {
  constructor(scope: Construct, id: string, { zoneId, hosts, regions }: CertificatesProps) {
    super(scope, id);
    const [first = '', ...more] = hosts;
    const certificates = regions.map((region) => {
      const at = new Construct(this, region);
      const certificate = new AcmCertificate(at, 'certificate', {
        region,
        domainName: first,
        ...(more.length > 0 ? { subjectAlternativeNames: more } : {}),
        validationMethod: 'DNS',
        tags: { Name: first },
        lifecycle: { createBeforeDestroy: true },
      });
      return { at, region, certificate };
    });
    const [issued] = certificates;
    if (!issued) return;
    const records = hosts.map((host) => this.record(issued.certificate, host, zoneId));
    for (const { at, region, certificate } of certificates) {
      new AcmCertificateValidation(at, 'validation', {
        region,
        certificateArn: certificate.arn,
        validationRecordFqdns: records.map(({ fqdn }) => fqdn),
      });
    }
  }

  /** What ACM asks to find in the zone; the address bears the host, so that another host changes no other's. */
  private record(certificate: AcmCertificate, host: string, zoneId: string): Route53Record {
    const option = (field: string) =>
      `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${field} if option.domain_name == "${host}"])}`;
    return new Route53Record(new Construct(this, host.replaceAll('.', '-')), 'validation', {
      zoneId,
      name: option('resource_record_name'),
      type: option('resource_record_type'),
      ttl: TTL_SECONDS,
      records: [option('resource_record_value')],
    });
  }
}
