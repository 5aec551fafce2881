import { spawnSync } from 'node:child_process';
import { validate } from 'dockerfile-utils';
import fc from 'fast-check';
import { containerFiles } from '../../../lib/delivery';
import { imageFacts } from '../../../lib/entry-point/dockerfile';
import { platformOf } from '../../support/platforms';
import { BUILDS, building, dockerfileOf, LANGUAGES, service, web } from './support';

describe.each(BUILDS)('the Dockerfile of { %s }', (build) => {
  const { text, file, stages, final, finalArguments } = dockerfileOf(building(build));

  test('has nothing that a linter objects to', () => {
    expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  test('names its frontend first, by digest', () => {
    expect(file.getDirectives().map((directive) => directive.toString())).toEqual([
      expect.stringMatching(/^# syntax=docker\/dockerfile:[\d.]+@sha256:[0-9a-f]{64}$/),
    ]);
  });

  test('builds in one place and runs in another, on images that do not move', () => {
    const names = new Set(stages.map(({ name }) => name));
    const images = stages.map(({ image }) => image).filter((image) => !names.has(image));
    expect(new Set(images).size).toBeGreaterThanOrEqual(2);
    for (const image of images) expect(image).toMatch(/^[\w./-]+:[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?$|@sha256:[0-9a-f]{64}$/);
  });

  test('has the home that caches and secrets of its tools are mounted in, before anything runs', () => {
    const mounted = [...text.matchAll(/target=(\/builder\/[^,\s]+)/g)].map(([, file]) => file);
    expect(mounted).not.toEqual([]);
    expect(text.indexOf('ENV HOME=/builder\n')).toBeGreaterThan(0);
    expect(text.indexOf('ENV HOME=/builder\n')).toBeLessThan(text.indexOf('\nRUN '));
    // Java and Gradle look elsewhere unless they are told.
    if (text.includes('/builder/.m2')) expect(text).toContain('ENV MAVEN_OPTS=-Duser.home=/builder\n');
    if (text.includes('target=/builder/.gradle,') || text.includes('target=/builder/.gradle ')) {
      expect(text).toContain('ENV GRADLE_USER_HOME=/builder/.gradle\n');
    }
  });

  test('ends in an image without a shell', () => {
    expect(stages.at(-1)?.image).toMatch(/distroless|chiseled/);
    expect(final.map((instruction) => instruction.getKeyword())).not.toContain('RUN');
  });

  test('takes what was built, and nothing from the sources', () => {
    const built = stages.slice(0, -1).map(({ name }) => name);
    const copied = stages.at(-1)?.copiesFrom ?? [];
    expect(copied.length).toBeGreaterThan(0);
    for (const from of copied) expect(built).toContain(from);
  });

  test('reads the list of dependencies before the sources, so that a change of code fetches nothing', () => {
    const commands = file
      .getInstructions()
      .map((instruction) => `${instruction.getKeyword()} ${(instruction.getArgumentsContent() ?? '').replace(/--\S+\s+/g, '')}`);
    const sources = commands.indexOf('COPY . .');
    const list = commands.findIndex((command) =>
      /^COPY .*(package\.json|go\.mod|requirements\.txt|uv\.lock|pom\.xml|build\.gradle|csproj)/.test(command),
    );
    const fetched = commands.findIndex((command) => /^RUN .*(ci|install|restore|download|dependencies|go-offline|focus)\b/s.test(command));
    expect(list).toBeGreaterThan(0);
    expect(fetched).toBeGreaterThan(list);
    expect(sources).toBeGreaterThan(fetched);
  });

  test('gives no secret to a layer: credentials are mounted for one step', () => {
    const words = [...file.getENVs(), ...file.getARGs()].map((instruction) => instruction.getArgumentsContent() ?? '');
    for (const word of words) expect(word).not.toMatch(/passw|token|secret|api_?key|credential|npmrc/i);
    expect(text).toMatch(/--mount=type=secret,id=\w+,target=\//);
    expect(text).toMatch(/--mount=type=cache,target=\//);
  });

  test('starts its process itself, and ends it with a signal that it knows', () => {
    const entrypoint: unknown = JSON.parse(finalArguments('ENTRYPOINT')[0] ?? '');
    expect(entrypoint).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(JSON.stringify(entrypoint)).not.toMatch(/"(\/bin\/)?(ba)?sh"/);
    expect(finalArguments('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  test('says where it comes from', () => {
    const labels = finalArguments('LABEL').join(' ');
    expect(labels).toContain('org.opencontainers.image.source="https://github.com/example/shop"');
    expect(labels).toContain('org.opencontainers.image.revision="$REVISION"');
    expect(labels).toContain('org.opencontainers.image.version="$VERSION"');
    expect(finalArguments('ARG').map((argument) => argument.split('=')[0])).toEqual(['REVISION', 'VERSION']);
  });
});

test('user and ports of the image are those of the manifest, whatever they are', () => {
  const port = fc.record({ port: fc.integer({ min: 1, max: 65_535 }), protocol: fc.constantFrom('http', 'grpc', 'tcp') });
  fc.assert(
    fc.property(
      fc.constantFrom(...LANGUAGES),
      fc.integer({ min: 1, max: 2_147_483_647 }),
      fc.uniqueArray(port, { maxLength: 4, selector: (each) => each.port }),
      (language, user, ports) => {
        const listed = ports.map(({ port, protocol }, i) => `p${i}: { port: ${port}, protocol: ${protocol} }`).join(', ');
        const platform = platformOf(service('cart', `user: ${user}\nports: { ${listed} }\nbuild: { language: ${language} }`));
        const { text, finalArguments } = dockerfileOf(platform);
        expect(finalArguments('USER')).toEqual([`${user}:${user}`]);
        expect(imageFacts(text)).toEqual({ user, ports: ports.map(({ port }) => port).sort((a, b) => a - b) });
      },
    ),
    { numRuns: 40 },
  );
});

describe('a health check of the image', () => {
  const checkOf = (build: string) => /^HEALTHCHECK (.*\n.*)$/m.exec(dockerfileOf(building(build)).text)?.[1] ?? '';

  test('is the declared probe with its patience, where the runtime can ask', () => {
    for (const language of ['node', 'python']) {
      const check = checkOf(`language: ${language}`);
      expect(check).toMatch(/--interval=7s --timeout=2s --start-period=90s --retries=3/);
      expect(check).toContain('http://127.0.0.1:8080/healthz');
    }
  });

  test.each(['go', 'java', 'dotnet'])('is left out with its reason, where nothing in the image can ask (%s)', (language) => {
    expect(checkOf(`language: ${language}`)).toBe('');
    expect(dockerfileOf(building(`language: ${language}`)).text).toMatch(/^# No HEALTHCHECK: .*\.$/m);
  });

  test('asks as the kubelet does: a redirect is healthy, an error and a closed port are not', () => {
    const command = (JSON.parse(/CMD (\[.*\])/s.exec(checkOf('language: node'))?.[1] ?? '[]') as string[]).slice(1);
    const script = command.at(-1) ?? '';
    const answers = (status: number) => `
      const server = require('node:http').createServer(({ headers }, response) => {
        response.writeHead(headers.cookie === 'a=b' ? ${status} : 500, { location: '/elsewhere' }).end();
      });
      server.listen(0, '127.0.0.1', () => {
        const url = 'http://127.0.0.1:' + server.address().port;
        eval(${JSON.stringify(script)}.replace('http://127.0.0.1:8080', url));
      });`;
    const exit = (code: string) => spawnSync(process.execPath, ['--eval', code], { timeout: 20_000 }).status;
    expect([200, 302, 404, 503].map((status) => exit(answers(status)))).toEqual([0, 0, 1, 1]);
    expect(exit(script.replace('8080', '1'))).toBe(1);
  });

  test('is the declared command, in any language', () => {
    const platform = platformOf(service('cart', 'probe: { exec: [/app/check, "--fast"] }\nbuild: { language: go }'));
    expect(dockerfileOf(platform).text).toContain('CMD ["/app/check","--fast"]');
  });
});

describe('what the platform file says about a build', () => {
  test('is what is started and copied', () => {
    const { text } = dockerfileOf(building('language: node, entry: build/server.js, files: [public/, views], command: npm run bundle'));
    expect(text).toContain('ENTRYPOINT ["/nodejs/bin/node","build/server.js"]');
    expect(text).toMatch(
      /COPY .*--from=build \/app\/build \/app\/build\nCOPY .*\/app\/public \/app\/public\nCOPY .*\/app\/views \/app\/views/,
    );
    expect(text).toContain('RUN npm run bundle\n');
    expect(dockerfileOf(building('language: dotnet, entry: src/Shop.Cart/Shop.Cart.csproj')).text).toContain(
      'ENTRYPOINT ["dotnet","Shop.Cart.dll"]',
    );
    expect(dockerfileOf(building('language: go, entry: cmd/server')).text).toMatch(/go build .* -o \/out\/program \.\/cmd\/server\n/);
    expect(dockerfileOf(building('language: java, entry: build/libs/x.jar')).text).toContain('/src/build/libs/x.jar /app/app.jar');
    const jars = dockerfileOf(building('language: java, packageManager: gradle, mainClass: shop.Cart')).text;
    expect(jars).toContain('/src/build/install/cart/lib /app/lib');
    expect(jars).toContain('"-cp","/app/lib/*","shop.Cart"]');
    expect(dockerfileOf(building('language: python, entry: shop.main')).text).toContain('"-m","shop.main"');
  });

  test('may be a Dockerfile of its own, beside which none is written', () => {
    const files = containerFiles(building('language: go, dockerfile: docker/Dockerfile'));
    expect([...files.keys()].filter((file) => file.startsWith('services/'))).toEqual([]);
  });
});

test.each(LANGUAGES)('a build of %s sees neither secrets, nor history, nor tests', (language) => {
  const ignored = (
    containerFiles(platformOf(service('cart', web(`language: ${language}`)))).get('services/cart/.dockerignore') ?? ''
  ).split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['**/.env', '**/*.key', '.git', '**/Dockerfile*']));
  expect(ignored.some((pattern) => /test/i.test(pattern))).toBe(true);
});
