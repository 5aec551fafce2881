import { type Document, LineCounter } from 'yaml';
import { locator, type Path, type Place } from '../../spec';
import type { PlacedDocument } from '../manifests';
import type { Chunk } from './chunks';
import { parse } from './parse';

/** The n-th document of a chunk, which is parsed again when places are asked for. */
export class ChunkDocument implements PlacedDocument {
  constructor(
    private readonly chunk: Chunk,
    private readonly index: number,
  ) {}

  open(): (path: Path) => Place {
    const parsed = parse(this.chunk.text);
    const document = 'documents' in parsed ? parsed.documents[this.index] : undefined;
    const at = placesIn(this.chunk);
    return document ? placesOf(document, at) : () => at(0);
  }
}

/** Where values stand in a document that is parsed already: at their keys, and entries of lists where they begin. */
export const placesOf = (document: Document.Parsed, at: (offset: number) => Place) => locator(document, at).locateKey;

/** Turns offsets in a chunk into lines and columns of its file. */
export function placesIn({ text, linesBefore }: Chunk): (offset: number) => Place {
  const lines = new LineCounter();
  for (let start = 0; ; ) {
    lines.addNewLine(start);
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line) + linesBefore, column: Math.max(1, col) };
  };
}
