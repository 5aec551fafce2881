import { createHash } from 'node:crypto';

/** Names a release by its content: the same files have the same digest, whoever publishes them and when. */
export function releaseDigest(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  // The length keeps a path apart from what follows it: no two sets of files read as the same bytes.
  for (const [file, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${file}\n${Buffer.byteLength(content)}\n${content}`);
  return hash.digest('hex');
}
