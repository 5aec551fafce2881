import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule';
import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { Construct } from 'constructs';
import type { RegistrySettings as Settings } from '../model';

export interface RegistrySettingsProps {
  readonly account: string;
  readonly region: string;
  readonly settings: Settings;
}

/** What a registry has once: how images are scanned, where they are copied to, and whose images it caches. */
export class RegistrySettings extends Construct {
  constructor(scope: Construct, id: string, { account, region, settings: { copies, pullThrough } }: RegistrySettingsProps) {
    super(scope, id);
    new EcrRegistryScanningConfiguration(this, 'scanning', {
      scanType: 'BASIC',
      rule: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilter: [{ filter: '*', filterType: 'WILDCARD' }] }],
    });
    if (copies.length > 0)
      new EcrReplicationConfiguration(this, 'copies', {
        replicationConfiguration: {
          rule: copies.map((copy) => ({
            destination: [{ region: copy.region, registryId: copy.account }],
            repositoryFilter: [{ filter: copy.prefix, filterType: 'PREFIX_MATCH' }],
          })),
        },
      });
    for (const { prefix, upstream, secret } of pullThrough)
      new EcrPullThroughCacheRule(this, prefix, {
        ecrRepositoryPrefix: prefix,
        upstreamRegistryUrl: upstream,
        ...(secret ? { credentialArn: `arn:aws:secretsmanager:${region}:${account}:secret:${secret}` } : {}),
      });
  }
}
