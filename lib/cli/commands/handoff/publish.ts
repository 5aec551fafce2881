import { readFileSync } from 'node:fs';
import { composeHandoff, type HandoffInput, PRIORITIES, publishHandoff, signingKeys } from '../../../handoff';
import { UsageError } from '../../../spec';
import { asUsage, withRedis } from './connection';

export interface PublishHandoffOptions {
  readonly id?: string;
  readonly priority?: string;
  readonly project?: string;
  /** Publish to the queue of the project instead of the one that all share. */
  readonly queueOfProject?: boolean;
  /** File with technical_details. */
  readonly details?: string;
  readonly style?: 'sorted' | 'list';
}

const PROJECT = 'default';

/** Publishes one handoff and prints its id. */
export function publishOne(
  [from, to, summary, context]: readonly [string, string, string, string?],
  options: PublishHandoffOptions,
): Promise<void> {
  return asUsage(async () => {
    const priority = PRIORITIES.find((known) => known === (options.priority ?? 'normal'));
    if (!priority) throw new UsageError(`--priority: expected ${PRIORITIES.join(', ')}; found ${options.priority}`);
    const project = options.project ?? process.env.HANDOFF_PROJECT ?? PROJECT;
    const [key] = signingKeys(process.env);
    const message = composeHandoff(
      { project, from, to, summary, context, priority, id: options.id, details: detailsOf(options.details) },
      key,
    );
    const told = await withRedis((redis) =>
      publishHandoff(redis, message, { style: options.style, ...(options.queueOfProject ? { project } : {}) }),
    );
    process.stderr.write(told === 'already' ? 'this handoff was published before; it is not published again\n' : '');
    process.stdout.write(`${message.metadata.handoff_id}\n`);
  });
}

function detailsOf(file: string | undefined): HandoffInput['details'] {
  if (file === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as HandoffInput['details'];
  } catch (error) {
    throw new UsageError(`--details ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`--details ${file}: expected a JSON object`);
}
