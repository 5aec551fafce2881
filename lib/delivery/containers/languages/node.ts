import type { BuildOf } from '../../../spec';
import { baseImages, NODE } from '../base-images';
import { type Client, healthCommand } from '../dockerfile/health';
import { type Artefact, HOME, type Language } from '../dockerfile/recipe';
import { cache, copy, filesFrom, inHome, run, secret } from '../dockerfile/steps';

interface Manager {
  /** What the machine that builds needs first. */
  readonly setup: readonly string[];
  readonly locked: readonly string[];
  readonly mounts: readonly string[];
  readonly install: string;
  /** Without what only the build needs. */
  readonly production: string;
}

const NPMRC = secret('npmrc', inHome('.npmrc'));
// Corepack takes the version that package.json names under packageManager, and checks its signature.
const COREPACK = ['ENV COREPACK_ENABLE_DOWNLOAD_PROMPT=0', 'RUN corepack enable'];

const MANAGERS: Readonly<Record<'npm' | 'pnpm' | 'yarn', Manager>> = {
  npm: {
    setup: [],
    locked: [copy('package.json', 'package-lock.json', './')],
    mounts: [cache(inHome('.npm')), NPMRC],
    install: 'npm ci --no-audit --no-fund',
    production: 'npm ci --no-audit --no-fund --omit=dev',
  },
  pnpm: {
    setup: COREPACK,
    locked: [copy('package.json', 'pnpm-lock.yaml', './'), copy('--parents', 'pnpm-workspace.yaml', 'patches', './')],
    mounts: [cache('/pnpm/store'), NPMRC],
    install: 'pnpm install --frozen-lockfile --store-dir /pnpm/store',
    production: 'pnpm install --frozen-lockfile --prod --store-dir /pnpm/store',
  },
  yarn: {
    // Plug'n'Play would need a loader in front of the entry.
    setup: [...COREPACK, 'ENV YARN_NODE_LINKER=node-modules'],
    locked: [
      copy('package.json', 'yarn.lock', './'),
      copy('--parents', '.yarnrc.yml', '.yarn/releases', '.yarn/plugins', '.yarn/patches', './'),
    ],
    mounts: [cache(inHome('.yarn/berry/cache')), secret('yarnrc', inHome('.yarnrc.yml'))],
    install: 'yarn install --immutable',
    production: 'yarn workspaces focus --production',
  },
};

const NODE_BINARY = '/nodejs/bin/node';

/** Redirects count as healthy, as they do for the kubelet; they are not followed. */
const client: Client = {
  http: (url, headers, timeoutSeconds) => [
    NODE_BINARY,
    '--eval',
    `fetch(${JSON.stringify(url)}, { headers: ${JSON.stringify(headers)}, redirect: 'manual', signal: AbortSignal.timeout(${timeoutSeconds * 1000}) }).then(({ status }) => process.exit(status < 400 ? 0 : 1), () => process.exit(1))`,
  ],
  tcp: (port, timeoutSeconds) => [
    NODE_BINARY,
    '--eval',
    `require('node:net').connect({ port: ${port}, host: '127.0.0.1', timeout: ${timeoutSeconds * 1000} }, () => process.exit(0)).on('timeout', () => process.exit(1)).on('error', () => process.exit(1))`,
  ],
};

/** A JavaScript application: production dependencies and what its build leaves behind, on Node.js without npm and shell. */
export const node: Language<BuildOf<'node'>> = {
  recipe(build, facts) {
    const { packageManager = 'npm', entry = 'dist/index.js', command, files } = build;
    const { setup, locked, mounts, install, production } = MANAGERS[packageManager];
    const images = baseImages(NODE, build);
    return {
      stages: [
        { name: 'base', from: images.build, instructions: [`WORKDIR ${HOME}`, ...setup, ...locked] },
        { name: 'dependencies', from: 'base', instructions: [run(mounts, production, 'mkdir -p node_modules')] },
        {
          name: 'build',
          from: 'base',
          instructions: [
            run(mounts, install),
            copy('.', '.'),
            // It runs the script of any of the three; the others fail where there is none.
            run([], command ?? 'npm run build --if-present'),
            'RUN rm -rf node_modules',
          ],
        },
      ],
      run: images.run,
      artefacts: [{ stage: 'dependencies', source: `${HOME}/node_modules`, target: `${HOME}/node_modules` }, ...application(entry, files)],
      env: { NODE_ENV: 'production' },
      entrypoint: [NODE_BINARY, entry],
      health: healthCommand(facts, client),
    };
  },
  ignored: [
    '**/node_modules',
    'dist',
    '.npmrc',
    '.yarn/cache',
    '**/coverage',
    '**/__tests__',
    '**/*.test.*',
    '**/*.spec.*',
    'test',
    'tests',
    'e2e',
  ],
};

/** The folder of the entry; with an entry at the root nobody can tell what it reads, so all of it. */
function application(entry: string, files: readonly string[] | undefined): Artefact[] {
  const [folder, ...rest] = entry.split('/');
  if (folder === undefined || rest.length === 0) return [{ stage: 'build', source: `${HOME}/`, target: `${HOME}/` }];
  return filesFrom('build', HOME, ['package.json', folder, ...(files ?? [])]);
}
