import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../policy-document';

const DELETION_WINDOW_DAYS = 30;

export interface AccountKeyProps {
  readonly account: string;
  readonly alias: string;
  readonly description: string;
  /** Services that use it for themselves. */
  readonly statements?: readonly Statement[];
}

/** A key of what an account has once in a region. It is never destroyed with a stack: what it encrypts outlives environments. */
export class AccountKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { account, alias, description, statements = [] }: AccountKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'key', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyDocument(
        { Sid: 'AccountAdministers', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
        ...statements,
      ),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, 'alias', { name: alias, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
