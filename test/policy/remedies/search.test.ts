import fc from 'fast-check';
import { type RecoveryProof, recoveryProofs, resolvePlatform } from '../../../lib/model';
import { checkPlatform } from '../../../lib/policy';
import { editedText, parseSpec } from '../../../lib/spec';

interface Choices {
  readonly interval: number;
  readonly threshold: number;
  readonly ttl: number;
  readonly standby: number;
  readonly rto: number;
  readonly rpo: number;
  readonly replication: string | undefined;
  readonly lagAlert: number | undefined;
  readonly manual: boolean;
}

/** A shop whose failover is as it is chosen, written as people write: with comments, in blocks and in flow. */
const shop = ({ interval, threshold, ttl, standby, rto, rpo, replication, lagAlert, manual }: Choices) => `# the shop
platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments: { production: { account: "111111111111", regions: [primary, recovery] } }
failover: # as of May
  interval: ${interval}s
  threshold: ${threshold}
  # resolvers keep it
  dnsTtl: ${ttl}s
tiers:
  gold: { rto: ${rto}s, rpo: ${rpo}s, standby: ${standby}%${manual ? ', approval: manual' : ''} }
databases:
  orders: # the ledger
    engine: postgres
    tier: gold${replication ? `\n    replication: ${replication}` : ''}${lagAlert ? `\n    lagAlert: ${lagAlert}s` : ''}
services:
  web:
    tier: gold
    image: r.example.com/web:1
    ports: { http: { port: 8080, protocol: http } }
    public: {}
    probe: { http: { path: /healthz } }
    resources: { requests: { cpu: 100m, memory: 64Mi } }
    load: { users: 20000, thinkTime: 10s, responseTime: 100ms, requestsPerReplica: 50 }
    databases: [orders]
`;
const choices = fc.record<Choices>({
  interval: fc.integer({ min: 10, max: 300 }),
  threshold: fc.integer({ min: 1, max: 10 }),
  ttl: fc.integer({ min: 1, max: 7200 }),
  standby: fc.integer({ min: 0, max: 100 }),
  rto: fc.integer({ min: 300, max: 7200 }),
  rpo: fc.integer({ min: 5, max: 7200 }),
  replication: fc.constantFrom(undefined, 'readReplica', 'globalDatabase', 'none'),
  lagAlert: fc.option(fc.integer({ min: 1, max: 7200 }), { nil: undefined }),
  manual: fc.boolean(),
});

const platformOf = (text: string) => resolvePlatform(parseSpec(text, 'platform.yaml').spec);
function proofOf(chosen: Choices): RecoveryProof {
  const [proof] = recoveryProofs(platformOf(shop(chosen)));
  if (!proof) throw new Error('nothing is proved');
  return proof;
}

const RUNS = { numRuns: 60 };

/** Intervals that fit into a minute, or into which minutes fit. Between them a longer one may look later in its minute, and so sooner in all. */
const FITTING = [10, 12, 15, 20, 30, 60, 120, 180, 240, 300];

test('the worst case never falls as the interval grows, from one that fits a minute to another', () => {
  fc.assert(
    fc.property(choices, fc.integer({ min: 1, max: FITTING.length - 1 }), (chosen, i) => {
      const worst = (interval = 0) => proofOf({ ...chosen, replication: 'readReplica', interval }).rto.worstSeconds;
      expect(worst(FITTING[i])).toBeGreaterThanOrEqual(worst(FITTING[i - 1]));
    }),
    RUNS,
  );
});

test.each(['threshold', 'ttl'] as const)('the worst case never falls as the %s grows', (field) => {
  fc.assert(
    fc.property(choices, fc.integer({ min: 1, max: 300 }), (chosen, more) => {
      const most = { threshold: 10, ttl: 7200 }[field];
      const longer = { ...chosen, replication: 'readReplica', [field]: Math.min(most, chosen[field] + more) };
      expect(proofOf(longer).rto.worstSeconds).toBeGreaterThanOrEqual(proofOf({ ...chosen, replication: 'readReplica' }).rto.worstSeconds);
    }),
    RUNS,
  );
});

test('the typical case is never beyond the worst one', () => {
  fc.assert(
    fc.property(choices, (chosen) => {
      const { rto } = proofOf(chosen);
      expect(rto.typicalSeconds).toBeLessThanOrEqual(rto.worstSeconds);
      expect(rto.critical.reduce((sum, { worstSeconds }) => sum + worstSeconds, 0)).toBeCloseTo(rto.worstSeconds);
    }),
    RUNS,
  );
});

test('more is lost as the alert on the lag comes later', () => {
  fc.assert(
    fc.property(choices, fc.integer({ min: 1, max: 3600 }), (chosen, alert) => {
      const at = (lagAlert: number) => proofOf({ ...chosen, replication: 'readReplica', lagAlert }).rpo.worstSeconds;
      expect(at(alert + 1)).toBeGreaterThan(at(alert));
    }),
    RUNS,
  );
});

test('a patch that is found mends what it is for, and leaves every comment', () => {
  let found = 0;
  fc.assert(
    fc.property(choices, (chosen) => {
      const text = shop(chosen);
      for (const { edits, rule } of checkPlatform(platformOf(text))) {
        if (!edits) continue;
        found++;
        const mended = editedText(text, edits) ?? '';
        expect(mended.match(/#.*/g)).toEqual(text.match(/#.*/g));
        expect(checkPlatform(platformOf(mended)).filter((finding) => finding.rule === rule)).toEqual([]);
      }
    }),
    RUNS,
  );
  expect(found).toBeGreaterThan(10);
});

test('the cheapest of several patches is found', () => {
  const [finding] = checkPlatform(
    platformOf(
      shop({
        interval: 30,
        threshold: 3,
        ttl: 3600,
        standby: 100,
        rto: 1800,
        rpo: 600,
        replication: 'readReplica',
        lagAlert: undefined,
        manual: false,
      }),
    ),
  );
  expect(finding?.edits).toEqual([{ path: ['failover', 'dnsTtl'], text: '1m' }]);
});
