import type { Document } from 'yaml';
import type { Path, Place } from '../../spec';
import type { Finding } from '../finding';
import type { ManifestObject } from '../manifests';
import { pathText } from '../platform-file';
import { type Chunk, chunksOf, firstLine } from './chunks';
import { type Classified, classify } from './classify';
import { ChunkDocument, placesIn, placesOf } from './document';
import { dataOf, parse } from './parse';
import { quickData } from './quick';
import { joined, type Read, type Skipped } from './result';
import type { Problem } from './text';
import { unreadable } from './unreadable';

/** A line on which a template of Go stands where YAML has a key, a value or an entry: a Helm chart before it is rendered. */
const TEMPLATE = /^[ \t]*(?:-[ \t]+|[^\s"'#][^"'#\n]*:[ \t]+)?\{\{/m;

/** Reads the documents of one file. One that cannot be read is a finding, and the others are read all the same. */
export function readDocuments({ text, problem }: { readonly text: string; readonly problem?: Problem }, file: string): Read {
  if (problem) return { objects: [], skipped: [], broken: [broken(file, { text, linesBefore: 0 }, problem)] };
  const chunks = chunksOf(text);
  if (chunks.length === 0) return { objects: [], skipped: [{ file, reason: 'empty' }], broken: [] };
  return joined(chunks.map((chunk) => readChunk(chunk, file)));
}

/** Quickly, where the chunk is one object or holds none; anything else needs places. */
function readChunk(chunk: Chunk, file: string): Read {
  const quick = quickData(chunk.text);
  const [only, ...more] = quick ? classify(quick.data) : [];
  if (only && more.length === 0 && only.at.length === 0 && !('malformed' in only)) {
    const line = firstLine(chunk);
    return sorted(only, file, new ChunkDocument(chunk, 0), () => ({ line, column: 1 }));
  }
  return readCarefully(chunk, file);
}

function readCarefully(chunk: Chunk, file: string): Read {
  const parsed = parse(chunk.text);
  if (!('problem' in parsed)) return joined(parsed.documents.map((document, index) => readDocument(document, index, chunk, file)));
  if (!TEMPLATE.test(chunk.text)) return { objects: [], skipped: [], broken: [broken(file, chunk, parsed.problem)] };
  const reason = 'a template with {{ }}; check what it renders to';
  return { objects: [], skipped: [{ file, line: chunk.linesBefore + 1, reason }], broken: [] };
}

function readDocument(document: Document.Parsed, index: number, chunk: Chunk, file: string): Read {
  const result = dataOf(document);
  if ('problem' in result) return { objects: [], skipped: [], broken: [broken(file, chunk, result.problem)] };
  const at = placesIn(chunk);
  const locate = placesOf(document, at);
  const placed = new ChunkDocument(chunk, index);
  return joined(classify(result.data).map((classified) => sorted(classified, file, placed, locate)));
}

/** An object, a notice or a finding, with its place. */
function sorted(classified: Classified, file: string, document: ChunkDocument, locate: (path: Path) => Place): Read {
  const { at } = classified;
  const objects: ManifestObject[] = [];
  const skipped: Skipped[] = [];
  const findings: Finding[] = [];
  if ('object' in classified) objects.push({ object: classified.object, file, line: locate(at).line, origin: { document, at } });
  else if ('skip' in classified) skipped.push({ file, line: locate(at).line, reason: classified.skip });
  else {
    const { path, subject, ...problem } = classified.malformed;
    findings.push(unreadable(file, problem, { subject, ...locate([...at, ...path]), path: pathText([...at, ...path]) || undefined }));
  }
  return { objects, skipped, broken: findings };
}

const broken = (file: string, chunk: Chunk, problem: Problem): Finding => unreadable(file, problem, placesIn(chunk)(problem.offset));
