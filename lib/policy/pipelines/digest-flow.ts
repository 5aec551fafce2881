import type { PipelineGate as Gate, Pipelines, PipelineStage as Stage, PipelineValue as Value } from '../../model';
import type { PipelineBreach } from '../rule';

/** Gates of a build in the order that makes a signature mean that they were passed. */
const BUILD_ORDER: readonly Gate[] = ['push', 'sbom', 'scan', 'copy', 'sign', 'record'];
const REQUIRED: readonly Gate[] = ['push', 'sbom', 'scan', 'sign', 'record'];

/**
 * Follows each image's digest from its push to its deployment (rule X25): what is deployed is what passed the gates, and
 * deployments of one environment wait for each other. A platform that builds nothing has only locks to check.
 */
export function digestFlow(pipelines: Pipelines): PipelineBreach[] {
  const building = pipelines.build.filter(({ steps }) => gatesOf(steps).includes('push'));
  const deploying = pipelines.deployments.flatMap(({ stages }) => stages);
  return [
    ...building.flatMap(brokenGates),
    ...(pipelines.builds.length > 0 ? deploying.flatMap((stage) => brokenHandover(stage, pipelines)) : []),
    ...brokenLocks(pipelines),
  ];
}

const gatesOf = (steps: Stage['steps']): Gate[] => steps.flatMap((step) => ('gate' in step && step.gate ? [step.gate] : []));

function brokenGates(stage: Stage): PipelineBreach[] {
  const gates = gatesOf(stage.steps);
  const missing = REQUIRED.filter((gate) => !gates.includes(gate));
  const places = gates.map((gate) => BUILD_ORDER.indexOf(gate));
  const late = gates.find((_, index) => index > 0 && Number(places[index]) < Number(places[index - 1]));
  return [
    ...missing.map((gate) => ({ stage: stage.id, message: `lets a digest go without ${gate}` })),
    ...(late ? [{ stage: stage.id, message: `${late} comes after what must follow it` }] : []),
    ...(Object.values(stage.outputs ?? {}).some((step) => !recordsDigest(stage, step))
      ? [{ stage: stage.id, message: 'an output is not the digest that was recorded after the signature' }]
      : []),
  ];
}

const recordsDigest = (stage: Stage, id: string) =>
  stage.steps.some((step) => step.kind === 'run' && step.id === id && step.gate === 'record');

function brokenHandover(stage: Stage, { build, deployments }: Pipelines): PipelineBreach[] {
  const gates = gatesOf(stage.steps);
  const verify = gates.indexOf('verify');
  const sources = stage.steps.flatMap((step) => (step.kind === 'run' && step.gate === 'verify' ? digestSources(step.env ?? {}) : []));
  const upstream = ancestors(stage, [...build, ...deployments.flatMap(({ stages }) => stages)]);
  return [
    ...(verify === -1 || verify > gates.indexOf('publish')
      ? [{ stage: stage.id, message: 'publishes before the signatures are verified' }]
      : []),
    ...(sources.length === 0 || sources.some((source) => !upstream.has(source))
      ? [{ stage: stage.id, message: 'verifies digests that no stage before it has recorded' }]
      : []),
  ];
}

const digestSources = (env: Readonly<Record<string, Value>>): string[] =>
  Object.values(env).flatMap((value) => (typeof value === 'object' && 'digests' in value ? [value.digests] : []));

function ancestors(stage: Stage, all: readonly Stage[], seen = new Set<string>()): Set<string> {
  for (const id of stage.needs) {
    if (seen.has(id)) continue;
    seen.add(id);
    const parent = all.find((other) => other.id === id);
    if (parent) ancestors(parent, all, seen);
  }
  return seen;
}

function brokenLocks({ deployments }: Pipelines): PipelineBreach[] {
  const owners = new Map<string, string>();
  return deployments.flatMap(({ environment, lock, stages }) => {
    const owner = owners.get(lock.group);
    owners.set(lock.group, environment);
    return [
      ...(owner ? [{ stage: environment, message: `shares the lock ${lock.group} with ${owner}` }] : []),
      ...stages
        .filter((stage) => stage.lock?.group !== lock.group)
        .map(({ id }) => ({ stage: id, message: `deploys ${environment} without its lock ${lock.group}: two deployments may overlap` })),
    ];
  });
}
