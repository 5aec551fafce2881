import { duration } from '../scalars';
import { type Check, type Finding, isRecord, maps, read, record, services, unknownName } from './check';

const time = duration('');

/** Secrets come from a store that is declared whole, and are told apart from configuration. */
export const secretsFit: Check = (data) => {
  const databases = Object.keys(record(record(data).databases));
  return [
    ...store(record(data).secretStore),
    ...services(data).flatMap(([name, service]) =>
      maps(service.secrets).flatMap(([variable, secret]) => {
        const path = ['services', name, 'secrets', variable];
        return [
          ...source(secret, path),
          ...unknownName([...path, 'database'], secret.database, databases, 'database'),
          ...used(secret.database, service.databases, databases, path),
          ...inVault(secret.database, record(data).secretStore, path),
          ...twice(variable, service.config, path),
        ];
      }),
    ),
  ];
};

function store(value: unknown): Finding[] {
  const { provider, vault, refresh = '1h', rotation } = record(value);
  const findings: Finding[] = [];
  if (provider === 'vault' && !isRecord(vault)) {
    const fix = 'add vault: { server: https://vault.example.com:8200 }';
    findings.push({ path: ['secretStore', 'provider'], found: 'vault without its address', expected: 'secretStore.vault', fix });
  }
  if (provider !== 'vault' && vault !== undefined) {
    const fix = 'set provider: vault, or remove it';
    findings.push({
      path: ['secretStore', 'vault'],
      atKey: true,
      found: 'vault beside another provider',
      expected: 'provider: vault',
      fix,
    });
  }
  const [shorter, longer] = [read(time, refresh), read(time, rotation)];
  if (shorter && longer && shorter.seconds >= longer.seconds) {
    const expected = `longer than the refresh of ${shorter.text}: else a rotated secret stops working before the new one arrives`;
    findings.push({ path: ['secretStore', 'rotation'], expected, fix: 'refresh more often' });
  }
  return findings;
}

function source({ key, database }: Readonly<Record<string, unknown>>, path: PropertyKey[]): Finding[] {
  if ((key === undefined) !== (database === undefined)) return [];
  const found = key === undefined ? 'a secret without key' : 'a secret with key and database';
  return [{ path, atKey: true, found, expected: 'exactly one of key and database', fix: 'name the key in the secret store' }];
}

/** The network lets a service reach only the databases that it says it uses. */
function used(database: unknown, declared: unknown, known: readonly string[], path: PropertyKey[]): Finding[] {
  if (typeof database !== 'string' || !known.includes(database)) return [];
  if (Array.isArray(declared) && declared.includes(database)) return [];
  const expected = 'a database of the service';
  return [{ path: [...path, 'database'], expected, fix: `add ${database} to the databases of the service` }];
}

/** Infrastructure writes addresses where AWS keeps secrets. */
function inVault(database: unknown, store: unknown, path: PropertyKey[]): Finding[] {
  if (database === undefined || record(store).provider !== 'vault') return [];
  const expected = 'provider awsSecretsManager, to which infrastructure writes the address';
  return [
    {
      path: [...path, 'database'],
      found: 'a database in a platform with Vault',
      expected,
      fix: 'put the address into Vault and name its key',
    },
  ];
}

function twice(variable: string, config: unknown, path: PropertyKey[]): Finding[] {
  if (record(record(config).env)[variable] === undefined) return [];
  return [
    {
      path,
      atKey: true,
      found: `${variable}, which config.env sets too`,
      expected: 'one source for each variable',
      fix: 'remove one of the two',
    },
  ];
}
