import { presetFindings } from '../secrets';
import { isMap, type ManifestSet, map, textsIn } from './manifests';

/** Between two texts in the search: a line that is part of no secret. */
const SEPARATOR = '\n\n';
/** Shorter texts hold no credential of a known form. */
const SHORTEST = 8;

/** Adds what a search with every known form of credential finds in the texts of the objects; rules alone search by fewer. */
export async function withDetectedSecrets(set: ManifestSet): Promise<ManifestSet> {
  const texts = [...new Set(set.objects.flatMap(({ object }) => textsOf(object)))].filter(({ length }) => length >= SHORTEST);
  const ends: number[] = [];
  let end = 0;
  for (const { length } of texts) {
    end += length + SEPARATOR.length;
    ends.push(end);
  }
  const secrets = new Map<string, string>();
  let at = 0;
  for (const { start, kind } of byPlace(await presetFindings(texts.join(SEPARATOR)))) {
    while (start >= (ends[at] ?? Number.POSITIVE_INFINITY)) at++;
    const text = texts[at];
    if (text !== undefined && !secrets.has(text)) secrets.set(text, kind);
  }
  return { ...set, secrets };
}

const byPlace = (found: Awaited<ReturnType<typeof presetFindings>>) => [...found].sort((a, b) => a.start - b.start);

function textsOf(object: unknown): readonly string[] {
  if (!isMap(object)) return [];
  return [
    ...[...textsIn(object)].map(({ text }) => text),
    ...Object.values(map(object.binaryData)).flatMap((value) => decoded(value) ?? []),
  ];
}

/** Base64 that says text; undefined when it does not. */
export function decoded(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const said = Buffer.from(value, 'base64');
  return said.includes(0) ? undefined : said.toString('utf8');
}
