import { DEAD_MANS_SWITCH_ALERT, type Inhibition, type Matcher, REGION_DOWN_ALERT } from './route';

const is = (label: string, value: string): Matcher => ({ label, operator: '=', value });
/** Alertmanager takes two labels that are both missing for equal: what has no service must not silence everything else. */
const OF_A_SERVICE: Matcher = { label: 'service', operator: '!=', value: '' };
const SAME_SERVICE = ['environment', 'region', 'service'] as const;

/** What need not be told while something worse is (Alertmanager, inhibition). */
export const INHIBITIONS: readonly Inhibition[] = [
  {
    because: 'when a region is down everything in it is; one page says so',
    source: [is('alertname', REGION_DOWN_ALERT)],
    target: [{ label: 'alertname', operator: '!~', value: `${REGION_DOWN_ALERT}|${DEAD_MANS_SWITCH_ALERT}` }],
    equal: ['environment', 'region'],
  },
  {
    because: 'whoever was woken for a service looks at all of it',
    source: [is('severity', 'critical'), OF_A_SERVICE],
    target: [{ label: 'severity', operator: '=~', value: 'warning|info' }, OF_A_SERVICE],
    equal: SAME_SERVICE,
  },
  {
    because: 'an info explains a warning, and is not another one',
    source: [is('severity', 'warning'), OF_A_SERVICE],
    target: [is('severity', 'info'), OF_A_SERVICE],
    equal: SAME_SERVICE,
  },
];
