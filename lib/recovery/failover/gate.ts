import { API_CALL, type Cluster } from '../../model';
import { call, type JsonObject, type State } from './asl';

/** What shuts the databases of a region off from its pods. */
export interface Gate {
  /** Id of the network ACL of the data subnets. */
  readonly networkAclId: string;
  /** Block of the pods and nodes. */
  readonly cidr: string;
  readonly ruleNumber: number;
}

export const gateOf = (networkAclId: string, { network }: Cluster, ruleNumber: number): Gate => ({
  networkAclId,
  cidr: network.pods.text,
  ruleNumber,
});

/**
 * Opens or closes the gate. Network ACLs keep no connections: what is closed is closed for those that stand, too (VPC User Guide,
 * network ACLs). The entry exists from the start, so that closing twice is the same as closing once.
 */
export const setGate = (gate: Gate, action: 'allow' | 'deny', next: string, failed: readonly JsonObject[]): State =>
  call({
    action: 'aws-sdk:ec2:replaceNetworkAclEntry',
    with: {
      NetworkAclId: gate.networkAclId,
      RuleNumber: gate.ruleNumber,
      Egress: false,
      Protocol: '-1',
      CidrBlock: gate.cidr,
      RuleAction: action,
    },
    budget: API_CALL,
    next,
    catch: failed,
  });

/** Path of the answer to `lookAtGate`: whether the gate is closed, as a list of rule actions. */
export const GATE = '$.gate.action[0]';

export const lookAtGate = ({ networkAclId, ruleNumber }: Gate, next: string, failed: readonly JsonObject[]): State =>
  call({
    action: 'aws-sdk:ec2:describeNetworkAcls',
    with: { NetworkAclIds: [networkAclId] },
    budget: API_CALL,
    select: { 'action.$': `$.NetworkAcls[0].Entries[?(@.RuleNumber == ${ruleNumber})].RuleAction` },
    into: '$.gate',
    next,
    catch: failed,
  });
