import { LOOK, PROBE, PUBLIC_PORTS, type PublicService, servingText } from '../../model';
import { all, type Branch, type Condition, call, type JsonObject, matches, not, type State } from './asl';

/** What did not come from the other side, but from the way to it: no address, no connection, no answer. */
const UNREACHABLE = ['States.Http.Socket', 'States.Timeout', 'Events.ConnectionResource.InvalidConnectionState'];

/** A request from outside, through the connection that EventBridge keeps for it. */
const request = (connectionArn: string, url: string, rest: JsonObject = {}): JsonObject => ({
  ApiEndpoint: url,
  Method: 'GET',
  Authentication: { ConnectionArn: connectionArn },
  ...rest,
});

/** Asks a service at a host. What is public without a path that vouches for it counts as up once anything answers. */
function asked(why: string, connectionArn: string, { name, regionCheck }: PublicService, host: string): Branch {
  const path = regionCheck.kind === 'https' ? regionCheck.path : '/';
  const probe = (handlers: readonly JsonObject[]): State =>
    call({
      action: 'http:invoke',
      with: request(connectionArn, `https://${host}:${PUBLIC_PORTS.https}${path}`),
      budget: PROBE,
      select: { 'status.$': '$.StatusCode' },
      into: '$.probe',
      catch: handlers,
    });
  const state = `${why}: ask ${name}`;
  if (regionCheck.kind === 'https') return { StartAt: state, States: { [state]: probe([]) } };
  const [down, up] = [`${why}: ${name} is down`, `${why}: ${name} is up`];
  return {
    StartAt: state,
    States: {
      [state]: probe([
        { ErrorEquals: UNREACHABLE, Next: down, ResultPath: '$.error' },
        { ErrorEquals: ['States.ALL'], Next: up, ResultPath: '$.error' },
      ]),
      [down]: { Type: 'Fail', Error: 'Unreachable', Cause: host },
      [up]: { Type: 'Succeed' },
    },
  };
}

export interface ProbeProps {
  /** What is found out; the names of the states bear it. */
  readonly why: string;
  readonly connectionArn: string;
  readonly services: readonly PublicService[];
  readonly hostOf: (service: PublicService) => string;
  readonly up: string;
  readonly down: string;
}

/** Asks every service at once. A region serves where all of them answer, as Route 53's checks have it. */
export const probe = ({ why, connectionArn, services, hostOf, up, down }: ProbeProps): State => ({
  Type: 'Parallel',
  Branches: services.map((service) => asked(why, connectionArn, service, hostOf(service))),
  ResultPath: null,
  Next: up,
  Catch: [{ ErrorEquals: ['States.ALL'], Next: down, ResultPath: '$.error' }],
});

/** Two public resolvers that answer over HTTPS; neither belongs to a region of AWS. */
const RESOLVERS = {
  Google: (name: string) => `https://dns.google/resolve?name=${name}&type=TXT`,
  Cloudflare: (name: string) => `https://cloudflare-dns.com/dns-query?name=${name}&type=TXT`,
} as const;

type Resolver = keyof typeof RESOLVERS;

/** A branch that asks a resolver which region serves; silence is an answer without a region. */
function resolved(why: string, connectionArn: string, resolver: Resolver, name: string): Branch {
  const [ask, silent] = [`${why}: ask ${resolver}`, `${why}: ${resolver} is silent`];
  return {
    StartAt: ask,
    States: {
      [ask]: call({
        action: 'http:invoke',
        with: request(connectionArn, RESOLVERS[resolver](name), { Headers: { accept: 'application/dns-json' } }),
        budget: LOOK,
        select: { 'answer.$': 'States.JsonToString($.ResponseBody)' },
        into: '$',
        catch: [{ ErrorEquals: ['States.ALL'], Next: silent }],
      }),
      [silent]: { Type: 'Pass', Result: { answer: '' }, End: true },
    },
  };
}

/** Asks both resolvers at once what a name answers. */
export const askResolvers = (why: string, connectionArn: string, name: string, next: string): State => ({
  Type: 'Parallel',
  Branches: (Object.keys(RESOLVERS) as Resolver[]).map((resolver) => resolved(why, connectionArn, resolver, name)),
  ResultPath: '$.resolvers',
  Next: next,
});

/** Whether a resolver says one thing, and none says the other. */
export function resolversSay(text: string, other: string, at = '$.resolvers'): Condition {
  const answers = Object.keys(RESOLVERS).map((_, i) => `${at}[${i}].answer`);
  const says = (what: string) => ({ Or: answers.map((answer) => matches(answer, `*${what}*`)) });
  return all(says(text), not(says(other)));
}

/** Whether the resolvers hold a region for the one that serves. */
export const saysServing = (region: string, other: string, at?: string): Condition =>
  resolversSay(servingText(region), servingText(other), at);
