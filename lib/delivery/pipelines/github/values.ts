import { ISSUERS, repositoryPath } from '../../../model';
import { DEFAULT_BRANCH } from '../limits';
import type { Fact, Pipelines, Value } from '../model';

const FACTS: Readonly<Record<Fact, string>> = {
  commit: `\${{ github.sha }}`,
  baseCommit: `\${{ github.event.pull_request.base.sha }}`,
  pullRequest: `\${{ github.event.pull_request.number }}`,
  run: `\${{ github.run_id }}-\${{ github.run_attempt }}`,
  runAddress: `\${{ github.server_url }}/\${{ github.repository }}/actions/runs/\${{ github.run_id }}`,
  repository: `\${{ github.repository }}`,
  buildAll: `\${{ inputs.build-all }}`,
};

/** The certificate of a reusable workflow names the workflow that signs, whoever calls it (Fulcio, OIDC claims of GitHub). */
export const signer = (pipelines: Pipelines): string =>
  `https://github.com/${repositoryPath(pipelines.repository)}/.github/workflows/build.yml@refs/heads/${DEFAULT_BRANCH}`;

/** A value in the words of GitHub. */
export function value(of: Value, pipelines: Pipelines): string {
  if (typeof of === 'string') return of;
  if ('fact' in of) return FACTS[of.fact];
  if ('token' in of) return of.token === 'run' ? `\${{ github.token }}` : `\${{ steps.environments-token.outputs.token }}`;
  if ('output' in of) return `\${{ steps.${of.of}.outputs.${of.output} }}`;
  if ('outputs' in of) return `\${{ toJSON(needs.${of.outputs}.outputs) }}`;
  if ('digests' in of) return `\${{ inputs.digests }}`;
  if ('signer' in of) return of.signer === 'issuer' ? ISSUERS.github : signer(pipelines);
  if (of.service === 'image') return `${of.in}/\${{ matrix.service }}`;
  return of.service === 'name' ? `\${{ matrix.service }}` : `\${{ matrix.context }}`;
}

/** Values of an environment. */
export const values = (env: Readonly<Record<string, Value>>, pipelines: Pipelines): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, of]) => [name, value(of, pipelines)]));
