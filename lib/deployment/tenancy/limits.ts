import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Tenancy } from '../../model';

/** What a container gets that says nothing itself; ours all do. */
const DEFAULTS = {
  request: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
  limit: { memory: '256Mi', 'ephemeral-storage': '256Mi' },
} as const;

export interface NamespaceLimitsProps {
  readonly namespace: string;
  readonly tenancy: Tenancy;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * ResourceQuota and LimitRange of a namespace: room for every service at its ceiling in the middle of a roll-out, and for
 * nothing that nobody declared. Ports of nodes and load balancers are made by the platform, never by a Service.
 */
export class NamespaceLimits extends Construct {
  constructor(scope: Construct, id: string, { namespace, tenancy, labels }: NamespaceLimitsProps) {
    super(scope, id);
    const { quota, largest } = tenancy;
    new k8s.KubeResourceQuota(this, 'Quota', {
      metadata: { name: 'capacity', namespace, labels },
      spec: {
        hard: quantities({
          pods: String(quota.pods.value),
          'requests.cpu': quota.cpu.value.text,
          'requests.memory': quota.memory.value.text,
          'limits.memory': quota.memoryLimit.value.text,
          'requests.ephemeral-storage': quota.ephemeralStorage.value.text,
          'limits.ephemeral-storage': quota.ephemeralStorageLimit.value.text,
          'services.loadbalancers': '0',
          'services.nodeports': '0',
        }),
      },
    });
    new k8s.KubeLimitRange(this, 'Limits', {
      metadata: { name: 'containers', namespace, labels },
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: quantities(DEFAULTS.request),
            default: quantities(DEFAULTS.limit),
            max: quantities({ memory: largest.memory.text, 'ephemeral-storage': largest.ephemeralStorage.text }),
          },
        ],
      },
    });
  }
}

const quantities = (amounts: Readonly<Record<string, string>>): { [name: string]: k8s.Quantity } =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, k8s.Quantity.fromString(amount)]));
