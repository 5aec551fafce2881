import { z } from 'zod';
import { name, percent, share } from '../scalars';
import { mapOf, object } from './object';

const workspace = z
  .string()
  .regex(/^ws-[0-9a-f-]{36}$/, 'a workspace id such as ws-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9')
  .optional();
const address = z.string().regex(/^https?:\/\/[^\s/]+(\/\S*)?$/, 'an address such as https://otlp.example.com:4317');

/** Where metrics, logs and traces go beyond the cluster that they come from. */
export const telemetry = object(
  {
    workspaces: mapOf(
      name('Environment.'),
      object({ primary: workspace.describe('In the primary region.'), recovery: workspace.describe('In the recovery region.') }),
      'Workspaces of Amazon Managed Service for Prometheus by environment: every cluster writes to all of its environment. Default: metrics stay in their cluster.',
    ).default({}),
    logs: z.enum(['loki', 'cloudwatch', 'none']).default('none').describe('Where the logs of containers go.'),
    loki: object({ url: address.describe('Address of Loki, without a path.') })
      .optional()
      .describe('Where Loki is; required with logs: loki.'),
    traces: object({
      endpoint: address.describe('Address that takes OTLP over gRPC.'),
      sampling: share('Share of ordinary traces that are kept; failed and slow ones are kept anyway.', { min: 0, max: 100 }).default(
        percent(10),
      ),
    })
      .optional()
      .describe('Where traces go. Default: nothing is traced.'),
  },
  'Where metrics, logs and traces go.',
).prefault({});
