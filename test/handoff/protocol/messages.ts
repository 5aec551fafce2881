import { createHash } from 'node:crypto';

/** What a peer writes that knows version 1.0 only; independent of our library on purpose. */
export function peerMessage(id: string, change: Record<string, unknown> = {}) {
  const content = {
    summary: 'Cart 1.5 passed every gate',
    requirements: ['release it'],
    artifacts: { created: [], modified: [], reviewed: [] },
    technical_details: {},
    next_steps: ['watch the error budget'],
    ...change,
  };
  const list = (lines: unknown) => `[${((lines ?? []) as string[]).join(' ')}]`;
  const text = `test:devops:${content.summary}:${list(content.requirements)}:${list(content.next_steps)}`;
  const at = new Date().toISOString();
  return {
    metadata: {
      project_name: 'shop',
      from_agent: 'test',
      to_agent: 'devops',
      timestamp: at,
      task_context: 'release',
      priority: 'normal',
      handoff_id: id,
    },
    content,
    validation: { schema_version: '1.0', checksum: createHash('sha256').update(text).digest('hex') },
    status: 'pending',
    created_at: at,
    updated_at: at,
    retry_count: 0,
  };
}
