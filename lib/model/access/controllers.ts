import { backupPlace, peerOf, veleroPrefix } from '../backups';
import { VELERO } from '../names';
import type { Cluster, Platform } from '../platform';
import { type Permission, useOfAlias } from './permission';

/** Cluster Autoscaler, as its chart names the account. */
export const AUTOSCALER = { name: 'autoscaler', namespace: 'kube-system', serviceAccount: 'cluster-autoscaler' } as const;
/** EBS CSI driver, as its EKS add-on names the account. */
export const VOLUME_CONTROLLER = { name: 'volumes', namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' } as const;
/** AWS Load Balancer Controller, as its chart names the account. */
export const LOAD_BALANCER_CONTROLLER = {
  name: 'load-balancers',
  namespace: 'kube-system',
  serviceAccount: 'aws-load-balancer-controller',
} as const;

/** Velero, as its chart names the account of its server, which also moves the data of volumes. */
export const BACKUP_CONTROLLER = { name: 'backups', namespace: VELERO.namespace, serviceAccount: VELERO.serviceAccount } as const;

/** What describes knows no single resource; what changes is bound to the tag that EKS puts on the groups of its node groups. */
export const nodeScaling = ({ name }: Cluster): readonly Permission[] => [
  {
    id: 'SeeNodeGroups',
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:DescribeLaunchConfigurations',
      'autoscaling:DescribeScalingActivities',
      'autoscaling:DescribeTags',
      'ec2:DescribeImages',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:GetInstanceTypesFromInstanceRequirements',
      'eks:DescribeNodegroup',
    ],
    resources: ['*'],
  },
  {
    id: 'ScaleOwnNodeGroups',
    actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
    resources: ['*'],
    when: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${name}`]: 'owned' } },
  },
];

/** Tag by which the controller knows load balancers of its cluster (AWS Load Balancer Controller, resource tags). */
const OWNED = 'elbv2.k8s.aws/cluster';

/**
 * What the controller needs for load balancers of one cluster: it sees what is there, makes what it tags, and changes and
 * removes what carries its tag (AWS Load Balancer Controller, IAM permissions).
 */
export function loadBalancers({ name, region, account }: Cluster): readonly Permission[] {
  const balancers = ['loadbalancer/app/*', 'loadbalancer/net/*', 'targetgroup/*'].map(
    (kind) => `arn:aws:elasticloadbalancing:${region}:${account}:${kind}`,
  );
  const listeners = ['listener/app/*', 'listener/net/*', 'listener-rule/app/*', 'listener-rule/net/*'].map(
    (kind) => `arn:aws:elasticloadbalancing:${region}:${account}:${kind}`,
  );
  const group = `arn:aws:ec2:${region}:${account}:security-group/*`;
  const own = { StringEquals: { [`aws:ResourceTag/${OWNED}`]: name } };
  const made = { StringEquals: { [`aws:RequestTag/${OWNED}`]: name } };
  return [
    {
      id: 'SeeWhatIsThere',
      actions: [
        'acm:DescribeCertificate',
        'acm:ListCertificates',
        'ec2:DescribeAccountAttributes',
        'ec2:DescribeAddresses',
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeInstances',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroupRules',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeTags',
        'ec2:DescribeVpcs',
        'elasticloadbalancing:DescribeListenerAttributes',
        'elasticloadbalancing:DescribeListenerCertificates',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeLoadBalancerAttributes',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeSSLPolicies',
        'elasticloadbalancing:DescribeTags',
        'elasticloadbalancing:DescribeTargetGroupAttributes',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
        'wafv2:GetWebACL',
        'wafv2:GetWebACLForResource',
      ],
      resources: ['*'],
    },
    {
      id: 'MakeSecurityGroups',
      actions: ['ec2:CreateSecurityGroup'],
      resources: [`arn:aws:ec2:${region}:${account}:vpc/*`],
    },
    { id: 'MakeTaggedSecurityGroups', actions: ['ec2:CreateSecurityGroup'], resources: [group], when: made },
    {
      id: 'TagNewSecurityGroups',
      actions: ['ec2:CreateTags'],
      resources: [group],
      when: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup', ...made.StringEquals } },
    },
    {
      id: 'ChangeOwnSecurityGroups',
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:DeleteSecurityGroup', 'ec2:RevokeSecurityGroupIngress'],
      resources: [group],
      when: own,
    },
    {
      id: 'OpenTheClusterToOwnLoadBalancers',
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: [group],
      when: { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${name}`]: 'owned' } },
    },
    {
      id: 'MakeTaggedLoadBalancers',
      actions: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      resources: balancers,
      when: made,
    },
    {
      id: 'TagWhatIsMade',
      actions: ['elasticloadbalancing:AddTags'],
      resources: [...balancers, ...listeners],
      when: {
        StringEquals: {
          'elasticloadbalancing:CreateAction': ['CreateLoadBalancer', 'CreateTargetGroup', 'CreateListener', 'CreateRule'],
          ...made.StringEquals,
        },
      },
    },
    {
      id: 'ChangeOwnLoadBalancers',
      actions: [
        'elasticloadbalancing:AddTags',
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:CreateRule',
        'elasticloadbalancing:DeleteLoadBalancer',
        'elasticloadbalancing:DeleteTargetGroup',
        'elasticloadbalancing:DeregisterTargets',
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        'elasticloadbalancing:ModifyTargetGroup',
        'elasticloadbalancing:ModifyTargetGroupAttributes',
        'elasticloadbalancing:RegisterTargets',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:SetIpAddressType',
        'elasticloadbalancing:SetSecurityGroups',
        'elasticloadbalancing:SetSubnets',
        'elasticloadbalancing:SetWebAcl',
        'wafv2:AssociateWebACL',
        'wafv2:DisassociateWebACL',
      ],
      resources: balancers,
      when: own,
    },
    {
      id: 'ChangeOwnListeners',
      actions: [
        'elasticloadbalancing:AddListenerCertificates',
        'elasticloadbalancing:DeleteListener',
        'elasticloadbalancing:DeleteRule',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:ModifyListenerAttributes',
        'elasticloadbalancing:ModifyRule',
        'elasticloadbalancing:RemoveListenerCertificates',
        'elasticloadbalancing:SetRulePriorities',
      ],
      resources: listeners,
      when: own,
    },
    {
      id: 'UseWebAcls',
      actions: ['wafv2:AssociateWebACL'],
      resources: [`arn:aws:wafv2:${region}:${account}:regional/webacl/*`],
    },
  ];
}

/**
 * What Velero needs for the backups of one cluster: to keep its own ones, and to read those of the other region. Volumes are
 * copied by the CSI driver and moved as objects, so nothing of EC2 (Velero plugin for AWS, permissions).
 */
export function backups(platform: Platform, cluster: Cluster): readonly Permission[] {
  const { account, region, name, keyAlias } = backupPlace(platform, cluster);
  const peer = peerOf(platform, cluster);
  const others = peer && backupPlace(platform, peer);
  return [
    ...inBucket('Own', name, veleroPrefix(cluster), [
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListMultipartUploadParts',
      's3:PutObject',
    ]),
    useOfAlias({ account, region }, keyAlias, 's3', ['kms:Decrypt', 'kms:GenerateDataKey']),
    ...(peer && others
      ? [
          ...inBucket('Other', others.name, veleroPrefix(peer), ['s3:GetObject']),
          // A restore leaves its log beside the backup that it is of, also where that may not be changed.
          {
            id: 'LogRestores',
            actions: ['s3:DeleteObject', 's3:PutObject'],
            resources: [`arn:aws:s3:::${others.name}/${veleroPrefix(peer)}/restores/*`],
          },
          useOfAlias(others, others.keyAlias, 's3', ['kms:Decrypt', 'kms:GenerateDataKey']),
        ]
      : []),
  ];
}

/** Objects below a prefix, and seeing which there are. */
const inBucket = (whose: string, bucket: string, prefix: string, actions: readonly string[]): readonly Permission[] => [
  {
    id: `See${whose}Backups`,
    actions: ['s3:ListBucket'],
    resources: [`arn:aws:s3:::${bucket}`],
    when: { StringLike: { 's3:prefix': [prefix, `${prefix}/*`] } },
  },
  { id: `Use${whose}Backups`, actions, resources: [`arn:aws:s3:::${bucket}/${prefix}/*`] },
];
