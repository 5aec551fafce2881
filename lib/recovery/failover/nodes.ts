import { API_CALL, type FailoverPlan, LOOK, NODE_GROUP } from '../../model';
import { again, type Branch, call, choose, enter, loop, onError, outcome } from './asl';

const NAME = 'nodes';

/**
 * Grows the node group of the recovery region to what carries the whole load, and waits until as many instances are in service. Pods need
 * no call: the autoscalers raise them with the load, from floors that stand ready (eks:call reaches public API servers only).
 */
export function nodes(
  { recovery, settings: { pollSeconds } }: FailoverPlan,
  { min, max }: { min: number; max: number },
  worstSeconds: number,
): Branch {
  const group = { ClusterName: recovery.name, NodegroupName: NODE_GROUP };
  const failed = [onError('Failed: nodes')];
  return {
    StartAt: 'Grow the node group',
    States: {
      'Grow the node group': call({
        action: 'aws-sdk:eks:updateNodegroupConfig',
        with: { ...group, ScalingConfig: { MinSize: min, DesiredSize: min, MaxSize: max } },
        budget: API_CALL,
        next: 'Find its instances',
        // It refuses while an earlier change goes on, which may be this one.
        catch: [onError('Find its instances')],
      }),
      'Find its instances': call({
        action: 'aws-sdk:eks:describeNodegroup',
        with: group,
        budget: API_CALL,
        select: { 'name.$': '$.Nodegroup.Resources.AutoScalingGroups[0].Name' },
        into: '$.group',
        next: enter(NAME),
        catch: failed,
      }),
      ...loop({
        name: NAME,
        first: 'Count the instances',
        rounds: Math.ceil(worstSeconds / pollSeconds) + 1,
        pauseSeconds: pollSeconds,
        exhausted: 'Failed: nodes',
      }),
      'Count the instances': call({
        action: 'aws-sdk:autoscaling:describeAutoScalingGroups',
        with: { 'AutoScalingGroupNames.$': 'States.Array($.group.name)' },
        budget: LOOK,
        select: { 'inService.$': "$.AutoScalingGroups[0].Instances[?(@.LifecycleState == 'InService')].InstanceId" },
        into: '$.seen',
        next: 'Sum them up',
        catch: [onError(again(NAME))],
      }),
      'Sum them up': {
        Type: 'Pass',
        Parameters: { 'inService.$': 'States.ArrayLength($.seen.inService)' },
        ResultPath: '$.sum',
        Next: 'Are they enough?',
      },
      'Are they enough?': choose([[{ Variable: '$.sum.inService', NumericGreaterThanEquals: min }, 'Done: nodes']], again(NAME)),
      'Done: nodes': outcome('scale', NAME, true),
      'Failed: nodes': outcome('scale', NAME, false),
    },
  };
}
