import { parseCidr } from '../../../lib/spec';
import { platform } from '../support';
import type { CaseTable } from './case';

const block = parseCidr('10.0.128.0/17');
const built = (facts: { readonly user?: number; readonly ports?: readonly number[] }) => ({
  platform: platform(),
  images: new Map([['web', { file: 'web/Dockerfile', ports: [], ...facts }]]),
});

/** The spec refuses overlapping blocks of one file; a platform that was built in code may have them. */
const overlapping = platform({}, (clusters) =>
  clusters.map((cluster) =>
    cluster.role === 'recovery' && block ? { ...cluster, network: { ...cluster.network, cidr: block } } : cluster,
  ),
);
const zones = (count: number, tier: string) =>
  platform({
    regions: { primary: { zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'].slice(0, count) } },
    services: { web: { tier, calls: [], databases: [] }, cart: { tier } },
  });
const handoff = (changes: Record<string, unknown>) =>
  platform({
    handoff: {
      image: 'registry.example.com/shop/holdfast:1.0.0',
      environment: 'production',
      redis: { address: 'handoffs.example.com:6379' },
      egress: [{ cidr: '10.0.0.0/8', ports: [6379], because: 'Redis' }],
      ...changes,
    },
  });
const replicas = (figures: Record<string, number>) => platform({ services: { web: { replicas: figures } } });

const pods = (requests: Record<string, string>) =>
  platform({ services: { web: { resources: { requests, limits: { memory: requests.memory } } } } });
/** A /20 leaves 512 addresses to the private subnet of a zone: not enough for pods that each fill most of a node. */
const crowded = platform({
  regions: { primary: { cidr: '10.0.0.0/20' } },
  services: { web: { resources: { requests: { cpu: '3', memory: '1Gi' }, limits: { memory: '1Gi' } } } },
});

/** Rules over what follows from the platform file. */
export const platformCases: CaseTable = {
  X12: {
    breaks: { 'regions that share addresses': overlapping, 'two zones for tier 1': zones(2, '1') },
    keeps: { 'regions apart': platform(), 'two zones for tier 2': zones(2, '2'), 'three zones for tier 1': zones(3, '1') },
  },
  X13: {
    breaks: {
      'fewer replicas than the load needs': replicas({ min: 2 }),
      'a ceiling below what the whole load needs': replicas({ max: 10 }),
      'fewer in one environment': platform({ environments: { production: { services: { web: { replicas: { min: 2 } } } } } }),
      'nodes that cannot hold the ceilings': platform({ nodes: { max: 3 } }),
      'a pod that is larger than a node': pods({ cpu: '5', memory: '1Gi' }),
      'a pod with more memory than a node': pods({ cpu: '1', memory: '20Gi' }),
      'subnets too small for the pods of the nodes': crowded,
    },
    keeps: {
      'more replicas than the load needs': replicas({ min: 60, max: 200 }),
      'nodes to spare': platform({ nodes: { max: 500 } }),
      'a pod that just fits': pods({ cpu: '3', memory: '10Gi' }),
    },
  },
  X14: {
    breaks: {
      'a caller that is stricter than what it calls': platform({ services: { cart: { tier: '3' } } }),
      'a caller that is stricter than its database': platform({ databases: { orders: { tier: '3' } } }),
    },
    keeps: {
      'what is called is stricter': platform({ services: { cart: { tier: '1' } } }),
      'tiers of one objective': platform({
        tiers: { 2: { rto: '1h', rpo: '30m' }, gold: { rto: '60m', rpo: '1m' } },
        services: { web: { tier: 'gold' } },
      }),
    },
  },
  X27: {
    breaks: {
      'a lease of less than three heartbeats': handoff({ lease: '44s', heartbeat: '15s' }),
      'a record that is gone when a peer sends again': handoff({ remember: '24h' }),
      'a record that attempts outlive': handoff({ attempts: 40, attemptLimit: '6h', remember: '7d' }),
    },
    keeps: {
      'no worker': platform(),
      'the defaults': handoff({}),
      'a lease of three heartbeats': handoff({ lease: '45s', heartbeat: '15s' }),
      'a record that outlives many attempts': handoff({ attempts: 40, attemptLimit: '6h', remember: '12d' }),
    },
  },
  X26: {
    breaks: {
      'an image for another user': built({ user: 65_532 }),
      'an image that runs as root': built({ user: 0 }),
      'an image that exposes another port': built({ ports: [9090] }),
    },
    keeps: {
      'an image for the same user and port': built({ user: 10_001, ports: [9090, 8080] }),
      'an image that leaves both open': built({}),
      'no image at hand': { platform: platform(), images: new Map() },
    },
  },
};
