import { SYNTAX } from '../base-images';
import type { ContainerFacts } from '../facts';
import { patienceOf } from './health';
import { type Artefact, type BuildStage, HOME, type Recipe } from './recipe';
import { HOME_OF_BUILDER } from './steps';

/** What the kubelet and Docker send first. All five runtimes, or the servers in them, end in order when they get it. */
const STOP_SIGNAL = 'SIGTERM';

/** A Dockerfile: the stages of the language, and an image that holds their artefacts and a user without rights. */
export const renderDockerfile = (recipe: Recipe, facts: ContainerFacts): string =>
  [
    [`# syntax=${SYNTAX}`],
    [`# Written by Holdfast from platform.yaml, which says the user and the ports for the manifests as well.`],
    ...recipe.stages.map((each) => stage(each, recipe.stages)),
    last(recipe, facts),
  ]
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');

const stage = ({ name, from, native, instructions }: BuildStage, all: readonly BuildStage[]): string[] => [
  `FROM ${native ? '--platform=$BUILDPLATFORM ' : ''}${from} AS ${name}`,
  // What is built on another stage has its variables already.
  ...(instructions.length > 0 && !all.some((other) => other.name === from) ? [HOME_OF_BUILDER] : []),
  ...instructions,
];

function last({ run, artefacts, env, entrypoint, health }: Recipe, facts: ContainerFacts): string[] {
  const { user, ports, probes, source, name } = facts;
  return [
    `FROM ${run} AS final`,
    `WORKDIR ${HOME}`,
    ...artefacts.map(artefact),
    ...Object.entries(env).map(([variable, value]) => `ENV ${variable}="${value}"`),
    ...ports.map(({ port, protocol }) => `EXPOSE ${port}${protocol === 'udp' ? '/udp' : ''}`),
    // Files belong to root: the process can read what it runs, and change none of it.
    `USER ${user}:${user}`,
    `STOPSIGNAL ${STOP_SIGNAL}`,
    ...('command' in health && probes ? [healthcheck(health.command, facts)] : []),
    ...('none' in health ? [`# No HEALTHCHECK: ${health.none}.`] : []),
    `ENTRYPOINT ${JSON.stringify(entrypoint)}`,
    '# Last, since they differ with every commit.',
    'ARG REVISION=unknown',
    'ARG VERSION=unknown',
    `LABEL org.opencontainers.image.title="${name}" \\`,
    `      org.opencontainers.image.source="${source}" \\`,
    `      org.opencontainers.image.revision="$REVISION" \\`,
    `      org.opencontainers.image.version="$VERSION"`,
  ];
}

const artefact = ({ stage, source, target }: Artefact) => `COPY --link --from=${stage} ${source} ${target}`;

function healthcheck(command: readonly string[], { probes }: ContainerFacts): string {
  if (!probes) throw new Error('a health command without a probe');
  const { interval, timeout, startPeriod, retries } = patienceOf(probes);
  const options = `--interval=${interval} --timeout=${timeout} --start-period=${startPeriod} --retries=${retries}`;
  return `HEALTHCHECK ${options} \\\n  CMD ${JSON.stringify(command)}`;
}
