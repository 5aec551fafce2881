// A publisher of its own: a process that publishes what it is told, when it is told.
import { publishRelease } from '../../../lib/delivery';
import { publishTree } from '../../../lib/output';
import { manifests } from './support';

/** What a publisher is told. */
export interface Order {
  readonly server: string;
  readonly folder: string;
  readonly tag: string;
}

/** What it answers. */
export interface Answer {
  readonly outcome: string;
  readonly commit?: string;
  readonly release: string;
  readonly attempts: number;
  readonly error?: string;
}

process.on('message', ({ server, folder, tag }: Order) => {
  const files = manifests({ cart: tag, mail: '1.0.0', web: tag });
  publishRelease({
    repository: `file://${server}`,
    branch: 'production',
    environment: 'production',
    sourceFolder: folder,
    sourceRepository: 'https://git.example.com/shop/platform',
    files,
    write: publishTree,
  }).then(
    ({ outcome, commit, release, attempts }) => process.send?.({ outcome, commit, release, attempts } satisfies Answer),
    (error: unknown) => process.send?.({ outcome: 'failed', release: '', attempts: 0, error: String(error) } satisfies Answer),
  );
});
process.send?.('ready');
