import { ARGOCD_NAMESPACE, FLUX_NAMESPACE } from '../../names';
import type { Platform } from '../../platform';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { undoRelease } from '../steps';
import { LIMITS } from '../thresholds';

/** Whether clusters are what Git says. Argo CD tells it for all clusters where it runs, Flux each for its own. */
export const gitOpsAlerts = (scope: AlertScope, { spec }: Platform, isHome: boolean): AlertGroup =>
  group('gitops', [
    ...(spec.gitops === 'flux' || !isHome ? [] : [outOfSync(scope), degraded(scope)]),
    ...(spec.gitops === 'argocd' ? [] : [notReconciled(scope), suspended(scope)]),
  ]);

/** Projects of a platform start with its name. */
const applications = ({ platform }: AlertScope, matchers: Readonly<Record<string, string | RegExp>>) =>
  select('argocd_app_info', { project: new RegExp(`${platform}-.+`), ...matchers });
const showApplication = step('What Argo CD says of it:', kubectl('describe application <application>', ARGOCD_NAMESPACE));

const outOfSync = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'ApplicationOutOfSync',
    expr: `max by (name, project, sync_status) (${applications(scope, { sync_status: /OutOfSync|Unknown/ })}) == 1`,
    forSeconds: LIMITS.outOfSyncSeconds,
    severity: 'warning',
    summary: `${scope.platform}: {{ $labels.name }} is not what Git says`,
    description: `The Application {{ $labels.name }} has been {{ $labels.sync_status }} for ${LIMITS.outOfSyncSeconds / 60} minutes: a release did not arrive, or somebody changed the cluster by hand.`,
    runbook: {
      means: 'What runs is not what was reviewed. The next sync may change more than anybody expects.',
      confirm: [showApplication, step('What differs:', 'argocd app diff <application>')],
      mitigate: [step('Sync it:', 'argocd app sync <application>'), step('Git is wrong: publish what is right.'), undoRelease],
      learn: ['Why did the automatic sync not mend it?'],
    },
  });

const degraded = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'ApplicationDegraded',
    expr: `max by (name, project, health_status) (${applications(scope, { health_status: /Degraded|Missing|Unknown/ })}) == 1`,
    forSeconds: LIMITS.degradedSeconds,
    severity: 'warning',
    summary: `${scope.platform}: {{ $labels.name }} is {{ $labels.health_status }}`,
    description: `The Application {{ $labels.name }} has been {{ $labels.health_status }} for ${LIMITS.degradedSeconds / 60} minutes.`,
    runbook: {
      means: 'Objects were applied and do not work. Releases of later stages wait for it.',
      confirm: [showApplication, step('Which objects are not healthy:', 'argocd app resources <application>')],
      mitigate: [undoRelease],
      learn: ['Which alert about the object itself came first?'],
    },
  });

const flux = (matchers: Readonly<Record<string, string | RegExp>>) =>
  select('gotk_resource_info', { exported_namespace: FLUX_NAMESPACE, customresource_kind: /Kustomization|GitRepository/, ...matchers });
const showKustomizations = step('What Flux says:', kubectl('get kustomizations,gitrepositories', FLUX_NAMESPACE));

const notReconciled = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'FluxNotReconciled',
    expr: `${flux({ ready: /False|Unknown/, suspended: /|false/ })} == 1`,
    forSeconds: LIMITS.degradedSeconds,
    severity: 'warning',
    summary: `${place(scope)}: {{ $labels.customresource_kind }} {{ $labels.name }} is not ready`,
    description: `{{ $labels.customresource_kind }} {{ $labels.name }} has not been ready for ${LIMITS.degradedSeconds / 60} minutes, so that the cluster is not what Git says.`,
    runbook: {
      means: 'A release does not arrive, or was applied and does not get healthy. What depends on it waits too.',
      confirm: [showKustomizations, step('Why:', kubectl('describe kustomization <name>', FLUX_NAMESPACE))],
      mitigate: [step('Try again at once:', 'flux --context "$CONTEXT" reconcile kustomization <name> --with-source'), undoRelease],
      learn: ['Did a check before the merge see the same manifest?'],
    },
  });

const suspended = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'FluxSuspended',
    expr: `${flux({ suspended: 'true' })} == 1`,
    forSeconds: 4 * 3600,
    severity: 'info',
    summary: `${place(scope)}: {{ $labels.customresource_kind }} {{ $labels.name }} is suspended`,
    description: '{{ $labels.customresource_kind }} {{ $labels.name }} has been suspended for 4 hours; changes in Git do not arrive.',
    runbook: {
      means: 'Somebody stopped it, usually during an incident, and did not start it again.',
      confirm: [showKustomizations],
      mitigate: [step('Start it again:', 'flux --context "$CONTEXT" resume kustomization <name>')],
      learn: ['Who suspended it, and what should have reminded them?'],
    },
  });
