import { z } from 'zod';
import { version } from '../scalars';
import { object } from './object';

/** Versions of each language for which a runtime image without a shell is maintained; the last one is the default. */
export const LANGUAGE_VERSIONS = {
  node: ['22', '24'],
  go: ['1.25', '1.26'],
  // Those of Debian 12 and 13, from which the runtime images take their Python.
  python: ['3.11', '3.13'],
  java: ['17', '21'],
  // Those with long-term support.
  dotnet: ['8.0', '10.0'],
} as const;

type Language = keyof typeof LANGUAGE_VERSIONS;

// What stands in a Dockerfile needs no quotes there, and stays below the folder of the sources.
const PATH = /^(?!(.*\/)?\.\.(\/|$))[\w.@+-]+(\/[\w.@+-]+)*\/?$/;
const pathInside = (expected: string) => z.string().regex(PATH, expected);
const MODULE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
const CLASS = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;
const ONE_LINE = /^\w[^\n\r]*[^\\\s]$/;

const common = (language: Language) => ({
  version: version('Version of the language, in quotes. Default: the newest.', LANGUAGE_VERSIONS[language]).default(
    String(LANGUAGE_VERSIONS[language].at(-1)),
  ),
  context: pathInside('a folder of its repository, such as services/cart')
    .optional()
    .describe('Folder in its repository that holds its sources and its Dockerfile. Default: the root.'),
  command: z
    .string()
    .max(500)
    .regex(ONE_LINE, 'one line for the shell, such as npm run build:production')
    .optional()
    .describe('Builds it, instead of what is usual for the language; it has to leave the same files behind.'),
  dockerfile: pathInside('a path below the context, such as docker/Dockerfile')
    .optional()
    .describe('A Dockerfile of its own, below the context; then none is written.'),
  files: z
    .array(pathInside('a file or folder below the context, such as public'))
    .min(1)
    .optional()
    .describe('Further files and folders that it reads when it runs. Default: none.'),
});

/** What its own Dockerfile decides; beside one it would be silently ignored. */
const DECIDED_THERE = ['entry', 'mainClass', 'command', 'files', 'packageManager'] as const;

const standsAlone = (build: object, context: z.core.$RefinementCtx) => {
  if (!('dockerfile' in build) || build.dockerfile === undefined) return;
  for (const key of DECIDED_THERE) {
    const value: unknown = Reflect.get(build, key);
    if (value === undefined) continue;
    const message = `nothing: build.dockerfile decides the ${key} of a build`;
    context.addIssue({ code: 'custom', input: value, path: [key], message, params: { fix: `remove ${key}, or dockerfile` } });
  }
};

const language = <Name extends Language, Shape extends z.ZodRawShape>(name: Name, description: string, shape: Shape) =>
  object({ language: z.literal(name).describe('What the image is built from.'), ...common(name), ...shape })
    .superRefine(standsAlone)
    .describe(description);

/** How the image of a service is built. */
export const build = z.discriminatedUnion('language', [
  language('node', 'An application for Node.js.', {
    packageManager: z.enum(['npm', 'pnpm', 'yarn']).optional().describe('What reads the lock file; yarn from version 2 on. Default: npm.'),
    entry: pathInside('a JavaScript file such as dist/index.js').optional().describe('File that is started. Default: dist/index.js.'),
  }),
  language('go', 'A program in Go.', {
    entry: pathInside('a package such as cmd/server').optional().describe('Package that is built. Default: the root of the context.'),
  }),
  language('python', 'An application in Python.', {
    packageManager: z.enum(['pip', 'uv']).optional().describe('pip with requirements.txt, or uv with uv.lock. Default: pip.'),
    entry: z.string().regex(MODULE, 'a module such as shop.main').optional().describe('Module that is started. Default: main.'),
  }),
  language('java', 'An application for the Java virtual machine.', {
    packageManager: z.enum(['maven', 'gradle']).optional().describe('What builds it. Default: maven.'),
    mainClass: z
      .string()
      .regex(CLASS, 'a class such as com.example.Cart')
      .optional()
      .describe(
        'Class that is started from a folder of jars, its own and its dependencies. Default: entry is one jar that holds them all.',
      ),
    entry: pathInside('a jar such as target/cart.jar, or a folder of jars')
      .optional()
      .describe(
        'Jar that is started. Default: target/<service>.jar; of gradle build/libs/<service>.jar. With mainClass, the folder of jars. Default: target/lib; of gradle build/install/<service>/lib.',
      ),
  }),
  language('dotnet', 'An application for .NET.', {
    entry: pathInside('a project file such as src/Cart/Cart.csproj')
      .optional()
      .describe('Project that is published. Default: <service>.csproj.'),
  }),
]);

export type BuildSpec = z.output<typeof build>;
export type BuildOf<Name extends Language> = Extract<BuildSpec, { language: Name }>;
