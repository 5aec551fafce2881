import { DockerfileParser, type From } from 'dockerfile-ast';
import { load } from 'js-yaml';
import { containerFiles, serviceFiles } from '../../../lib/delivery';
import { type Platform, resolvePlatform } from '../../../lib/model';
import { platformOf, referencePlatform } from '../../support/platforms';

const LANGUAGES = ['go', 'node', 'python', 'java', 'dotnet'] as const;

const building = (language: string, more = ''): Platform =>
  platformOf(`  cart:
    tier: 2
    image: r.example.com/cart:1.0.0
    user: 12345
    ports: { http: { port: 8080, protocol: http }, grpc: { port: 9090, protocol: grpc } }
    probe: { http: { path: /healthz, port: http } }
    resources: { requests: { cpu: 100m, memory: 128Mi } }
    build: { language: ${language}${more} }
`);

const dockerfileOf = (platform: Platform) => {
  const text = containerFiles(platform).get('services/cart/Dockerfile') ?? '';
  const file = DockerfileParser.parse(text);
  const stages = file.getFROMs();
  const last = stages.at(-1);
  if (!last) throw new Error('no stage');
  const start = last.getRange()?.start.line ?? 0;
  const final = file.getInstructions().filter((instruction) => (instruction.getRange()?.start.line ?? 0) > start);
  const argumentsOf = (keyword: string) =>
    final.filter((each) => each.getKeyword() === keyword).map((each) => each.getArgumentsContent() ?? '');
  return { text, file, stages, argumentsOf };
};

const imageOf = (from: From) => from.getImage() ?? '';

describe.each(LANGUAGES)('the Dockerfile of a service in %s', (language) => {
  const { text, file, stages, argumentsOf } = dockerfileOf(building(language));

  test('runs as the user of the manifest, which is a number, and opens exactly its ports', () => {
    expect(argumentsOf('USER')).toEqual(['12345:12345']);
    expect(
      argumentsOf('EXPOSE')
        .flatMap((ports) => ports.split(/\s+/))
        .sort(),
    ).toEqual(['8080', '9090']);
  });

  test('starts its process directly, and takes what the builder made and nothing else', () => {
    expect(argumentsOf('ENTRYPOINT')).toHaveLength(1);
    expect(JSON.parse(argumentsOf('ENTRYPOINT')[0] ?? '')).toEqual(expect.arrayContaining([expect.any(String)]));
    const last = text.slice(text.lastIndexOf('\nFROM ')).split('\n');
    for (const line of last.filter((each) => each.startsWith('COPY'))) expect(line).toContain('--from=');
  });

  test('builds on images that do not move', () => {
    const names = new Set(stages.map((stage) => stage.getBuildStage()));
    for (const stage of stages.filter((each) => !names.has(imageOf(each)))) {
      expect(imageOf(stage)).toMatch(/:[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?$|@sha256:[0-9a-f]{64}$/);
    }
  });

  test('reads the list of dependencies before the sources, so that a change of code fetches nothing', () => {
    const copies = file.getInstructions().filter((each) => each.getKeyword() === 'COPY');
    const everything = copies.findIndex((each) => /^(--\S+ )*\. \.$/.test(each.getArgumentsContent() ?? ''));
    expect(everything).toBeGreaterThan(0);
  });

  test('holds no secret: what the build may read is mounted for one step', () => {
    for (const instruction of [...file.getENVs(), ...file.getARGs()]) {
      expect(instruction.getArgumentsContent()).not.toMatch(/(password|token|secret|api_?key)\s*=/i);
    }
    expect(text).not.toMatch(/--build-arg/);
  });
});

test('a Dockerfile of its own is left alone, and nothing is written beside an image that comes from elsewhere', () => {
  expect([...containerFiles(building('go', ', dockerfile: docker/Dockerfile')).keys()]).not.toContain('services/cart/Dockerfile');
  const files = containerFiles(resolvePlatform({ ...building('go').spec, services: withoutBuild() }));
  expect([...files.keys()].filter((file) => file.startsWith('services/'))).toEqual([]);
});

const withoutBuild = () =>
  Object.fromEntries(Object.entries(building('go').spec.services).map(([name, service]) => [name, { ...service, build: undefined }]));

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        depends_on?: Record<string, unknown>;
        ports?: string[];
        privileged?: boolean;
        read_only?: boolean;
        cap_drop?: string[];
        environment?: Record<string, string>;
      }
    >
  >;
}

describe('the Compose file of the reference platform', () => {
  const compose = load(containerFiles(referencePlatform()).get('compose.yaml') ?? '') as Compose;
  const services = Object.entries(compose.services);

  test('has every service and its database, each after what it needs', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining([...Object.keys(referencePlatform().spec.services), 'redis-cart']),
    );
    for (const [, { depends_on = {} }] of services) {
      expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
    }
  });

  test('gives each port of the host once, on loopback only', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    const onHost = ports.map((port) => port.split(':')[1]);
    expect(new Set(onHost).size).toBe(onHost.length);
  });

  test('confines services as the clusters do', () => {
    for (const name of Object.keys(referencePlatform().spec.services)) {
      expect(compose.services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(compose.services[name]?.privileged).toBeUndefined();
    }
  });
});

test("a service's own repository gets what the service needs beside it, and the names of secrets without values", () => {
  const files = serviceFiles(referencePlatform(), 'checkoutservice');
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(['src/checkoutservice/Dockerfile', 'src/checkoutservice/.dockerignore', 'compose.yaml']),
  );
  const compose = load(files.get('compose.yaml') ?? '') as Compose;
  expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(['cartservice', 'paymentservice', 'redis-cart']));
  expect(Object.keys(compose.services)).not.toContain('frontend');
  for (const line of (files.get('.env.example') ?? '').split('\n').filter((each) => each && !each.startsWith('#')))
    expect(line).toMatch(/^\w+=$/);
});

test('the same platform gives the same files', () => {
  expect([...containerFiles(referencePlatform())]).toEqual([...containerFiles(referencePlatform())]);
});
