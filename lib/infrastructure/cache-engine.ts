import { type DatabaseSpec, UsageError } from '../spec';

/** What runs a managed database that speaks the Redis protocol. */
export interface CacheEngine {
  readonly engine: 'redis' | 'valkey';
  /** Major and minor: AWS chooses the patch. */
  readonly version: string;
  /** Family of its parameter group. */
  readonly family: string;
}

/**
 * Versions by number. Redis stopped being open source after 7.2, so that ElastiCache has Redis OSS up to 7.1 and its
 * open-source successor Valkey from 7.2 on: no number names both (ElastiCache User Guide, "Engine versions and upgrading").
 */
const ENGINES: readonly CacheEngine[] = [
  { engine: 'redis', version: '7.0', family: 'redis7' },
  { engine: 'redis', version: '7.1', family: 'redis7' },
  { engine: 'valkey', version: '7.2', family: 'valkey7' },
  { engine: 'valkey', version: '8.0', family: 'valkey8' },
  { engine: 'valkey', version: '8.1', family: 'valkey8' },
  { engine: 'valkey', version: '8.2', family: 'valkey8' },
];

/**
 * Valkey is a drop-in replacement of Redis OSS 7, costs up to 20 % less a node (ElastiCache User Guide and FAQ), and is what AWS
 * still brings new versions of. The last minor version of its major one: automatic minor upgrades cannot move a database past
 * what is written here, which Terraform would answer with a replacement.
 */
const DEFAULT_VERSION = '8.2';

/**
 * The engine of a database by its version.
 *
 * @throws UsageError when ElastiCache does not have that version, or has it only without required encryption in transit
 */
export function cacheEngine(name: string, { version = DEFAULT_VERSION }: DatabaseSpec): CacheEngine {
  const engine = ENGINES.find((known) => known.version === version);
  if (engine) return engine;
  const known = ENGINES.map((each) => `"${each.version}"`).join(', ');
  throw new UsageError(`databases.${name}.version: found "${version}", expected one of ${known}; leave it out for "${DEFAULT_VERSION}"`);
}
