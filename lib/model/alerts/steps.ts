import { kubectl, type RunbookStep, step } from './runbook';
import type { AlertScope } from './scope';

/** Steps that many runbooks share. A cluster is named by `$CONTEXT`, an environment by `$ENVIRONMENT`. */

export const undoRelease = step(
  'When it began with a release, go back to the one before (without --push it only says what it would do):',
  'npx holdfast rollback --environment "$ENVIRONMENT" --push',
);

export const publishAgain = (what: string) => step(what, 'npx holdfast publish --environment "$ENVIRONMENT"');

export const showPods = (scope: AlertScope, what = 'Its pods, and the nodes that they are on:') =>
  onPods(scope, what, 'get pods --output wide');

export const describePods = (scope: AlertScope, what = 'What the cluster says of them (events at the end):') =>
  onPods(scope, what, 'describe pods');

export const showLogs = (scope: AlertScope, what = 'What they say themselves:') => onPods(scope, what, 'logs --tail 100 --prefix');

/** A command of kubectl on the pods of the service. */
export const onPods = ({ service, namespace }: AlertScope, what: string, command: string): RunbookStep =>
  step(what, kubectl(`${command} --selector app.kubernetes.io/name=${service ?? ''}`, namespace));
