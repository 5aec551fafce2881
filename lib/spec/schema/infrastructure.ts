import { z } from 'zod';
import { name } from '../scalars';
import { mapOf, object, someOf, text } from './object';

const roleArn = z
  .string()
  .regex(/^arn:aws:iam::\d{12}:role\/\S+$/, 'the ARN of an IAM role, such as arn:aws:iam::111111111111:role/payments')
  .describe('IAM role that people sign in with.');

const addOnVersion = z
  .string()
  .regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, 'a version of an EKS add-on, such as v1.20.4-eksbuild.1')
  .describe('Version, as `aws eks describe-addon-versions` lists it.');

/** Add-ons of every cluster (Amazon EKS User Guide, AWS add-ons and community add-ons). */
export const ADD_ONS = [
  'vpc-cni',
  'kube-proxy',
  'eks-pod-identity-agent',
  'coredns',
  'metrics-server',
  'aws-ebs-csi-driver',
  'kube-state-metrics',
  'prometheus-node-exporter',
] as const;

const baseline = z
  .enum(['platform', 'organization'])
  .default('platform')
  .describe(
    'Who keeps the security baseline of the accounts (GuardDuty, Config, CloudTrail, defaults of S3 and EBS): the platform, or the organization for all of its accounts. Default: platform.',
  );

/** What the regions stand on, where the derived choice does not fit. */
export const infrastructure = object(
  {
    costCentre: text('Cost centre that every resource is tagged with. Default: the name of the platform.').optional(),
    baseline,
    oidcProviders: z
      .enum(['platform', 'organization'])
      .default('platform')
      .describe('Who keeps the identity providers of pipelines in the accounts; an account has one for each issuer. Default: platform.'),
    access: mapOf(
      name('Environment.'),
      object({
        administrators: roleArn.optional().describe('IAM role for emergencies: everything in the clusters. Default: nobody.'),
        teams: mapOf(name('Team.'), roleArn, 'IAM roles of the people of a team: what their Kubernetes group may do.').default({}),
      }),
      'IAM roles of people by environment. Default: nobody reaches the clusters; changes come from Git.',
    ).default({}),
    addOns: someOf(z.enum(ADD_ONS), addOnVersion)
      .default({})
      .describe('Versions of EKS add-ons. Default: the one that EKS proposes for the Kubernetes version when the add-on is made.'),
    pullThrough: z
      .array(z.enum(['quay.io', 'registry.k8s.io', 'public.ecr.aws', 'ghcr.io', 'docker.io']))
      .default(['quay.io', 'registry.k8s.io', 'public.ecr.aws'])
      .describe(
        'Registries whose images are cached in the registry of each region. ghcr.io and docker.io need credentials in the secret ecr-pullthroughcache/<name>. Default: the three that ask for none.',
      ),
  },
  'What the regions stand on, where the derived choice does not fit.',
).prefault({});
