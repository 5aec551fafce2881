import { dump } from 'js-yaml';
import type { Platform } from '../../model';
import { type BuildSpec, UsageError } from '../../spec';
import { promotionOrder } from '../pipelines/plan';
import { closureOf, composeProject, envExample } from './compose';
import { renderDockerfile } from './dockerfile/render';
import { dockerignore } from './dockerignore';
import { contextOf, factsOf, servicesOf } from './facts';
import { recipeOf } from './languages';
import { signedImages } from './policy/signed-images';

/** Where the repository of the platform is as seen from its Compose file in dist/delivery; SOURCES says otherwise. */
const SOURCES = `\${SOURCES:-../..}`;

/**
 * What runs services as containers: content by path below the delivery folder. Dockerfiles and their .dockerignore by service,
 * one Compose file for development, and the policies that admit images to the clusters.
 * @throws UsageError when signatures are to be checked that nobody could make
 */
export function containerFiles(platform: Platform): ReadonlyMap<string, string> {
  const services = servicesOf(platform);
  const compose = composeProject(platform, {
    services: services.map(([name]) => name),
    build: (name) => source(SOURCES, platform.spec.services[name]?.build),
  });
  return new Map([
    ...services.flatMap(([name]) => [...imageFiles(platform, name)].map(([file, text]) => [`services/${name}/${file}`, text] as const)),
    ['compose.yaml', compose.yaml],
    ['.env.example', envExample(compose.variables)],
    ...policies(platform),
  ]);
}

/**
 * What belongs into the repository of one service, by path below its root: a Dockerfile in its context, and a Compose file that
 * builds it and runs what it needs beside it.
 * @throws UsageError when the platform has no such service
 */
export function serviceFiles(platform: Platform, service: string): ReadonlyMap<string, string> {
  const services = new Map(servicesOf(platform));
  const build = services.get(service)?.build;
  if (!services.has(service)) throw new UsageError(`no service ${service}: the platform has ${[...services.keys()].join(', ')}`);
  const compose = composeProject(platform, {
    services: closureOf(service, platform.graph, services),
    build: (name) => (name === service ? source('.', build) : undefined),
  });
  const folder = build && contextOf(build) !== '.' ? `${contextOf(build)}/` : '';
  return new Map([
    ...[...imageFiles(platform, service)].map(([file, text]) => [`${folder}${file}`, text] as const),
    ['compose.yaml', compose.yaml],
    ['.env.example', envExample(compose.variables)],
  ]);
}

/** Nothing for a service that comes as an image, or brings a Dockerfile of its own. */
function imageFiles({ spec }: Platform, name: string): ReadonlyMap<string, string> {
  const service = spec.services[name];
  if (!service?.build || service.build.dockerfile !== undefined) return new Map();
  const facts = factsOf(name, service, spec);
  return new Map([
    ['Dockerfile', renderDockerfile(recipeOf(service.build, facts), facts)],
    ['.dockerignore', dockerignore(service.build)],
  ]);
}

const source = (root: string, build: BuildSpec | undefined) =>
  build && {
    context: contextOf(build) === '.' ? root : `${root}/${contextOf(build)}`,
    ...(build.dockerfile === undefined ? {} : { dockerfile: build.dockerfile }),
  };

/** One policy for each environment, since each has registries of its own. */
const policies = (platform: Platform): [string, string][] =>
  platform.spec.imageVerification === undefined
    ? []
    : promotionOrder(platform).map((environment) => [
        `policy/${environment}.yaml`,
        dump(signedImages(platform, environment), { lineWidth: -1, noRefs: true, noArrayIndent: true }),
      ]);
