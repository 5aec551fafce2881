import { type DatabaseSpec, UsageError } from '../../spec';

/** What AWS runs for a declared version. */
export interface EngineVersion {
  /** As it is declared: what applications know. */
  readonly declared: string;
  /** The exact one. Both sides of a global database run the same, so neither may choose by itself. */
  readonly exact: string;
  /** Family of parameter groups. */
  readonly major: string;
}

/**
 * Versions in standard support, oldest first; RDS and Aurora have the same minor ones (RDS for PostgreSQL and Aurora PostgreSQL
 * release notes; DocumentDB Developer Guide, engine versions). DocumentDB takes clients of MongoDB by these numbers.
 */
const VERSIONS: Readonly<Record<'postgres' | 'mongodb', Readonly<Record<string, string>>>> = {
  postgres: { '14': '14.19', '15': '15.14', '16': '16.10', '17': '17.6' },
  mongodb: { '4.0': '4.0.0', '5.0': '5.0.0' },
};
const DEFAULT = { postgres: '17', mongodb: '5.0' } as const;

/**
 * The engine version of a database.
 *
 * @throws UsageError when AWS does not have it in standard support
 */
export function engineVersion(name: string, engine: 'postgres' | 'mongodb', { version }: DatabaseSpec): EngineVersion {
  const known = VERSIONS[engine];
  const declared = version ?? DEFAULT[engine];
  const exact = known[declared];
  if (exact !== undefined) return { declared, exact, major: declared };
  const names = Object.keys(known).map((each) => `"${each}"`);
  throw new UsageError(
    `databases.${name}.version: found "${declared}", expected one of ${names.join(', ')}; leave it out for "${DEFAULT[engine]}"`,
  );
}
