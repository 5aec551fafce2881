/** A role that may only read cannot take the lock, and a plan needs none. */
export const PLAN_ENV = { CHECKPOINT_DISABLE: '1', TF_CLI_ARGS_plan: '-lock=false', TF_IN_AUTOMATION: '1' } as const;

/**
 * cdktf dies on the first failing stack and leaves its siblings cut off with their locks: one stack at a time, and a rejected
 * promise is a warning (measured with cdktf 0.21).
 */
export const APPLY_ENV = {
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  NODE_OPTIONS: '--unhandled-rejections=warn --max-old-space-size=4096',
} as const;

export const diff = (stack: string) => `npx cdktf diff ${stack} --no-color | tee plan.txt`;

/** Stacks refer to no other stack, so each is applied by itself. */
export const apply = (stack: string) =>
  `npx cdktf deploy ${stack} --auto-approve --parallelism 1 --ignore-missing-stack-dependencies --no-color`;

/** Code 2 of Terraform means that what runs is not what the repository says (terraform plan -detailed-exitcode). */
export const drift = (stack: string) => `npx holdfast synth --output rendered
cd cdktf.out/stacks/${stack}
terraform init -input=false -no-color > /dev/null
code=0
terraform plan -input=false -no-color -lock=false -detailed-exitcode > "$OLDPWD/drift.txt" || code="$?"
cat "$OLDPWD/drift.txt"
if [ "$code" -eq 2 ]; then echo "${stack} has drifted: apply the repository, or bring the repository up to what runs" >&2; fi
exit "$code"`;

/** One issue a stack, opened once: a second one would say the same. */
export const driftIssue = (stack: string) => `title='Drift: ${stack}'
open="$(gh issue list --repo "$REPOSITORY" --state open --search "in:title \\"$title\\"" --json title --jq "map(select(.title == \\"$title\\")) | length")"
if [ "$open" -eq 0 ]; then
  printf '%s\\n\\n%s\\n' 'What runs differs from what the repository says, or could not be read. The plan is in the run:' "$RUN_URL" > issue.md
  gh issue create --repo "$REPOSITORY" --title "$title" --body-file issue.md
fi`;
