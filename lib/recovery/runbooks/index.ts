import { failoverPlans, type Platform, RECOVERY_RUNBOOKS, type RecoveryRunbook } from '../../model';
import { failbackRunbook } from './failback';
import { failoverRunbook } from './failover';
import { postMortem } from './post-mortem';
import { cacheRestore, clusterRestore, documentsRestore, podsRestore, postgresRestore, stateRestore } from './restore';

/** What a person reads when a region, a cluster or data is lost: a Markdown file by subject, beside the runbooks of alerts. */
export function recoveryRunbooks(platform: Platform): ReadonlyMap<string, string> {
  const plans = failoverPlans(platform);
  const texts: Readonly<Record<RecoveryRunbook, string | undefined>> = {
    failover: plans.length > 0 ? failoverRunbook(platform, plans) : undefined,
    failback: plans.length > 0 ? failbackRunbook(platform, plans) : undefined,
    cluster: clusterRestore(platform),
    postgres: postgresRestore(platform),
    documents: documentsRestore(platform),
    cache: cacheRestore(platform),
    pods: podsRestore(platform),
    state: stateRestore(platform),
    postMortem: postMortem(platform),
  };
  return new Map(
    (Object.entries(texts) as [RecoveryRunbook, string | undefined][]).flatMap(([name, text]) =>
      text === undefined ? [] : [[RECOVERY_RUNBOOKS[name], text] as const],
    ),
  );
}
