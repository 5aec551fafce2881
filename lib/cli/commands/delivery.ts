import { serviceFiles } from '../../delivery';
import { loadPlatform } from '../../entry-point';
import { publishTree } from '../../output';

/** Writes what builds and runs one service into its own repository; files of others stay as they are. */
export async function delivery(service: string, { into }: { into: string }): Promise<void> {
  const { platform } = await loadPlatform();
  const files = serviceFiles(platform, service);
  const { written, unchanged, removed } = publishTree(files, into);
  process.stdout.write(`${[...files.keys()].map((file) => `  ${file}\n`).join('')}`);
  process.stdout.write(`${into}: ${written} written, ${unchanged} unchanged, ${removed} removed\n`);
}
