import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { type Cluster, roleName } from '../model';
import type { ADD_ONS } from '../spec';
import { clusterLogGroup } from './log-group';
import { NodeGroup } from './node-group';
import { serviceTrust } from './policy-document';

type AddOnName = (typeof ADD_ONS)[number];

const CONTROL_PLANE_LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

interface AddOn {
  readonly name: AddOnName;
  readonly configuration?: object;
}

/** Add-ons before nodes: without the network plug-in no node becomes ready. */
const BEFORE_NODES: readonly AddOn[] = [
  // Network policies are enforced by the plug-in only when told so; without it they are paper.
  { name: 'vpc-cni', configuration: { enableNetworkPolicy: 'true' } },
  { name: 'kube-proxy' },
  { name: 'eks-pod-identity-agent' },
];
/** Add-ons that are pods, and need nodes. The autoscaler needs metrics-server, Prometheus a volume and what the exporters say. */
const AFTER_NODES: readonly AddOn[] = [
  { name: 'coredns' },
  { name: 'metrics-server' },
  { name: 'aws-ebs-csi-driver', configuration: { defaultStorageClass: { enabled: true } } },
  { name: 'kube-state-metrics' },
  { name: 'prometheus-node-exporter' },
];

export interface KubernetesClusterProps {
  readonly cluster: Cluster;
  /** Kubernetes version, such as 1.34. */
  readonly version: string;
  /** Subnets of control plane and nodes. */
  readonly subnetIds: readonly string[];
  /** ARN of the key that encrypts Secrets. */
  readonly keyArn: string;
  /** ARN of the key that encrypts the logs of the control plane. */
  readonly logsKeyArn: string;
  /** Versions of add-ons. Default: what EKS proposes when an add-on is made; it stays until somebody changes it. */
  readonly addOnVersions?: Readonly<Partial<Record<AddOnName, string>>>;
  /** First parts of the names of images that a pull brings into the registry. Default: none. */
  readonly cachedPrefixes?: readonly string[];
  /** Tags of nodes and their volumes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** An EKS cluster that is reached from inside its VPC only, with its nodes and add-ons. */
export class KubernetesCluster extends Construct {
  /** Name of the EKS cluster, as an attribute of it, so that Terraform creates it before what refers to it. */
  readonly clusterName: string;
  /** Security group that EKS gives to control plane and nodes. */
  readonly securityGroupId: string;

  constructor(
    scope: Construct,
    id: string,
    { cluster, version, subnetIds, keyArn, logsKeyArn, addOnVersions = {}, cachedPrefixes, tags }: KubernetesClusterProps,
  ) {
    super(scope, id);
    const { role, permission } = this.role(cluster);
    // EKS would create the log group itself, without retention and key.
    const logs = clusterLogGroup(this, 'log-group', `/aws/eks/${cluster.name}/cluster`, logsKeyArn);
    const eks = new EksCluster(this, 'cluster', {
      name: cluster.name,
      version,
      roleArn: role.arn,
      enabledClusterLogTypes: CONTROL_PLANE_LOGS,
      vpcConfig: { subnetIds: [...subnetIds], endpointPrivateAccess: true, endpointPublicAccess: false },
      encryptionConfig: { provider: { keyArn }, resources: ['secrets'] },
      // Access is granted by access entries; whoever creates the cluster is no administrator of it for ever.
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      upgradePolicy: { supportType: 'STANDARD' },
      zonalShiftConfig: { enabled: true },
      deletionProtection: cluster.protect,
      // A role without its permission cannot build the cluster; gone too early, it cannot take it down.
      dependsOn: [logs, permission],
      lifecycle: { preventDestroy: cluster.protect },
    });
    this.clusterName = eks.name;
    this.securityGroupId = eks.vpcConfig.clusterSecurityGroupId;

    const network = BEFORE_NODES.map((addOn) => this.addOn(eks, addOn, addOnVersions));
    const nodes = new NodeGroup(this, 'nodes', {
      cluster,
      clusterName: eks.name,
      version,
      subnetIds,
      tags,
      cachedPrefixes,
      dependsOn: network,
    });
    for (const addOn of AFTER_NODES) this.addOn(eks, addOn, addOnVersions, [nodes.group]);
  }

  private role({ name, account }: Cluster) {
    const role = new IamRole(this, 'role', {
      name: roleName(name, 'cluster'),
      assumeRolePolicy: serviceTrust('eks.amazonaws.com', account),
    });
    const permission = new IamRolePolicyAttachment(this, 'role-policy', {
      role: role.name,
      policyArn: 'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy',
    });
    return { role, permission };
  }

  private addOn(
    eks: EksCluster,
    { name, configuration }: AddOn,
    versions: Readonly<Partial<Record<AddOnName, string>>>,
    dependsOn: NodeGroup['group'][] = [],
  ): EksAddon {
    return new EksAddon(this, name, {
      clusterName: eks.name,
      addonName: name,
      ...(versions[name] ? { addonVersion: versions[name] } : {}),
      ...(configuration ? { configurationValues: JSON.stringify(configuration) } : {}),
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'PRESERVE',
      dependsOn,
    });
  }
}
