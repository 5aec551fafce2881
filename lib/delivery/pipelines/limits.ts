/** Branch whose commits are delivered. */
export const DEFAULT_BRANCH = 'main';

/** Runner of GitHub, by version: `ubuntu-latest` moves. 24.04 has Docker, the AWS CLI, jq and gh (actions/runner-images). */
export const RUNNERS = { amd64: 'ubuntu-24.04', arm64: 'ubuntu-24.04-arm' } as const;

/** Minutes after which a job has hung. Assumptions with room to spare, except where a source stands beside the figure. */
export const TIMEOUT_MINUTES = {
  /** A full test run with npm install. */
  verify: 30,
  report: 10,
  /** Terraform reads every resource of a region. */
  plan: 30,
  changes: 10,
  /** Build, software bill of materials, scan, copies and signatures of one image. */
  image: 45,
  deploy: 20,
  /**
   * Never reached by a healthy run: creating a cluster is given 30 min and an Aurora cluster 120 min (create timeouts of
   * aws_eks_cluster and aws_rds_cluster in the AWS provider), and a job that is cut off leaves a locked, half-made region.
   */
  apply: 240,
  drill: 30,
  /** Beyond the experiment itself: until the alarm has heard who watches, and the way back. */
  aroundExperiment: 14,
} as const;

/**
 * When the scheduled pipelines run, in UTC. Off the hour: at its start GitHub has the most runs to begin, delays them and drops
 * some (GitHub Docs, events that trigger workflows, schedule).
 */
export const SCHEDULES = {
  /** Each working day, before people start. */
  drift: '23 4 * * 1-5',
  /** Weekly: long enough for what a restore costs, short enough that a broken backup is known within its retention. */
  restore: '47 3 * * 1',
  /** Weekly, in the middle of the week: what it finds can be mended before the weekend. */
  gameDay: '11 5 * * 3',
} as const;

/** What is chosen where nothing is to be injected. */
export const NO_EXPERIMENT = 'none';

/** A comment of GitHub holds 65,536 characters (GitHub API); the rest is what stands around the diff. */
export const LONGEST_DIFF_BYTES = 60_000;

/** A matrix makes at most 256 jobs (GitHub Docs, usage limits of GitHub Actions). */
export const LARGEST_MATRIX = 256;
