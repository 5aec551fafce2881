import { edit, type MalformedCase, VALID } from './malformed-cases';

const ROLLOUT = 'calls: [cart]';
const judged = 'objectives: { availability: 99.9 }\n    metrics: { port: http }\n    ';

/** Roll-outs and secrets that contradict themselves or the rest of the file. */
export const ROLLOUTS_AND_SECRETS: readonly MalformedCase[] = [
  edit('steps of a rolling update', ROLLOUT, 'rollout: { steps: [{ weight: 5 }] }', '26:16', 'strategy canary'),
  edit(
    'a canary without objectives',
    ROLLOUT,
    'rollout: { strategy: canary }',
    '26:26',
    'canary for a service without objectives',
    'say under unjudged why not',
  ),
  edit(
    'a canary that nothing measures',
    ROLLOUT,
    'objectives: { availability: 99.9 }\n    rollout: { strategy: canary }',
    '27:26',
    'canary for a service without metrics',
    'set mesh: istio',
  ),
  edit(
    'a header route without a mesh',
    ROLLOUT,
    `${judged}rollout: { strategy: canary, header: { name: x-version, value: v2 } }`,
    '28:34',
    'a mesh, which alone looks at headers',
  ),
  edit(
    'weights that do not grow',
    ROLLOUT,
    `${judged}rollout: { strategy: canary, steps: [{ weight: 50 }, { weight: 20 }] }`,
    '28:68',
    'more than the 50% of the step before',
  ),
  edit('an empty step', ROLLOUT, `${judged}rollout: { strategy: canary, steps: [{}] }`, '28:42', 'a weight, a pause, or both'),
  edit(
    'a promotion by itself in a canary',
    ROLLOUT,
    `${judged}rollout: { strategy: canary, autoPromote: 5m }`,
    '28:34',
    'strategy blueGreen',
  ),
  edit('a blue-green singleton', ROLLOUT, `${judged}singleton: holds state\n    rollout: { strategy: blueGreen }`, '29:26', 'a singleton'),
  edit('the share of a whole', ROLLOUT, `${judged}rollout: { strategy: canary, steps: [{ weight: 100 }] }`, '28:52', 'at most 99'),
  edit(
    'a roll-out of one environment that nothing measures',
    'scale: 100%',
    'services: { web: { rollout: { strategy: blueGreen } } }',
    '16:45',
    'blueGreen for a service without objectives',
  ),
  edit(
    'a migration that Flux would not wait for',
    'services:\n  web:',
    'gitops: flux\nservices:\n  web:\n    migration: { command: [migrate] }',
    '20:5',
    'gitops: argocd',
  ),
  edit('a secret from nowhere', ROLLOUT, 'secrets: { TOKEN: {} }', '26:16', 'exactly one of key and database'),
  edit('a secret with a slash too many', ROLLOUT, 'secrets: { TOKEN: { key: /a } }', '26:30', 'a key of letters'),
  edit('a secret of an unknown database', ROLLOUT, 'secrets: { URL: { database: order } }', '26:33', 'did you mean orders?'),
  edit(
    'a secret of a database that the service does not use',
    ROLLOUT,
    'secrets: { URL: { database: orders } }',
    '26:33',
    'add orders to the databases of the service',
  ),
  edit('a secret that is configuration too', ROLLOUT, 'secrets: { LEVEL: { key: a } }', '26:16', 'LEVEL, which config.env sets too'),
  edit('a Vault without its address', 'databases:', 'secretStore: { provider: vault }\ndatabases:', '41:26', 'secretStore.vault'),
  edit(
    'a Vault without TLS',
    'databases:',
    'secretStore: { provider: vault, vault: { server: "http://vault" } }\ndatabases:',
    '41:50',
    'starts with https://',
  ),
  edit(
    'a rotation faster than the refresh',
    'databases:',
    'secretStore: { refresh: 2h, rotation: 1h }\ndatabases:',
    '41:39',
    'longer than the refresh of 2h',
  ),
  {
    name: 'the address of a managed database in Vault',
    content: VALID.replace('calls: [cart]', 'databases: [orders]\n    secrets: { URL: { database: orders } }').replace(
      'databases:\n',
      'secretStore: { provider: vault, vault: { server: "https://vault.example.com" } }\ndatabases:\n',
    ),
    at: '27:33',
    says: ['a database in a platform with Vault', 'put the address into Vault'],
  },
];
