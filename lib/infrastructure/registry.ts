import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';
import { type Cluster, type Platform, repositoryName, SIGNATURE_TAGS } from '../model';

/** Images without a tag are left-overs of builds; they go after this many days. */
const UNTAGGED_DAYS = 7;

export interface ImageRegistryProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly keyArn: string;
}

/** An image repository for each service, in the region that runs it: pulls must not need another region. */
export class ImageRegistry extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, keyArn }: ImageRegistryProps) {
    super(scope, id);
    for (const { workload } of cluster.services) {
      const service = new Construct(this, workload.name);
      const repository = new EcrRepository(service, 'repository', {
        name: repositoryName(platform.name, `${cluster.environment}/${workload.name}`),
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilter: [{ filter: SIGNATURE_TAGS, filterType: 'WILDCARD' }],
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: keyArn }],
        forceDelete: false,
        tags: { service: workload.name },
        lifecycle: { preventDestroy: cluster.protect },
      });
      new EcrLifecyclePolicy(service, 'lifecycle-policy', { repository: repository.name, policy: LIFECYCLE });
    }
  }
}

const LIFECYCLE = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: `untagged images expire after ${UNTAGGED_DAYS} days`,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: UNTAGGED_DAYS },
      action: { type: 'expire' },
    },
  ],
});
