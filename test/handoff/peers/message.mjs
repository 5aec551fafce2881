// A message of version 1.0 from the facts of the protocol.
import { createHash } from 'node:crypto';

export function handoff(id, from, to, summary) {
  const requirements = ['read it', 'answer it'];
  const nextSteps = ['look at the answer'];
  const sum = createHash('sha256')
    .update(`${from}:${to}:${summary}:[${requirements.join(' ')}]:[${nextSteps.join(' ')}]`)
    .digest('hex');
  const at = new Date().toISOString();
  return {
    metadata: {
      project_name: 'shop',
      from_agent: from,
      to_agent: to,
      timestamp: at,
      task_context: 'peer',
      priority: 'high',
      handoff_id: id,
    },
    content: {
      summary,
      requirements,
      artifacts: { created: [], modified: [], reviewed: [] },
      technical_details: {},
      next_steps: nextSteps,
    },
    validation: { schema_version: '1.0', checksum: sum },
    status: 'pending',
    created_at: at,
    updated_at: at,
    retry_count: 0,
  };
}
