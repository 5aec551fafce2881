import { oidcProviderArn, type Permission, type TrustedSubject } from '../model';

/** One statement of an IAM policy, in the words of the policy language. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document as Terraform takes it: JSON text. */
export const policyDocument = (...statements: Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** A permission of the model in the words of the policy language. */
export const statementOf = ({ id, actions, resources, others, when }: Permission, Effect: Statement['Effect'] = 'Allow'): Statement => ({
  Sid: id,
  Effect,
  Action: actions,
  ...(others ? { NotResource: resources } : { Resource: resources }),
  ...(when ? { Condition: when } : {}),
});

/** Trust of a role that the bearer of one token takes on: signed by its issuer, made for AWS, and for that one subject. */
export const tokenTrust = (account: string, { issuer, audience, subject }: TrustedSubject) => {
  const host = issuer.replace(/^https:\/\//, '');
  return policyDocument({
    Effect: 'Allow',
    Principal: { Federated: oidcProviderArn(account, issuer) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject } },
  });
};

/** Trust of a role that an AWS service assumes, for resources of this account only. */
export const serviceTrust = (service: string, account: string) =>
  policyDocument({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  });

/**
 * Trust of a role that EKS Pod Identity lends to the pods of one service account in one cluster. The tags are those that the
 * service sets on each session (EKS User Guide, "Grant Pods access to AWS resources based on tags"); a pod cannot choose them.
 */
export const podTrust = (
  clusterArn: string,
  { namespace, serviceAccount }: { readonly namespace: string; readonly serviceAccount: string },
) =>
  policyDocument({
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': clusterArn,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  });
