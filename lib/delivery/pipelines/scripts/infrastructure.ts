/** What would change, by a role that may only read: it takes no lock. */
export const diff = (stack: string) => `npx holdfast deploy --plan-only --stack ${stack} | tee plan.txt`;

/** Each stack has a stage of its own; what it reads of others has been applied by an earlier one. */
export const apply = (stack: string) => `npx holdfast deploy --yes --stack ${stack}`;

/** Fails where what runs is not what the repository says. */
export const drift = (stack: string) => `npx holdfast deploy --plan-only --expect-unchanged --stack ${stack}`;

/** One issue a stack, opened once: a second one would say the same. */
export const driftIssue = (stack: string) => `title='Drift: ${stack}'
open="$(gh issue list --repo "$REPOSITORY" --state open --search "in:title \\"$title\\"" --json title --jq "map(select(.title == \\"$title\\")) | length")"
if [ "$open" -eq 0 ]; then
  printf '%s\\n\\n%s\\n' 'What runs differs from what the repository says, or could not be read. The plan is in the run:' "$RUN_URL" > issue.md
  gh issue create --repo "$REPOSITORY" --title "$title" --body-file issue.md
fi`;
