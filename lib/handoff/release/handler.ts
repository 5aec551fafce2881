import type { ReadHandoff, Sealed } from '../protocol';
import type { Handler, Outcome, Work } from '../worker';
import { type Health, waitForHealth } from './health';
import { writeMarkdown } from './markdown';
import { type ReleaseEnd, reportsOf } from './reports';
import { type ReleaseRequest, releaseRequest } from './request';
import type { ReleaseSettings } from './settings';
import { type Applications, type Environments, type PublishedStep, StepRefused } from './steps';

export interface ReleaseHandlerProps {
  readonly settings: ReleaseSettings;
  readonly environments: Environments;
  readonly applications: Applications;
  /** Signs the reports. */
  readonly key?: string;
  readonly onTrouble?: (what: string, error: Error) => void;
}

/**
 * Releases what a handoff asks for: publish, wait for health, report; roll back what does not become healthy. It may be cut
 * off anywhere and called again: commits are found by the handoff's id, files and reports are named by it.
 */
export function releaseHandler(props: ReleaseHandlerProps): Handler {
  const { settings } = props;
  return async (read, work) => {
    const request = releaseRequest(read, settings);
    const end = 'reasons' in request ? rejected(read, request.reasons) : await release(request, props, work);
    const project = read.handoff.metadata.project_name || settings.platform;
    const reports = reportsOf(read.id, end, { project }, settings, props.key);
    const [report] = reports as [Sealed];
    const file = writeMarkdown(report, settings.folder);
    const outcome: Outcome = {
      kind: end.kind,
      result: { kind: end.kind, summary: end.summary, reasons: end.reasons, details: end.details, file },
      publish: reports.map((message) => ({ message })),
    };
    return outcome;
  };
}

async function release(
  request: ReleaseRequest,
  { settings, environments, applications, onTrouble }: ReleaseHandlerProps,
  work: Work,
): Promise<ReleaseEnd> {
  const { environment, service, digest, id, at, region } = request;
  // One release at a time in an environment: what becomes healthy, or does not, is this one.
  await work.exclusive(environment.name);
  const step = { environment: environment.name, region, requestedBy: { id, at, service: service.name } };
  let published: PublishedStep;
  try {
    published = await environments.publish({ ...step, digests: { [service.name]: digest } }, work.signal);
  } catch (error) {
    if (error instanceof StepRefused)
      return { ...about('rejected', request, 'nothing was released: it was refused'), reasons: lines(error.message) };
    throw error;
  }
  const { commit, outcome } = published;
  if (outcome === 'superseded') {
    return {
      ...about('rejected', request, 'nothing was released: a later handoff for the service came first'),
      reasons: [`a later handoff for ${service.name} brought ${commit}`],
    };
  }
  // A delivery before this one came as far as taking it back, and did not come to tell.
  if (outcome === 'rolled back') return failure(request, 'rolled-back', 'it did not become healthy and was rolled back', { commit }, []);

  const health = await waitForHealth({
    applications,
    names: request.regions.map((name) => `${settings.platform}-${environment.name}-${name}-${service.name}`),
    includes: (synced) => environments.includes(environment.name, commit, synced, work.signal),
    seconds: settings.healthSeconds,
    pollSeconds: settings.pollSeconds,
    signal: work.signal,
    onError: (error) => onTrouble?.('health', error),
  });
  if (health.healthy) return released(request, commit, environments.rollbackCommand(environment.name));

  const reasons = [`not healthy within ${settings.healthSeconds} s`, ...seenOf(health)];
  const back = await environments.rollBack(step, work.signal);
  if (back.outcome === 'rolled back')
    return failure(
      request,
      'rolled-back',
      'it did not become healthy and was rolled back',
      { commit, rolled_back_by: back.commit ?? '', running: back.to ?? '' },
      reasons,
    );
  const why = back.outcome === 'superseded' ? 'another release came after it, and was left as it is' : 'there was nothing to go back to';
  return failure(request, 'failed', `it did not become healthy; ${why}`, { commit }, [...reasons, why]);
}

const seenOf = ({ seen }: Health) => Object.entries(seen).map(([name, state]) => `${name}: ${state}`);

function released(request: ReleaseRequest, commit: string, rollbackCommand: string): ReleaseEnd {
  const { service, environment } = request;
  const end = about('released', request, 'released and healthy');
  return {
    ...end,
    details: {
      ...end.details,
      deployment_url: service.url,
      version: request.digest,
      replicas: service.replicas[environment.name] ?? 0,
      health_status: 'healthy',
      rollback_command: rollbackCommand,
      commit,
    },
    reasons: [],
  };
}

const failure = (
  request: ReleaseRequest,
  kind: 'rolled-back' | 'failed',
  what: string,
  details: Readonly<Record<string, string>>,
  reasons: readonly string[],
): ReleaseEnd => {
  const end = about(kind, request, what);
  return { ...end, details: { ...end.details, health_status: 'unhealthy', ...details }, reasons };
};

function about(
  kind: ReleaseEnd['kind'],
  { service, environment, regions, digest, gates, id }: ReleaseRequest,
  what: string,
): Omit<ReleaseEnd, 'reasons'> {
  return {
    kind,
    summary: `${service.name} in ${environment.name}: ${what}`,
    details: {
      handoff: id,
      service: service.name,
      environment: environment.name,
      regions: [...regions],
      digest,
      quality_gates: [...gates],
    },
  };
}

const rejected = ({ id }: ReadHandoff, reasons: readonly string[]): ReleaseEnd => ({
  kind: 'rejected',
  summary: `nothing was released: ${reasons[0] ?? 'refused'}`.slice(0, 1_000),
  details: { handoff: id },
  reasons,
});

const lines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
