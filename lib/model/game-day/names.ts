import type { Cluster, Platform } from '../platform';
import { type Experiment, type ExperimentName, experiments, hasGameDay } from './experiments';

/** Name of an experiment, as its template in AWS and the pipeline have it. */
export const experimentName = ({ name }: Pick<Cluster, 'name'>, experiment: ExperimentName) => `${name}-${experiment}`;

/** Experiment of an environment, and where it is. */
export interface PlacedExperiment {
  readonly cluster: Cluster;
  readonly name: string;
  readonly experiment: Experiment;
}

/** Every experiment that a platform allows, in the order of its clusters. */
export const experimentsOf = (platform: Platform): readonly PlacedExperiment[] =>
  platform.clusters
    .filter(({ environment }) => hasGameDay(platform, environment))
    .flatMap((cluster) =>
      experiments(platform, cluster).map((experiment) => ({ cluster, name: experimentName(cluster, experiment.name), experiment })),
    );

/** The metric by which whoever watches an experiment says so, and its alarm, which stops what nobody watches. */
export interface Watched {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly alarm: string;
  /** Seconds of silence after which the experiment is stopped: two periods of the alarm. */
  readonly silenceSeconds: number;
}

export const watched = ({ name: platform }: Pick<Platform, 'name'>, { environment, name }: Cluster): Watched => ({
  namespace: `Holdfast/${platform}`,
  metric: 'GameDayWatched',
  dimensions: { Environment: environment },
  alarm: `${name}-game-day-unwatched`,
  silenceSeconds: 120,
});
