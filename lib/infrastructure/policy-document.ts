/** One statement of an IAM policy, in the words of the policy language. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document as Terraform takes it: JSON text. */
export const policyDocument = (...statements: Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Trust of a role that an AWS service assumes, for resources of this account only. */
export const serviceTrust = (service: string, account: string) =>
  policyDocument({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  });
