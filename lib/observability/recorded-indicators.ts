import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type Indicators, SCRAPE_SECONDS, standardLabels, type Workload } from '../model';

export interface RecordedIndicatorsProps {
  readonly workload: Workload;
  readonly indicators: Indicators;
}

/** The PrometheusRule that records, by version, how many requests a service gets and how many of them are bad. */
export class RecordedIndicators extends Construct {
  constructor(scope: Construct, id: string, { workload, indicators }: RecordedIndicatorsProps) {
    super(scope, id);
    const { name, namespace } = workload;
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: `${name}-versions`, namespace, labels: standardLabels(workload) },
      spec: {
        groups: [
          {
            name: `${namespace}.${name}.versions`,
            interval: `${SCRAPE_SECONDS}s`,
            rules: indicators.recording.map(({ record, expr }) => ({ record, expr })),
          },
        ],
      },
    });
  }
}
