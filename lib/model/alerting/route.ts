/** Severities of alerts: a person is woken, a person looks when at work, nobody needs to act. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type AlertSeverity = (typeof SEVERITIES)[number];

/** The receiver that tells nobody: what nobody asked for ends here, and not in a mailbox that nobody reads. */
export const NOBODY = 'nobody';
export const DEAD_MANS_SWITCH_RECEIVER = 'dead-mans-switch';

/** The alert that always fires: while it arrives, alerting works from the rule to the receiver. */
export const DEAD_MANS_SWITCH_ALERT = 'Watchdog';
/** The alert about a whole region; it sets the label `region` to the region that it is about. */
export const REGION_DOWN_ALERT = 'RegionDown';

/** A condition on one label, as Alertmanager takes it. A label that an alert does not have is empty. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** A node of the routing tree: the alert goes down to the first child that matches, and on when that one continues. */
export interface Route {
  readonly receiver: string;
  /** All must hold; none hold always. */
  readonly matchers: readonly Matcher[];
  readonly groupBy?: readonly string[];
  readonly waitSeconds?: number;
  readonly intervalSeconds?: number;
  readonly repeatSeconds?: number;
  /** Whether later siblings are asked too. */
  readonly goesOn: boolean;
  /** Only in the business hours. */
  readonly businessHours: boolean;
  readonly routes: readonly Route[];
}

/** While a source fires, its targets with equal labels are not told. */
export interface Inhibition {
  /** Why, for the person who misses a message. */
  readonly because: string;
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

/** Receivers that an alert reaches, in the order of the tree; `nobody` among them says that it is dropped. */
export function receiversOf(route: Route, labels: Readonly<Record<string, string>>): readonly string[] {
  const reached: string[] = [];
  for (const child of route.routes) {
    if (!child.matchers.every((matcher) => matches(matcher, labels))) continue;
    reached.push(...receiversOf(child, labels));
    if (!child.goesOn) break;
  }
  return reached.length > 0 ? reached : [route.receiver];
}

function matches({ label, operator, value }: Matcher, labels: Readonly<Record<string, string>>): boolean {
  const actual = labels[label] ?? '';
  const hit = operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
  return operator.startsWith('!') ? !hit : hit;
}
