import { type Dockerfile, DockerfileParser } from 'dockerfile-ast';
import { load } from 'js-yaml';
import { containerFiles } from '../../../lib/delivery';
import type { Platform } from '../../../lib/model';
import { platformOf } from '../../support/platforms';

export const LANGUAGES = ['node', 'go', 'python', 'java', 'dotnet'] as const;

/** Every way to build: a language, its version, and what reads its list of dependencies. */
export const BUILDS = [
  ...['22', '24'].flatMap((version) =>
    ['npm', 'pnpm', 'yarn'].map((manager) => `language: node, version: "${version}", packageManager: ${manager}`),
  ),
  ...['1.25', '1.26'].map((version) => `language: go, version: "${version}"`),
  ...['3.11', '3.13'].flatMap((version) =>
    ['pip', 'uv'].map((manager) => `language: python, version: "${version}", packageManager: ${manager}`),
  ),
  ...['17', '21'].flatMap((version) =>
    ['maven', 'gradle'].map((manager) => `language: java, version: "${version}", packageManager: ${manager}`),
  ),
  ...['8.0', '10.0'].map((version) => `language: dotnet, version: "${version}"`),
] as const;

/** A service with the least that is allowed. */
export const service = (name: string, more = ''): string => `  ${name}:
    tier: 2
    image: registry.example.com/shop/${name}:1.0.0
    resources: { requests: { cpu: 100m, memory: 128Mi } }
${more === '' ? '' : `    ${more.split('\n').join('\n    ')}\n`}`;

/** A web service that its own probe asks. */
export const web = (build: string): string =>
  `user: 12345
ports: { http: { port: 8080, servicePort: 80, protocol: http }, grpc: { port: 9090, protocol: grpc } }
probe: { http: { path: /healthz, port: http, headers: { Cookie: "a=b" } }, period: 7s, startsWithin: 90s }
build: { ${build} }`;

/** A platform of one service that is built in a way. */
export const building = (build: string): Platform => platformOf(service('cart', web(build)));

/** The Dockerfile of a service, taken apart. */
export function dockerfileOf(platform: Platform, name = 'cart') {
  const text = containerFiles(platform).get(`services/${name}/Dockerfile`);
  if (text === undefined) throw new Error(`no Dockerfile for ${name}`);
  const file = DockerfileParser.parse(text);
  const starts = file.getFROMs().map((from) => from.getRange().start.line);
  const last = Math.max(...starts);
  const final = file.getInstructions().filter((instruction) => instruction.getRange().start.line > last);
  const finalArguments = (keyword: string) =>
    final.filter((each) => each.getKeyword() === keyword).map((each) => each.getArgumentsContent() ?? '');
  return { text, file, final, finalArguments, stages: stagesOf(file, starts) };
}

const stagesOf = (file: Dockerfile, starts: readonly number[]) =>
  file.getFROMs().map((from, i) => ({
    name: from.getBuildStage() ?? '',
    image: from.getImage() ?? '',
    /** The stage, or the context when it is undefined, that each copy takes from. */
    copiesFrom: file
      .getCOPYs()
      .filter((copy) => {
        const { line } = copy.getRange().start;
        return line > (starts[i] ?? 0) && line < (starts[i + 1] ?? Number.POSITIVE_INFINITY);
      })
      .map(
        (copy) =>
          copy
            .getFlags()
            .find((flag) => flag.getName() === 'from')
            ?.getValue() ?? undefined,
      ),
  }));

/** What the tests look at in a service of a Compose file. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile?: string };
  readonly user?: string;
  readonly profiles?: readonly string[];
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[]; readonly start_period: string };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

/** A Compose file. */
export interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly configs?: Readonly<Record<string, { readonly content: string }>>;
}

/** The Compose file of some rendered files. */
export const composeOf = (files: ReadonlyMap<string, string>): Compose => load(files.get('compose.yaml') ?? '') as Compose;
