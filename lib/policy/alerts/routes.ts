import { load } from 'js-yaml';
import { type Matcher, type Route, receiversOf } from '../../model';
import { isMap, items, type JsonMap, type ManifestIndex, map, text, textMap, texts } from '../manifests';

/** Whom an Alertmanager tells, as its configuration says. */
export interface ToldBy {
  /** Receivers with a way to be told. */
  readonly receivers: ReadonlySet<string>;
  readonly root: Route;
}

const CONFIG_FILE = /^alertmanager\.ya?ml$/;

/** The Alertmanager configurations among the manifests: where there is none, nobody can tell who is told. */
export const routings = (cluster: ManifestIndex): readonly ToldBy[] =>
  cluster.ofKind('ConfigMap').flatMap(({ raw }) =>
    Object.entries(textMap(raw.data)).flatMap(([file, content]) => {
      const config = CONFIG_FILE.test(file) ? parsed(content) : undefined;
      return config ? [{ receivers: withWays(config), root: routeOf(map(config.route)) }] : [];
    }),
  );

/** Whether an alert with these labels reaches somebody. */
export const reaches = ({ receivers, root }: ToldBy, labels: Readonly<Record<string, string>>): boolean =>
  receiversOf(root, labels).some((receiver) => receivers.has(receiver));

function parsed(content: string): JsonMap | undefined {
  try {
    const config = load(content);
    return isMap(config) ? config : undefined;
  } catch {
    // Another rule's subject: a file that is no YAML does not say whom it tells.
    return undefined;
  }
}

const withWays = (config: JsonMap): ReadonlySet<string> =>
  new Set(
    items(config.receivers).flatMap(({ item }) =>
      Object.keys(item).some((key) => key.endsWith('_configs')) ? (text(item.name) ?? []) : [],
    ),
  );

const routeOf = (route: JsonMap): Route => ({
  receiver: text(route.receiver) ?? '',
  matchers: [
    ...texts(route.matchers).flatMap(matcherOf),
    // As configurations had it before version 0.22.
    ...Object.entries(textMap(route.match)).map(([label, value]) => ({ label, operator: '=', value }) as const),
    ...Object.entries(textMap(route.match_re)).flatMap(([label, value]) => known({ label, operator: '=~', value })),
  ],
  goesOn: route.continue === true,
  businessHours: false,
  // A child without a receiver has that of its parent.
  routes: items(route.routes).map(({ item }) => routeOf({ receiver: route.receiver, ...item })),
});

function matcherOf(written: string): Matcher[] {
  const parts = /^\s*([\w.]+)\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*$/.exec(written);
  const [, label = '', operator = '=', value = ''] = parts ?? [];
  return parts ? known({ label, operator: operator as Matcher['operator'], value }) : [];
}

/** Go knows expressions that we cannot read; such a condition is taken to hold, since nothing is said without knowing. */
function known(matcher: Matcher): Matcher[] {
  if (!matcher.operator.endsWith('~')) return [matcher];
  try {
    new RegExp(matcher.value);
    return [matcher];
  } catch {
    return [];
  }
}
