/** The least that is a platform, one key a line, so that a case is one change and its place is easy to see. */
export const VALID = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
kubernetes: "1.34"
regions:
  primary:
    name: us-east-1
    cidr: 10.0.0.0/16
  recovery:
    name: us-west-2
    cidr: 10.1.0.0/16
environments:
  production:
    account: "111111111111"
    regions: [primary, recovery]
    scale: 100%
services:
  web:
    tier: 1
    image: registry.example.com/shop/web:1.0.0
    ports:
      http: { port: 8080, protocol: http }
    probe: { http: { path: /healthz } }
    resources:
      requests: { cpu: 100m, memory: 128Mi }
    calls: [cart]
    load:
      users: 100
      thinkTime: 10s
      responseTime: 200ms
      requestsPerReplica: 50
    config:
      env:
        LEVEL: info
  cart:
    tier: 2
    image: registry.example.com/shop/cart:1.0.0
    resources:
      requests: { cpu: 100m, memory: 128Mi }
    ports: { grpc: { port: 7070, protocol: grpc } }
databases:
  orders: { engine: postgres, tier: 1 }
`;

/** A platform file that is none: what it says, where an error stands, and what it must say. */
export interface MalformedCase {
  readonly name: string;
  readonly content: string | Buffer;
  /** `line:column` of the issue that says it. */
  readonly at: string;
  readonly says: readonly string[];
}

/** The valid file with one text replaced by another. */
export function edit(name: string, from: string, to: string, at: string, ...says: string[]): MalformedCase {
  if (!VALID.includes(from)) throw new Error(`${name}: the valid file has no ${from}`);
  return { name, content: VALID.replace(from, () => to), at, says };
}

const whole = (name: string, content: string | Buffer, at: string, ...says: string[]): MalformedCase => ({ name, content, at, says });

const MIB = 2 ** 20;
const bomb = `${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map(
    (name, i, all) =>
      `x-${name}: &${name} [${
        i === 0
          ? '"lol"'
          : Array(10)
              .fill(`*${all[i - 1]}`)
              .join(',')
      }]`,
  )
  .join('\n')}\n${VALID}`;

/** What is wrong with the file as a file, or with its YAML. */
const FILES: readonly MalformedCase[] = [
  whole('an empty file', '', '1:1', 'an empty file'),
  whole('a file of comments', '# nothing\n\n# here\n', '1:1', 'an empty file'),
  whole('a file of white space', ' \n\n  \n', '1:1', 'an empty file'),
  whole('null', 'null\n', '1:1', 'an empty'),
  whole('a list', '- platform: shop\n', '1:1', 'a list of 1', 'a map'),
  whole('one word', 'platform\n', '1:1', 'a map'),
  whole('two documents', `${VALID}---\n${VALID}`, '43:1', 'second YAML document'),
  whole('a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), '1:1', 'the control character U+007F', 'UTF-8'),
  whole(
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('platform: shop\ndomain: '), Buffer.from([0xe9, 0x2e])]),
    '2:9',
    'not UTF-8',
  ),
  whole('a NUL in the text', 'platform: sh\0op\n', '1:13', 'U+0000'),
  whole('UTF-16', Buffer.from('\ufeffplatform: shop\n', 'utf16le'), '1:1', 'UTF-16', 'save the file as UTF-8'),
  whole('10 MB of nesting', '['.repeat(10 * MIB), '1:101', 'nested more than 100 deep'),
  whole('10 MB of comments', '# padding\n'.repeat(MIB), '1:1', '2 MiB'),
  whole('deep maps', Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), '100:101', 'nested more than 100 deep'),
  whole('an alias bomb', bomb, '2:10', 'aliases'),
  edit('an alias that names nothing', 'calls: [cart]', 'calls: *nobody', '26:12', 'alias'),
  edit('a duplicate key', 'domain: shop.example.com', 'platform: again', '2:1', 'a key that stands in this map already', 'each key once'),
  edit('a tab in the indentation', '    account:', '\taccount:', '14:1', 'tab', 'spaces'),
  edit('bad indentation', '    regions: [primary', '   regions: [primary', '15:1', 'indented'),
  edit('an open quote', '"1.34"', '"1.34', '4:18', 'does not end'),
  edit('an open bracket', 'calls: [cart]', 'calls: [cart', '27:5', 'end with a ]'),
  edit(
    'a conflict that Git left',
    '    tier: 2',
    '<<<<<<< HEAD\n    tier: 2\n=======\n    tier: 3\n>>>>>>> branch',
    '36:1',
    'resolve the merge',
  ),
  edit('line ends of old Macs', VALID, VALID.replaceAll('\n', '\r'), '1:15', 'lines that end in a line feed'),
  edit('a custom tag', 'tier: 2', 'tier: !secret 2', '36:19', 'the tag !secret', 'a plain value'),
  edit('a template that was not rendered', 'tier: 2', 'tier: {{ .tier }}', '36:12', 'a list or map as a key', 'in quotes'),
  edit('an alias inside its own value', 'calls: [cart]', 'calls: &c [cart, *c]', '26:22', 'inside the value that it names'),
  edit('a merge of what is no map', 'calls: [cart]', '<<: [1]', '26:10', 'a map with an anchor'),
  edit('a backslash in double quotes', 'path: /healthz', 'path: "/heal\\dz"', '23:34', 'use single quotes'),
  edit('two colons', 'platform: shop', 'platform: shop: two', '1:11', 'YAML that cannot be read'),
];

/** Keys and names. */
const NAMES: readonly MalformedCase[] = [
  edit('an unknown key at the top', 'domain:', 'domian:', '1:1', 'found nothing'),
  edit('a misspelt key of a service', 'calls: [cart]', 'cals: [cart]', '26:5', 'the unknown key "cals"', 'did you mean calls?'),
  edit('a misspelt key deep inside', 'thinkTime:', 'think_time:', '28:7', 'users without thinkTime'),
  edit('a missing tier', '    tier: 2\n', '', '35:3', 'a recovery tier'),
  edit('a service name with capitals', '  cart:\n', '  Cart:\n', '26:13', 'did you mean'),
  edit('an unknown callee', '[cart]', '[crat]', '26:13', 'a declared service: web, cart', 'did you mean cart?'),
  edit('a service that calls itself', '[cart]', '[web]', '26:13', 'does not call itself'),
  edit('a callee without ports', '    ports: { grpc: { port: 7070, protocol: grpc } }\n', '', '26:13', 'which listens on no port'),
  edit('a callee twice', '[cart]', '[cart, cart]', '26:19', 'each called service once'),
  edit('an unknown tier', 'tier: 2', 'tier: 7', '36:11', 'a declared tier: 1, 2, 3'),
  edit('an unknown database', 'calls: [cart]', 'databases: [order]', '26:17', 'did you mean orders?'),
  edit(
    'a database in pods with the name of a service',
    'orders: { engine: postgres, tier: 1 }',
    'cart: { engine: postgres, tier: 1, placement: inCluster }',
    '42:3',
    'the database "cart" beside a service of that name',
    'call it cart-db',
  ),
  edit('an unknown engine', 'engine: postgres', 'engine: oracle', '42:21', 'one of postgres, mongodb, redis'),
  edit('a service of an environment that is none', 'scale: 100%', 'services: { webb: {} }', '16:17', 'did you mean web?'),
  edit('the key __proto__', 'platform: shop', '__proto__: { a: 1 }\nplatform: shop', '1:1', '__proto__'),
  edit('a port name that is too long', 'http: { port', 'public-http-port: { port', '22:7', 'a port name of at most 15'),
  edit('a probe of an unknown port', '{ path: /healthz }', '{ path: /healthz, port: web }', '23:44', 'a declared port: http'),
];

/** Values and units. */
const VALUES: readonly MalformedCase[] = [
  edit('a number where a duration is meant', 'thinkTime: 10s', 'thinkTime: 10', '29:18', 'add the unit: 10s for seconds'),
  edit('a duration with a wrong unit', 'thinkTime: 10s', 'thinkTime: 10 seconds', '29:18', 'the units are ms, s, m, h and d'),
  edit(
    '500 cores where 500m are meant',
    'cpu: 100m, memory: 128Mi }\n    calls',
    'cpu: 500, memory: 128Mi }\n    calls',
    '25:24',
    '500 means 500 cores; did you mean 500m?',
  ),
  edit(
    '128 bytes where 128Mi are meant',
    'cpu: 100m, memory: 128Mi }\n    calls',
    'cpu: 100m, memory: 128 }\n    calls',
    '25:38',
    'did you mean 128Mi?',
  ),
  edit(
    'thousandths of a byte',
    'cpu: 100m, memory: 128Mi }\n    calls',
    'cpu: 100m, memory: 128m }\n    calls',
    '25:38',
    'thousandths of a byte',
  ),
  edit(
    'megabytes as people write them',
    'cpu: 100m, memory: 128Mi }\n    calls',
    'cpu: 100m, memory: 128MB }\n    calls',
    '25:38',
    'did you mean 128Mi?',
  ),
  edit('an address block without length', '10.0.0.0/16', '10.0.0.0', '8:11', 'add the prefix length: 10.0.0.0/16'),
  edit('an address inside a block', '10.0.0.0/16', '10.0.1.0/16', '8:11', 'the block of that address is 10.0.0.0/16'),
  edit('blocks that overlap', '10.1.0.0/16', '10.0.0.0/16', '11:11', 'overlaps 10.0.0.0/16'),
  edit('a block that is too small', '10.1.0.0/16', '10.1.0.0/24', '11:11', 'from /16 to /20'),
  edit('the same region twice', 'us-west-2', 'us-east-1', '10:11', 'another region than the primary'),
  edit('a region that is none', 'us-east-1', 'virginia', '7:11', 'an AWS region, such as us-east-1'),
  edit(
    'a recovery role without a recovery region',
    '  recovery:\n    name: us-west-2\n    cidr: 10.1.0.0/16\n',
    '',
    '12:14',
    'declare regions.recovery',
  ),
  edit('a version that YAML reads as a number', '"1.34"', '1.30', '4:13', 'put it in quotes, YAML reads it as a number: "1.30"'),
  edit('an account that YAML reads as a number', '"111111111111"', '111111111111', '14:14', 'put it in quotes: "111111111111"'),
  edit('a fraction where a share is meant', '100%', '0.5', '16:12', 'write it with its sign: 50%'),
  edit('an image without a version', 'web:1.0.0', 'web', '20:12', 'name the version'),
  edit('the image latest', 'web:1.0.0', 'web:latest', '20:12', 'instead of latest'),
  edit('a digest that is none', 'calls: [cart]', 'digest: sha256:abc', '26:13', '64 hex digits'),
  edit('port 70000', 'port: 8080', 'port: 70000', '22:21', 'at most 65535'),
  edit('a protocol that is none', 'protocol: http', 'protocol: https', '22:37', 'one of http, grpc, tcp, udp'),
  edit('a path without slash', 'path: /healthz', 'path: healthz', '23:28', 'a path that starts with /'),
  edit('two checks in one probe', 'probe: { http', 'probe: { tcp: {}, http', '23:5', 'exactly one of http, grpc, tcp and exec'),
  edit('a number in the environment', 'LEVEL: info', 'LEVEL: 5', '34:16', 'put it in quotes: "5"'),
  edit(
    'a limit below the request',
    'memory: 128Mi }\n    calls',
    'memory: 128Mi }\n      limits: { memory: 64Mi }\n    calls',
    '26:25',
    'at least the request 128Mi',
  ),
  edit('users without a response time', '      responseTime: 200ms\n', '', '28:7', 'add responseTime'),
  edit('a list where one word is meant', 'tier: 1\n    image', 'tier: [1]\n    image', '19:11', 'the name of a recovery tier'),
  edit('a word where a list is meant', '[cart]', 'cart', '26:12', 'write it as a list: [cart]'),
  edit('a word where a map is meant', 'probe: { http: { path: /healthz } }', 'probe: /healthz', '23:12', 'a map'),
  edit('a cron expression of six fields', 'calls: [cart]', 'schedule: { cron: "0 0 3 * * *" }', '26:23', 'no field for seconds'),
  edit('a cron macro', 'calls: [cart]', 'schedule: { cron: "@daily" }', '26:23', 'write it out: "0 0 * * *"'),
  edit('a cron field out of range', 'calls: [cart]', 'schedule: { cron: "0 25 * * *" }', '26:23', 'the hour takes 0 to 23'),
  edit('Sunday as 7', 'calls: [cart]', 'schedule: { cron: "0 3 * * 7" }', '26:23', 'the weekday takes 0 to 6'),
  edit('a day that never comes', 'calls: [cart]', 'schedule: { cron: "0 3 31 2 *" }', '26:23', 'a day that comes in some year'),
  edit('a duration of a century', 'thinkTime: 10s', 'thinkTime: 36525d', '29:18', 'a duration with its unit'),
  edit('an address with leading zeros', '10.0.0.0/16', '010.0.0.0/16', '8:11', 'without leading zeros'),
  edit('a quoted boolean', 'scale: 100%', 'protect: "true"', '16:14', 'remove the quotes: true'),
  edit('a quoted number', 'port: 8080', 'port: "8080"', '22:21', 'remove the quotes: 8080'),
  edit('a misspelt choice', 'protocol: http }', 'protocol: htpp }', '22:37', 'did you mean http?'),
  edit('a time zone that is none', 'calls: [cart]', 'schedule: { cron: "0 3 * * *", timeZone: Mars/Base }', '26:46', 'IANA'),
  edit('more replicas at least than at most', 'calls: [cart]', 'replicas: { min: 5, max: 2 }', '26:30', 'at least the minimum of 5'),
  edit(
    'a waiver of no rule',
    'databases:',
    'waivers: [{ rule: Z99, subject: web, reason: none, expires: 2027-01-31 }]\ndatabases:',
    '41:19',
    'a rule id such as K21',
  ),
  edit(
    'a waiver without a date',
    'databases:',
    'waivers: [{ rule: K21, subject: web, reason: none, expires: soon }]\ndatabases:',
    '41:61',
    'a date such as 2027-01-31',
  ),
];

export const MALFORMED = [...FILES, ...NAMES, ...VALUES];
