import { type DatabaseSpec, UsageError } from '../../spec';
import { type Derived, derived } from '../derived';
import type { Product } from './product';

/**
 * The smallest class of each product that keeps its speed: burstable ones run out of credits under the very load that follows a
 * failover, and a global database refuses them (Aurora User Guide, global database requirements; DocumentDB Developer Guide,
 * global clusters).
 */
const SMALLEST: Readonly<Record<Exclude<Product, 'elasticache'>, string>> = {
  rds: 'db.m7g.large',
  aurora: 'db.r7g.large',
  documentdb: 'db.r6g.large',
};
/** Products whose members are copied over the whole cluster by storage of their own: they want memory and refuse other families. */
const MEMORY_OPTIMIZED: ReadonlySet<Product> = new Set(['aurora', 'documentdb']);

/**
 * Instance class of a database: what is declared, else the smallest that keeps its speed.
 *
 * @throws UsageError for a class that the product does not run on
 */
export function instanceClass(
  name: string,
  product: Exclude<Product, 'elasticache'>,
  { instanceClass: declared }: DatabaseSpec,
): Derived<string> {
  if (declared === undefined)
    return derived(SMALLEST[product], 'the smallest class that is not burstable', { product }, 'AWS documentation, DB instance classes');
  const expected = MEMORY_OPTIMIZED.has(product) ? /^db\.(r|x)\d/ : /^db\.(?!t)/;
  if (expected.test(declared)) return derived(declared, 'declared', {}, 'databases.instanceClass');
  const why = MEMORY_OPTIMIZED.has(product) ? 'a memory-optimized class' : 'a class that is not burstable';
  throw new UsageError(`databases.${name}.instanceClass: found ${declared}, expected ${why}, such as ${SMALLEST[product]}`);
}
