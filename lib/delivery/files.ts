import type { Platform } from '../model';
import { containerFiles } from './containers';
import { pipelineFiles } from './pipelines';

/** Everything below the delivery folder: content by path. */
export const deliveryFiles = (platform: Platform): ReadonlyMap<string, string> =>
  new Map([...pipelineFiles(platform), ...containerFiles(platform)]);
