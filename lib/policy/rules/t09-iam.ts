import type { TerraformRule } from '../rule';
import { isEverything, policiesIn, type Statement, statementsOf } from '../terraform/policies';
import { at, type TerraformResource } from '../terraform/stack';

const GITHUB = 'token.actions.githubusercontent.com';

export const t09Iam: TerraformRule = {
  id: 'T09',
  severity: 'error',
  subject: 'IAM policies and trust policies',
  over: 'terraform',
  why: 'A role that may do everything, or that everybody may take, makes every other rule of no use.',
  mend: 'name actions and resources; bind trust to a subject: of GitHub to the repository and its environment',
  check: (index) => [
    ...policiesIn(index).flatMap(({ resource, field, statements }) =>
      statements
        .filter(mayEverything)
        .map(() => at(resource, field, 'allows every action on every resource', { fix: 'name the actions and the resources' })),
    ),
    ...index
      .ofType('aws_iam_role')
      .flatMap((role) => [...statementsOf(role.values.assume_role_policy).flatMap((statement) => trust(role, statement))]),
    ...index
      .ofType('aws_iam_role_policy_attachment', 'aws_iam_user_policy_attachment', 'aws_iam_group_policy_attachment')
      .filter(({ values }) => /:policy\/AdministratorAccess$/.test(String(values.policy_arn)))
      .map((attachment) => at(attachment, 'policy_arn', 'makes an administrator', { fix: 'attach what is needed' })),
  ],
};

const mayEverything = ({ allows, actions, resources }: Statement) => allows && actions.some(isEverything) && resources.some(isEverything);

function trust(role: TerraformResource, { allows, anybody, conditions, federated }: Statement) {
  if (!allows) return [];
  const told = (message: string, fix: string) => at(role, 'assume_role_policy', message, { fix });
  if (anybody && conditions.size === 0) return [told('may be taken by anybody', 'name the principals')];
  return federated.flatMap((issuer) => {
    // Service accounts of a cluster have a subject as well; SAML has none.
    if (/:saml-provider\//.test(issuer)) return [];
    const subjects = [...conditions].filter(([key]) => key.endsWith(':sub')).flatMap(([, values]) => values);
    if (subjects.length === 0) return [told('may be taken by every token of its issuer', 'add a condition on the subject (sub)')];
    if (subjects.some((subject) => /^(\*|repo:[^:]*\*)/.test(subject))) {
      return [told(`may be taken by ${subjects.join(', ')}, which is nearly everybody`, 'name one repository and its environment')];
    }
    const github = issuer.includes(GITHUB) || [...conditions.keys()].some((key) => key.startsWith(GITHUB));
    const loose = github ? subjects.filter((subject) => /^repo:[^:]+:\*$/.test(subject)) : [];
    return loose.map((subject) =>
      told(
        `may be taken by any branch and pull request (${subject})`,
        'name the environment or the branch: repo:owner/name:environment:production',
      ),
    );
  });
}
