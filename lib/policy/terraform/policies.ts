import { isMap, type JsonMap, list, map, texts } from '../manifests';
import type { TerraformIndex, TerraformResource } from './stack';

/** A statement of an IAM policy, as rules look at it. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Whether anybody at all is meant. */
  readonly anybody: boolean;
  /** Issuers of web identities. */
  readonly federated: readonly string[];
  /** Services of AWS, such as `pods.eks.amazonaws.com`. */
  readonly services: readonly string[];
  /** Accounts, roles and users. */
  readonly principals: readonly string[];
  /** Values by condition key, in small letters. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
  readonly negated: boolean;
}

const many = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : texts(value));

/** Statements of a policy that is written out; none of one that only a plan knows. */
export function statementsOf(policy: unknown): readonly Statement[] {
  const document = parsed(policy);
  const statements = isMap(document?.Statement) ? [document.Statement] : list(document?.Statement).filter(isMap);
  return statements.map(statementOf);
}

/** A statement of IAM policies that are embedded in, or attached to, a resource of the index. */
export const policiesIn = (
  index: TerraformIndex,
): readonly { readonly resource: TerraformResource; readonly field: string; readonly statements: readonly Statement[] }[] =>
  [
    ...index
      .ofType('aws_iam_role_policy', 'aws_iam_policy', 'aws_iam_user_policy', 'aws_iam_group_policy')
      .map((resource) => ({ resource, field: 'policy' })),
  ].map(({ resource, field }) => ({ resource, field, statements: statementsOf(resource.values[field]) }));

function parsed(policy: unknown): JsonMap | undefined {
  if (isMap(policy)) return policy;
  // `${jsonencode({...})}` and references are known to a plan only.
  if (typeof policy !== 'string' || !policy.trim().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(policy);
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function statementOf(raw: JsonMap): Statement {
  const principal = raw.Principal;
  const by = map(principal);
  const aws = many(by.AWS);
  return {
    allows: raw.Effect === 'Allow',
    actions: many(raw.Action),
    resources: many(raw.Resource),
    anybody: principal === '*' || aws.includes('*'),
    federated: many(by.Federated),
    services: many(by.Service),
    principals: aws,
    conditions: new Map(
      Object.values(map(raw.Condition)).flatMap((values) =>
        Object.entries(map(values)).map(([key, value]) => [key.toLowerCase(), many(value)] as const),
      ),
    ),
    negated: raw.NotAction !== undefined || raw.NotResource !== undefined || raw.NotPrincipal !== undefined,
  };
}

/** `*` and `ec2:*` with a whole service. */
export const isEverything = (pattern: string) => pattern === '*' || pattern === '*:*';
