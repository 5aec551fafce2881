import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { type Schedule, standardLabels, type Workload } from '../model';
import type { ContentAddressedConfig } from './config';
import { podTemplate } from './pod';

/** Finished runs that stay for a look at their logs. */
const HISTORY = { successful: 3, failed: 5 } as const;
/** A finished run is removed after a day, whatever the history says, in seconds. */
const TTL = 86_400;

export interface ScheduledJobProps {
  readonly workload: Workload & { readonly schedule: Schedule };
  readonly config: ContentAddressedConfig;
}

/** The CronJob of a scheduled workload: late runs are given up, hung ones are ended, finished ones are removed. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, { workload, config }: ScheduledJobProps) {
    super(scope, id);
    const { schedule } = workload;
    const labels = standardLabels(workload);
    const template = podTemplate(workload, config);
    new k8s.KubeCronJob(this, 'Resource', {
      metadata: {
        name: workload.name,
        namespace: workload.namespace,
        labels,
        ...(Object.keys(workload.annotations).length > 0 ? { annotations: workload.annotations } : {}),
      },
      spec: {
        schedule: schedule.cron,
        timeZone: schedule.timeZone,
        ...(schedule.onDemand ? { suspend: true } : {}),
        concurrencyPolicy: schedule.concurrency,
        startingDeadlineSeconds: schedule.startWithin.seconds,
        successfulJobsHistoryLimit: HISTORY.successful,
        failedJobsHistoryLimit: HISTORY.failed,
        jobTemplate: {
          metadata: { labels },
          spec: {
            backoffLimit: schedule.retries,
            activeDeadlineSeconds: schedule.timeout.seconds,
            ttlSecondsAfterFinished: TTL,
            template: { ...template, spec: { ...template.spec, containers: template.spec?.containers ?? [], restartPolicy: 'Never' } },
          },
        },
      },
    });
  }
}
