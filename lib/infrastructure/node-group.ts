import type { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { type Cluster, NODE_DISK_GIB, NODE_GROUP, roleName } from '../model';
import { policyDocument } from './policy-document';

/** What a node may do: join its cluster, run the network plug-in, pull images. */
const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy', 'AmazonEC2ContainerRegistryPullOnly'];
/** Share of the nodes that an update replaces at once, in per cent: one zone of three. */
const UPDATE_PERCENT = 33;
/** Families of Graviton processors end in a g after their generation: m7g, c6g. */
const GRAVITON = /^[a-z]+\d+g/;

export interface NodeGroupProps {
  readonly cluster: Cluster;
  /** Name of the EKS cluster, as an attribute of it, so that Terraform creates it first. */
  readonly clusterName: string;
  /** Kubernetes version of the nodes. Left out, nodes would stay behind when the control plane is upgraded. */
  readonly version: string;
  readonly subnetIds: readonly string[];
  /** Tags of instances and volumes: the provider's default tags do not reach what an Auto Scaling group starts. */
  readonly tags: Readonly<Record<string, string>>;
  /** First parts of the names of images that a pull brings into the registry. Default: none. */
  readonly cachedPrefixes?: readonly string[];
  /** Add-ons that nodes need to become ready. */
  readonly dependsOn: EksAddon[];
}

/** The managed node group of a cluster, over all its zones; as many nodes as the model says. */
export class NodeGroup extends Construct {
  readonly group: EksNodeGroup;

  constructor(
    scope: Construct,
    id: string,
    { cluster, clusterName, version, subnetIds, tags, cachedPrefixes = [], dependsOn }: NodeGroupProps,
  ) {
    super(scope, id);
    const { nodes } = cluster;
    const role = new IamRole(this, 'role', {
      name: roleName(cluster.name, 'nodes'),
      assumeRolePolicy: policyDocument({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    });
    const policies = NODE_POLICIES.map(
      (policy) => new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` }),
    );
    if (cachedPrefixes.length > 0)
      new IamRolePolicy(this, 'cached-images', { name: 'cached-images', role: role.id, policy: cacheImages(cluster, cachedPrefixes) });
    const template = this.template(cluster, tags);
    this.group = new EksNodeGroup(this, 'group', {
      clusterName,
      nodeGroupName: NODE_GROUP,
      version,
      nodeRoleArn: role.arn,
      subnetIds: [...subnetIds],
      capacityType: 'ON_DEMAND',
      amiType: GRAVITON.test(nodes.instanceType) ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD',
      scalingConfig: { minSize: nodes.min.value, desiredSize: nodes.min.value, maxSize: nodes.max.value },
      updateConfig: { maxUnavailablePercentage: UPDATE_PERCENT },
      nodeRepairConfig: { enabled: true },
      launchTemplate: { id: template.id, version: `\${${template.fqn}.latest_version}` },
      dependsOn: [...policies, ...dependsOn],
      // The autoscaler owns the number of nodes between the bounds. Other subnets or another processor mean another group:
      // Terraform would destroy every node before it makes new ones, so a protected environment refuses that.
      lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'], preventDestroy: cluster.protect },
    });
  }

  /**
   * Metadata by session token only, one hop away, so that pods cannot take the role of their node; no SSH key. The instance
   * type stands here and not in the group: a new version of a template is a rolling update, a new type of a group a new group.
   */
  private template({ name, nodes }: Cluster, tags: NodeGroupProps['tags']): LaunchTemplate {
    return new LaunchTemplate(this, 'template', {
      name: `${name}-nodes`,
      updateDefaultVersion: true,
      instanceType: nodes.instanceType,
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { volumeSize: NODE_DISK_GIB, volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' },
        },
      ],
      tagSpecifications: ['instance', 'volume'].map((resourceType) => ({ resourceType, tags: { ...tags, Name: `${name}-node` } })),
    });
  }
}

/** The first pull of an image makes its repository (ECR User Guide, IAM permissions of pull-through caches). */
const cacheImages = ({ region, account }: Cluster, prefixes: readonly string[]) =>
  policyDocument({
    Sid: 'CacheImages',
    Effect: 'Allow',
    Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
    Resource: prefixes.map((prefix) => `arn:aws:ecr:${region}:${account}:repository/${prefix}/*`),
  });
