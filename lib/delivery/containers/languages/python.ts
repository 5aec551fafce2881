import type { BuildOf } from '../../../spec';
import { baseImages, PYTHON, UV } from '../base-images';
import { type Client, healthCommand } from '../dockerfile/health';
import { type BuildStage, HOME, type Language } from '../dockerfile/recipe';
import { cache, copy, inHome, run, SOURCE_DATE, secret } from '../dockerfile/steps';

/** Beside the application and outside of any environment: the interpreter stands elsewhere in the image that runs. */
const PACKAGES = '/packages';

interface Manager {
  readonly stages: readonly BuildStage[];
  readonly install: readonly string[];
}

const MANAGERS: Readonly<Record<'pip' | 'uv', Manager>> = {
  pip: {
    stages: [],
    install: [
      copy('requirements.txt', './'),
      run(
        [cache(inHome('.cache/pip')), secret('pip_conf', '/etc/pip.conf')],
        `mkdir -p ${PACKAGES}`,
        `pip install --disable-pip-version-check --root-user-action=ignore --target ${PACKAGES} --requirement requirements.txt`,
      ),
    ],
  },
  uv: {
    stages: [{ name: 'uv', from: UV, instructions: [] }],
    install: [
      copy('--link', '--from=uv', '/uv', '/usr/local/bin/uv'),
      copy('pyproject.toml', 'uv.lock', './'),
      run(
        [cache(inHome('.cache/uv')), secret('netrc', inHome('.netrc'))],
        `mkdir -p ${PACKAGES}`,
        // The lock file's hashes go along, and are checked.
        'uv export --frozen --no-dev --no-emit-project --output-file /requirements.lock',
        `uv pip install --python /usr/local/bin/python3 --link-mode=copy --compile-bytecode --target ${PACKAGES} --requirement /requirements.lock`,
      ),
    ],
  },
};

const binary = (version: string) => `/usr/bin/python${version}`;

/** Redirects count as healthy, as they do for the kubelet; these are followed, and the last answer decides. */
const client = (version: string): Client => ({
  http: (url, headers, timeoutSeconds) => [
    binary(version),
    '-c',
    `import urllib.request as r; r.urlopen(r.Request(${JSON.stringify(url)}, headers=${JSON.stringify(headers)}), timeout=${timeoutSeconds})`,
  ],
  tcp: (port, timeoutSeconds) => [
    binary(version),
    '-c',
    `import socket; socket.create_connection(("127.0.0.1", ${port}), ${timeoutSeconds}).close()`,
  ],
});

/** A Python application: its packages, compiled, and its sources, on an interpreter without pip and shell. */
export const python: Language<BuildOf<'python'>> = {
  recipe(build, facts) {
    const { packageManager = 'pip', entry = 'main', command, version } = build;
    const { stages, install } = MANAGERS[packageManager];
    const images = baseImages(PYTHON, build);
    return {
      stages: [
        ...stages,
        {
          name: 'build',
          from: images.build,
          instructions: [`WORKDIR ${HOME}`, SOURCE_DATE, ...install, copy('.', '.'), ...(command ? [run([], command)] : [])],
        },
      ],
      run: images.run,
      // Python looks for modules and data anywhere below its folder; .dockerignore keeps out what it does not need.
      artefacts: [
        { stage: 'build', source: PACKAGES, target: PACKAGES },
        { stage: 'build', source: `${HOME}/`, target: `${HOME}/` },
      ],
      // Nothing can be written beside the sources; and what is logged last before a crash is what matters.
      env: { PYTHONPATH: PACKAGES, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
      entrypoint: [binary(version), '-m', entry],
      health: healthCommand(facts, client(version)),
    };
  },
  ignored: [
    '**/__pycache__',
    '**/*.pyc',
    '.venv',
    'venv',
    '.tox',
    '**/.pytest_cache',
    '**/.mypy_cache',
    '**/.ruff_cache',
    'test',
    'tests',
    '**/test_*.py',
    '**/*_test.py',
    '**/conftest.py',
  ],
};
