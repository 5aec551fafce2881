import { digestFlow } from '../pipelines/digest-flow';
import type { PipelineRule } from '../rule';

export const x25DigestFlow: PipelineRule = {
  id: 'X25',
  severity: 'error',
  subject: 'pipelines',
  over: 'pipelines',
  why: 'An image that was not the one that passed the gates makes every gate worthless, and two deployments at once leave a mixture of both.',
  mend: 'hand on the digest that was recorded after scan and signature, verify it before publishing, and give each environment one lock',
  check: digestFlow,
};
