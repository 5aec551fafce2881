import type { ReadHandoff } from '../protocol';
import { PROOFS } from '../protocol';
import type { ReleasedService, ReleaseEnvironment, ReleaseSettings } from './settings';

/** A release that is asked for, and may be done. */
export interface ReleaseRequest {
  readonly id: string;
  /** When it was asked for, ISO 8601 in UTC. */
  readonly at: string;
  readonly project: string;
  readonly from: string;
  readonly service: ReleasedService;
  readonly environment: ReleaseEnvironment;
  /** Regions that are released; all of the environment unless one is named. */
  readonly regions: readonly string[];
  /** The one region that is named. */
  readonly region?: string;
  readonly digest: string;
  readonly gates: readonly string[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reads what a handoff asks for; a list of reasons when it may not be done. */
export function releaseRequest(read: ReadHandoff, settings: ReleaseSettings): ReleaseRequest | { readonly reasons: readonly string[] } {
  const { metadata, content } = read.handoff;
  const details = content.technical_details;
  const reasons: string[] = [];
  const choose = <T extends { readonly name: string }>(what: string, all: readonly T[]): T | undefined => {
    const found = all.find(({ name }) => name === details[what]);
    if (!found) reasons.push(`technical_details.${what} is ${shown(details[what])}; it can be ${all.map(({ name }) => name).join(', ')}`);
    return found;
  };
  const service = choose('service', settings.services);
  const environment = choose('environment', settings.environments);
  const { region, digest } = details;
  if (typeof digest !== 'string' || !DIGEST.test(digest)) {
    reasons.push(`technical_details.digest is ${shown(digest)}; expected sha256: and 64 hex digits`);
  }
  if (region !== undefined && environment && !environment.regions.includes(String(region))) {
    reasons.push(`technical_details.region is ${shown(region)}; ${environment.name} runs in ${environment.regions.join(' and ')}`);
  }
  const gates = gatesOf(details.quality_gates);
  reasons.push(
    ...gates.reasons,
    ...settings.gates
      .filter((gate) => !gates.passed.includes(gate) && !gates.named.includes(gate))
      .map((gate) => `the gate ${gate} is missing`),
  );
  if (environment && PROOFS.indexOf(read.proof) < PROOFS.indexOf(environment.trusts)) {
    reasons.push(`${environment.name} needs a message that is ${proofName(environment.trusts)}; this one is ${proofName(read.proof)}`);
  }
  const at = new Date(metadata.timestamp);
  if (Number.isNaN(at.getTime())) reasons.push(`metadata.timestamp is ${shown(metadata.timestamp)}, and no time`);
  if (reasons.length > 0 || !service || !environment) return { reasons };
  return {
    id: read.id,
    at: at.toISOString(),
    project: metadata.project_name || settings.platform,
    from: metadata.from_agent,
    service,
    environment,
    regions: region === undefined ? environment.regions : [String(region)],
    region: region === undefined ? undefined : String(region),
    digest: String(digest),
    gates: gates.passed,
  };
}

interface Gates {
  readonly named: readonly string[];
  readonly passed: readonly string[];
  readonly reasons: readonly string[];
}

/** Gates as a map from name to true, `passed`, or an object with `status` or `passed`; or a list of such objects with their name. */
function gatesOf(value: unknown): Gates {
  const entries = Array.isArray(value)
    ? value.map((gate: unknown) => [isRecord(gate) && typeof gate.name === 'string' ? gate.name : 'without a name', gate] as const)
    : isRecord(value)
      ? Object.entries(value)
      : [];
  if (entries.length === 0)
    return { named: [], passed: [], reasons: ['technical_details.quality_gates names no gate; what nobody tested is not released'] };
  const failed = entries.filter(([, gate]) => !hasPassed(gate)).map(([name]) => name);
  return {
    named: entries.map(([name]) => name),
    passed: entries.filter(([, gate]) => hasPassed(gate)).map(([name]) => name),
    reasons: failed.map((name) => `the gate ${cut(name)} did not pass`),
  };
}

function hasPassed(gate: unknown): boolean {
  if (isRecord(gate)) return 'passed' in gate ? gate.passed === true : hasPassed(gate.status);
  return gate === true || (typeof gate === 'string' && /^(pass|passed|ok|success)$/i.test(gate));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const proofName = (proof: string) => (proof === 'signed' ? 'signed with our key' : `of version ${proof}`);
const shown = (value: unknown) => cut(JSON.stringify(value) ?? 'missing');
const cut = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}...` : text);
