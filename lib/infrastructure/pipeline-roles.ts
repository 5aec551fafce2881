import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../model';
import { policyDocument, statementOf, tokenTrust } from './policy-document';

/** How long the credentials of a job last: longer than an apply may take, in seconds. */
const SESSION_SECONDS = 2 * 3600;

export interface PipelineRolesProps {
  readonly account: string;
  readonly identities: readonly PipelineIdentity[];
  /** Whether the identity provider of the tokens is made here. Default: true; false where the organization keeps it. */
  readonly makesProvider?: boolean;
}

/** The roles that pipelines take on with the token of one job: no key of theirs is stored anywhere. */
export class PipelineRoles extends Construct {
  constructor(scope: Construct, id: string, { account, identities, makesProvider = true }: PipelineRolesProps) {
    super(scope, id);
    const [first] = identities;
    // AWS trusts the authorities that sign the certificates of both issuers, so that no thumbprint goes stale.
    const provider =
      first && makesProvider
        ? new IamOpenidConnectProvider(this, 'provider', { url: first.trusted.issuer, clientIdList: [first.trusted.audience] })
        : undefined;
    for (const identity of identities) {
      const { environment, purpose, name, because, trusted, permissions, refused, managedPolicies } = identity;
      const at = new Construct(this, `${environment}-${purpose}`);
      const role = new IamRole(at, 'role', {
        name,
        description: because,
        maxSessionDuration: SESSION_SECONDS,
        assumeRolePolicy: tokenTrust(account, trusted),
        ...(provider ? { dependsOn: [provider] } : {}),
      });
      new IamRolePolicy(at, 'role-policy', {
        name: purpose,
        role: role.id,
        policy: policyDocument(
          ...permissions.map((permission) => statementOf(permission)),
          ...refused.map((permission) => statementOf(permission, 'Deny')),
        ),
      });
      for (const policy of managedPolicies)
        new IamRolePolicyAttachment(at, policy, { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` });
    }
  }
}
