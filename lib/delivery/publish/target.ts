import { GitError } from 'simple-git';
import { UsageError } from '../../spec';
import { Checkout } from './git/checkout';
import { gitEnvironment } from './git/environment';
import { explained } from './git/explain';
import { type Identity, identityVariables, readConfigured, sshVariables } from './git/identity';
import { type GitOptions, openGit } from './git/open';
import { credentialConfig, remoteOf } from './git/remote-url';
import { inTemporaryFolder } from './git/temporary';
import { PACE, type Pace } from './retry';

/** A branch that releases are published to, and who publishes. */
export interface Target {
  /** Address or path of the environments repository. */
  readonly repository: string;
  readonly branch: string;
  readonly environment: string;
  /** Where the platform file stands: its repository's git configuration names the committer. */
  readonly sourceFolder: string;
  /** Default: what git is configured with, else `holdfast`. */
  readonly author?: Identity;
  /** How long git may be silent before it is ended. Default: 60. */
  readonly silenceSeconds?: number;
  /** Default: `PACE`. */
  readonly pace?: Pace;
}

/** A server that runs hooks may think for a while; a minute without a word is a connection that is gone. */
const SILENCE_SECONDS = 60;

/** What the work on a target gets. */
export interface Workplace {
  readonly checkout: Checkout;
  /** A temporary folder beside the checkout. */
  readonly scratch: string;
  readonly pace: Pace;
  readonly stopped: AbortSignal;
  /** How git is run in the platform's repository: without the credentials of the target. */
  readonly here: GitOptions;
}

/** Lends a checkout of the target; it is removed when the work ends, and errors of git become errors of people. */
export async function withCheckout<T>(target: Target, work: (workplace: Workplace) => Promise<T>): Promise<T> {
  const remote = remoteOf(target.repository);
  const { silenceSeconds = SILENCE_SECONDS, pace = PACE } = target;
  try {
    return await inTemporaryFolder(async (scratch, stopped) => {
      const here: GitOptions = { env: gitEnvironment(process.env), signal: stopped, silenceSeconds };
      await requireBranchName(scratch, target.branch, here);
      const configured = await readConfigured(target.sourceFolder, here);
      const { config, env } = credentialConfig(remote);
      const options: GitOptions = {
        ...here,
        env: {
          ...gitEnvironment(process.env, config),
          ...env,
          ...identityVariables(process.env, configured, target.author),
          ...sshVariables(process.env, configured),
        },
      };
      const checkout = await Checkout.open(scratch, remote.url, target.branch, target.environment, options);
      return work({ checkout, scratch, pace, stopped, here });
    });
  } catch (error) {
    // A full disk or a defect of ours is not to be explained as a failure of git.
    throw error instanceof GitError ? explained(error, remote) : error;
  }
}

/** Git checks a name by its own rules; without the check a wrong one would look like a branch that is missing. */
async function requireBranchName(folder: string, branch: string, options: GitOptions): Promise<void> {
  try {
    await openGit(folder, options).raw(['check-ref-format', `refs/heads/${branch}`]);
  } catch (error) {
    if (/ENOENT/.test(String(error))) throw error;
    throw new UsageError(`--branch: git allows no branch of the name ${JSON.stringify(branch)}`);
  }
}
