import { type Dockerfile, DockerfileParser, type Instruction } from 'dockerfile-ast';
import type { ImageFacts } from '../policy';

/** The user of distroless images with the tag nonroot (GoogleContainerTools/distroless, README), and of Chainguard's. */
const NONROOT = 65_532;
const USERS: Readonly<Record<string, number>> = { root: 0, nonroot: NONROOT };
const NONROOT_BASE = /(^|\/)distroless\/.*nonroot|^cgr\.dev\/chainguard\//;
/** `$NAME`, `${NAME}`, `${NAME:-default}`. */
const VARIABLE = /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g;
/** Variables may hold variables; a chain that is longer goes in circles. */
const LONGEST_CHAIN = 5;

/** User and ports of the image that a Dockerfile makes: those of its last stage and of the stages on which that one stands. */
export function imageFacts(text: string): Omit<ImageFacts, 'file'> {
  const dockerfile = DockerfileParser.parse(text);
  const { base, instructions } = lastImage(dockerfile);
  const valuesOf = (keyword: string) =>
    instructions
      .filter((instruction) => instruction.getKeyword() === keyword)
      .map((instruction) => resolved(dockerfile, instruction.getArgumentsContent() ?? '', lineOf(instruction)));
  const user = valuesOf('USER').at(-1)?.split(':')[0] ?? (NONROOT_BASE.test(base) ? 'nonroot' : '');
  const ports = valuesOf('EXPOSE').flatMap((value) => value.split(/\s+/).map((port) => Number(port.split('/')[0])));
  return { user: /^\d+$/.test(user) ? Number(user) : USERS[user], ports: ports.every(Number.isInteger) ? ports : [] };
}

/** The instructions that make the last image, in their order, and the image on which they begin. */
function lastImage(dockerfile: Dockerfile): { readonly base: string; readonly instructions: readonly Instruction[] } {
  const starts = dockerfile.getFROMs().map((from) => ({ from, line: lineOf(from) }));
  const stages = starts.map(({ from, line }, i) => ({
    name: from.getBuildStage()?.toLowerCase(),
    base: resolved(dockerfile, from.getImage() ?? '', line),
    instructions: dockerfile
      .getInstructions()
      .filter((other) => lineOf(other) >= line && lineOf(other) < (starts[i + 1]?.line ?? Number.POSITIVE_INFINITY)),
  }));
  let at = stages.length - 1;
  const instructions: Instruction[] = [];
  for (;;) {
    const stage = stages[at];
    if (!stage) return { base: '', instructions };
    instructions.unshift(...stage.instructions);
    const below = stages.slice(0, at).findLastIndex(({ name }) => name !== undefined && name === stage.base.toLowerCase());
    if (below < 0) return { base: stage.base, instructions };
    at = below;
  }
}

const lineOf = (instruction: Instruction) => instruction.getRange().start.line;

/** A value with the defaults of its variables; what has none stays as it is written. */
function resolved(dockerfile: Dockerfile, value: string, line: number): string {
  let text = value;
  for (let i = 0; i < LONGEST_CHAIN && text.includes('$'); i++) {
    text = text.replace(VARIABLE, (written, braced?: string, fallback?: string, plain?: string) => {
      return dockerfile.resolveVariable(braced ?? plain ?? '', line) ?? fallback ?? written;
    });
  }
  return text;
}
