import { repositoryPath } from '../../../model';
import type { Pipelines, Role, Step, Tool } from '../model';
import { pinned, TOOL_VERSIONS } from '../pins';
import { registryLogin } from '../scripts/images';
import { value, values } from './values';

/** One step of a GitHub job. */
export type GithubStep = Readonly<Record<string, unknown>>;

/** A step in the words of GitHub. */
export function githubSteps(step: Step, pipelines: Pipelines): GithubStep[] {
  switch (step.kind) {
    case 'checkout':
      // The token of the run must not stay on disk, where every later step could read it.
      return [{ uses: pinned('actions/checkout'), with: { 'persist-credentials': false, ...(step.history ? { 'fetch-depth': 0 } : {}) } }];
    case 'install':
      return [...(step.packages ? packages : []), ...(step.tools ?? []).map((tool) => TOOL_STEPS[tool])];
    case 'assume-role':
      return [assumeRole(step.role)];
    case 'registry-login':
      return [{ name: `Log in to the registry of ${step.region}`, run: registryLogin(step.region, step.host) }];
    case 'run':
      return [run(step, pipelines)];
    case 'build-image':
      return [buildImage(step, pipelines)];
    case 'environments-token':
      return [environmentsToken(step.repository)];
    case 'keep':
      return [
        {
          uses: pinned('actions/upload-artifact'),
          if: `\${{ !cancelled() }}`,
          with: { name: artifact(step.name), path: step.files.join('\n'), 'if-no-files-found': 'ignore' },
        },
      ];
    case 'fetch':
      return [{ uses: pinned('actions/download-artifact'), with: { name: step.name } }];
    case 'upload-sarif':
      return [{ uses: pinned('github/codeql-action/upload-sarif'), with: { sarif_file: step.file, category: 'holdfast' } }];
  }
}

/** Each job of a matrix keeps its own. */
const artifact = (name: string) => (name === 'sbom' ? `sbom-\${{ matrix.service }}` : name);

const packages: readonly GithubStep[] = [
  { uses: pinned('actions/setup-node'), with: { 'node-version': TOOL_VERSIONS.node } },
  { name: 'Install', run: 'npm ci' },
];

const TOOL_STEPS: Readonly<Record<Tool, GithubStep>> = {
  // The wrapper would hide the exit codes of Terraform.
  terraform: {
    uses: pinned('hashicorp/setup-terraform'),
    with: { terraform_version: TOOL_VERSIONS.terraform, terraform_wrapper: false },
  },
  cosign: { uses: pinned('sigstore/cosign-installer'), with: { 'cosign-release': TOOL_VERSIONS.cosign } },
  syft: { uses: pinned('anchore/sbom-action/download-syft'), with: { 'syft-version': TOOL_VERSIONS.syft } },
  grype: { uses: pinned('anchore/scan-action/download-grype'), with: { 'grype-version': TOOL_VERSIONS.grype } },
  buildx: { uses: pinned('docker/setup-buildx-action') },
};

const assumeRole = ({ environment, purpose, region, arn }: Role): GithubStep => ({
  name: `Take on the role to ${purpose} in ${environment}`,
  uses: pinned('aws-actions/configure-aws-credentials'),
  with: { 'role-to-assume': arn, 'aws-region': region, 'role-session-name': `${purpose}-\${{ github.run_id }}` },
});

const run = (step: Extract<Step, { kind: 'run' }>, pipelines: Pipelines): GithubStep => ({
  name: step.name,
  ...(step.id ? { id: step.id } : {}),
  ...(step.onFailure ? { if: 'failure()' } : {}),
  ...(step.env ? { env: values(step.env, pipelines) } : {}),
  run: step.gate === 'record' ? `${step.script}\necho "$SERVICE=$DIGEST" >> "$GITHUB_OUTPUT"` : step.script,
});

const buildImage = (step: Extract<Step, { kind: 'build-image' }>, pipelines: Pipelines): GithubStep => ({
  name: 'Build and push',
  id: step.id,
  uses: pinned('docker/build-push-action'),
  with: {
    context: value({ service: 'context' }, pipelines),
    platforms: step.platform,
    push: true,
    tags: `${value({ service: 'image', in: step.repository }, pipelines)}:${value({ fact: 'run' }, pipelines)}`,
    provenance: 'mode=max',
    'cache-from': `type=gha,scope=\${{ matrix.service }}`,
    'cache-to': `type=gha,mode=max,scope=\${{ matrix.service }}`,
  },
});

/** A token of a GitHub App, for one repository and one permission; it ends with the job. */
function environmentsToken(address: string): GithubStep {
  const [owner, repository] = repositoryPath(address).split('/');
  return {
    uses: pinned('actions/create-github-app-token'),
    id: 'environments-token',
    with: {
      'app-id': `\${{ vars.ENVIRONMENTS_APP_ID }}`,
      'private-key': `\${{ secrets.ENVIRONMENTS_APP_KEY }}`,
      owner,
      repositories: repository,
      'permission-contents': 'write',
    },
  };
}
