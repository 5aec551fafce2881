import { pipelineFiles } from '../../../lib/delivery';
import { type Platform, resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';
import { fixturePlatform, platformOf, referencePlatform, referenceText } from '../../support/platforms';

/** Two services that the platform builds itself, one at the root of its repository, and one that comes from elsewhere. */
export const buildingPlatform = (): Platform =>
  platformOf(
    ['web', 'api-v2', 'bought']
      .map(
        (name) => `  ${name}:
    tier: 2
    image: registry.example.com/shop/${name}:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    probe: { http: { path: /health } }
    resources: { requests: { cpu: 100m, memory: 128Mi } }
    load: { requestsPerReplica: 50 }
${name === 'bought' ? '' : `    build: { language: node${name === 'web' ? '' : `, context: ./services/${name}/`} }\n`}`,
      )
      .join(''),
  );

/** The reference platform as one that takes every image from elsewhere. */
export const boughtPlatform = (): Platform =>
  resolvePlatform(parseSpec(referenceText().replaceAll(/^ {4}build:.*\n(?: {6}.*\n)*/gm, ''), 'bought.yaml').spec);

/** The reference platform, into whose production faults may be injected. */
export const gameDayPlatform = (): Platform =>
  resolvePlatform(parseSpec(referenceText().replace(/^( {2}production:\n)/m, '$1    gameDay: true\n'), 'game-day.yaml').spec);

/** The platforms that every property is tried on. */
export const PLATFORMS: readonly (readonly [string, () => Platform])[] = [
  ['the reference platform', referencePlatform],
  ['the same with images of others, which builds nothing', boughtPlatform],
  ['a platform that builds images', buildingPlatform],
  ['a platform that holds game days', gameDayPlatform],
  ['a platform of one region', () => fixturePlatform('small.yaml')],
];

/** Rendered files of one system by path. */
export const filesOf = (platform: Platform, system: 'github' | 'gitlab' | 'jenkins'): [string, string][] =>
  [...pipelineFiles(platform)].filter(([path]) => path.startsWith(`${system}/`));
