import type { Gate, ImageBuild, Stage, Step, Value } from './model';
import { BUILD_IMAGE, COLLECT_FILES, registryLogin } from './scripts/images';

/** What a system without actions calls the things that a script asks for, as words of the shell. */
export interface ShellWords {
  /** Undefined where the system has no such thing; then no script of it may ask. */
  readonly facts: Readonly<Partial<Record<string, string>>>;
  readonly signer: { readonly identity: string; readonly issuer: string };
}

/** A stage as one script, after what the system needs first. Bash stops at the first mistake, and an unset variable is one. */
export function shellProgram(stage: Stage, words: ShellWords, before: readonly string[], build?: ImageBuild): string {
  const lines = stage.steps.flatMap((step) => shellLines(step, words, build));
  const collects = stage.steps.some((step) => step.kind === 'run' && Object.values(step.env ?? {}).some(isDigests));
  return ['set -euo pipefail', ...before, ...(collects ? [COLLECT_FILES] : []), ...lines].join('\n');
}

const isDigests = (value: Value) => typeof value === 'object' && 'digests' in value;

function shellLines(step: Step, words: ShellWords, build: ImageBuild | undefined): string[] {
  switch (step.kind) {
    case 'install':
      return step.packages ? ['npm ci'] : [];
    case 'assume-role':
      // The AWS command line and Terraform take on the role themselves, from these and the token's file.
      return [exported('AWS_ROLE_ARN', quoted(step.role.arn)), exported('AWS_REGION', quoted(step.role.region))];
    case 'registry-login':
      return [registryLogin(step.region, step.host)];
    case 'build-image':
      return [
        ...exports(
          { SERVICE: { service: 'name' }, CONTEXT: { service: 'context' }, PLATFORM: step.platform, TAG: { fact: 'run' } },
          words,
          build,
        ),
        ...exports({ IMAGE: { service: 'image', in: step.repository } }, words, build),
        BUILD_IMAGE,
      ];
    case 'run':
      return step.only === 'github' ? [] : [...exports(step.env ?? {}, words, build), step.script];
    default:
      return [];
  }
}

const exports = (env: Readonly<Record<string, Value>>, words: ShellWords, build: ImageBuild | undefined): string[] =>
  Object.entries(env).flatMap(([name, value]) => {
    const word = wordOf(value, words, build);
    return word === undefined ? [] : [exported(name, word)];
  });

/** Undefined for what the script has already, or what the system put into its environment. */
function wordOf(value: Value, { facts, signer }: ShellWords, build: ImageBuild | undefined): string | undefined {
  if (typeof value === 'string') return quoted(value);
  if ('fact' in value) return facts[value.fact];
  if ('signer' in value) return signer[value.signer];
  if (!('service' in value)) return undefined;
  if (!build) throw new Error('a stage asks for a service, but runs for none');
  if (value.service === 'image') return quoted(`${value.in}/${build.service}`);
  return quoted(value.service === 'name' ? build.service : build.context);
}

const exported = (name: string, word: string) => `export ${name}=${word}`;

/** Text that the shell takes as it is. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Stages that another system than GitHub runs; needs of those that it does not run are met by the ones before them. */
export const portable = (stages: readonly Stage[]): Stage[] => {
  const own = stages.filter(({ only }) => only === undefined);
  return own.map((stage) => ({ ...stage, needs: stage.needs.filter((id) => own.some((other) => other.id === id)) }));
};

/** Files that a stage leaves behind. */
export const filesKept = ({ steps }: Stage): string[] => steps.flatMap((step) => (step.kind === 'keep' ? step.files : []));

/** Whether a stage takes on a role. */
export const usesCloud = ({ permissions }: Stage): boolean => permissions.includes('id-token: write');

/** Whether a stage makes or checks signatures of images. */
export const hasGate = ({ steps }: Stage, gate: Gate): boolean => steps.some((step) => step.kind === 'run' && step.gate === gate);
