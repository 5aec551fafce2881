// One measurement in a process of its own, so that its peak memory is its own: measure.ts HOW SERVICES
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiObject, App } from 'cdk8s';
import { manifestFiles, renderManifests } from '../../charts/render';
import { ServiceChart } from '../../charts/service-chart';
import type { Platform } from '../../lib/model';
import { publishTree } from '../../lib/output';
import { generatedPlatform } from './generated-platform';

/** Files go to memory where the system has such a folder: the subject is synthesis, not the disk. TMPDIR chooses another. */
const MEASURED_FOLDER = process.env.TMPDIR ?? (existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir());

/** What one measurement gives to bench.ts. */
export interface Measurement {
  readonly objects: number;
  readonly seconds: number;
  readonly peakMebibytes: number;
}

const ways: Record<string, (platform: Platform, outdir: string) => number> = {
  holdfast(platform, outdir) {
    const files = manifestFiles(renderManifests(platform));
    publishTree(files, outdir);
    return files.size;
  },
  oneApp(platform, outdir) {
    const app = new App({ outdir });
    for (const cluster of platform.clusters) {
      for (const service of cluster.services) new ServiceChart(app, service.workload.name, { platform, cluster, service });
    }
    app.synth();
    return app.node.findAll().filter(ApiObject.isApiObject).length;
  },
};

const [how = '', services = ''] = process.argv.slice(2);
const way = ways[how];
if (!way) throw new Error(`usage: measure.ts ${Object.keys(ways).join('|')} SERVICES`);
const platform = generatedPlatform(Number(services));
// The first object of each kind pays for compiling its code; that is start-up, not growth.
const warm = mkdtempSync(path.join(MEASURED_FOLDER, 'bench-'));
const outdir = mkdtempSync(path.join(MEASURED_FOLDER, 'bench-'));
try {
  way(generatedPlatform(20), warm);
  const start = performance.now();
  const objects = way(platform, outdir);
  const measurement: Measurement = {
    objects,
    seconds: (performance.now() - start) / 1000,
    peakMebibytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  process.stdout.write(JSON.stringify(measurement));
} finally {
  rmSync(warm, { recursive: true, force: true });
  rmSync(outdir, { recursive: true, force: true });
}
