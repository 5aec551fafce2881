import type { Cluster } from '../../platform';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, contextOf, place } from '../scope';
import { LIMITS } from '../thresholds';

const READY = select('kube_node_status_condition', { condition: 'Ready', status: 'true' });
const nodes = step('Which nodes there are, and in which zones:', kubectl('get nodes --label-columns topology.kubernetes.io/zone'));

/** Whether nodes are ready, and whether a whole zone of them is not. */
export const nodeAlerts = (scope: AlertScope, cluster: Cluster): AlertGroup =>
  group('nodes', [notReady(scope), ...cluster.network.zones.map(({ zone }) => zoneLost(scope, cluster, zone))]);

const notReady = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'NodeNotReady',
    expr: `${READY} == 0`,
    forSeconds: LIMITS.nodeSeconds,
    severity: 'warning',
    summary: `${place(scope)}: the node {{ $labels.node }} is not ready`,
    description: `{{ $labels.node }} has not been ready for ${LIMITS.nodeSeconds / 60} minutes; its pods are started elsewhere.`,
    runbook: {
      means: 'A node is gone or out of touch. The node group replaces it, and its pods come back on others while there is room.',
      confirm: [nodes, step('Since when, and why:', kubectl('describe node <node>'))],
      mitigate: [
        step(
          'It does not come back: take it out, and the node group makes another.',
          kubectl('drain <node> --ignore-daemonsets --delete-emptydir-data'),
        ),
        step(
          'End its instance (the last part of its providerID):',
          `aws ec2 terminate-instances --region ${scope.region} --instance-ids <instance>`,
        ),
      ],
      learn: ['Was it one node, or the first of several?'],
    },
  });

/** A node names its zone in its provider id, whatever labels the exporter is told to show. */
const zoneLost = (scope: AlertScope, { network }: Cluster, zone: string): Alert =>
  alertIn(scope, {
    name: 'ZoneLost',
    expr: `(\n  count(${READY} == 1 and on (node) kube_node_info{provider_id=~"aws:///${zone}/.+"})\n    or\n  vector(0)\n) == 0\n  and on ()\ncount(kube_node_info) > 0`,
    forSeconds: LIMITS.zoneSeconds,
    severity: 'critical',
    labels: { zone },
    summary: `${place(scope)}: no node of the zone ${zone} is ready`,
    description: `For ${LIMITS.zoneSeconds / 60} minutes no node of ${zone}, one of ${network.zones.length} zones, has been ready. The other zones were sized to carry the load without it.`,
    runbook: {
      means: 'A zone is lost. By its capacity plan the platform carries the declared load without it, and has no reserve until it is back.',
      confirm: [
        nodes,
        step('What AWS says of the zone:', `aws health describe-events --region us-east-1 --filter availabilityZones=${zone}`),
      ],
      mitigate: [
        step(
          'Watch that no service is at its ceiling (AtReplicaCeiling), and that pods are placed:',
          kubectl('get pods --all-namespaces --field-selector status.phase=Pending'),
        ),
        step(
          'Take the zone out of the load balancer when requests to it still fail:',
          `aws arc-zonal-shift start-zonal-shift --region ${scope.region} --away-from ${zone} --expires-in 2h --comment "zone lost" --resource-identifier <load balancer ARN>`,
        ),
        step(`Publish nothing to ${contextOf(scope)} until it is back: a roll-out needs the reserve.`),
      ],
      learn: ['Did the remaining zones carry the load as the capacity table says?'],
    },
  });
