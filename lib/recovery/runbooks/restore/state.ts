import { type Platform, stackPlan, stateBucket, stateKey } from '../../../model';
import { aws } from '../commands';
import { type Part, runbook, step, table } from '../markdown';

/** An earlier version of an object of S3: the states of Terraform, each with the bucket that keeps it. */
export function stateRestore(platform: Platform): string {
  const plans = stackPlan(platform);
  const places = [...new Map(plans.map(({ account, region }) => [`${account} ${region}`, { account, region }])).values()];
  return runbook(platform.name, 'Restore a state of Terraform', [
    'The state of a stack was overwritten or deleted, so that Terraform would make anew what is there. Buckets keep every version: the last good one is put on top. Nothing in AWS changes by it. Other buckets of the platform keep versions too, and come back by the same commands.',
    'Nobody deploys meanwhile: stop the pipeline of infrastructure first.',
    ...places.flatMap(({ account, region }): Part[] => {
      const bucket = stateBucket(platform.name, account, region);
      const own = plans.filter((plan) => plan.account === account && plan.region === region);
      const [first] = own;
      return [
        `## ${account} in ${region}`,
        table(
          ['stack', 'object'],
          own.map(({ name }) => [name, `\`s3://${bucket}/${stateKey(name)}\``]),
        ),
        step(
          'Its versions, the newest first, and whether it was deleted:',
          `STACK=${first?.name ?? ''}
aws sts get-caller-identity --query Account --output text # ${account}
${aws(
  region,
  's3api list-object-versions',
  `--bucket ${bucket} --prefix "${stateKey('$STACK')}"`,
  "--query '{versions: Versions[:10].[LastModified,Size,VersionId], deleted: DeleteMarkers[].[LastModified,VersionId]}'",
)}`,
        ),
        step(
          'Look into the one that you take; `serial` rises with each change, and `resources` is what it knows:',
          `VERSION='its id'
${aws(region, 's3api get-object', `--bucket ${bucket} --key "${stateKey('$STACK')}" --version-id "$VERSION" restored.tfstate`)}
jq '{serial, lineage, resources: (.resources | length)}' restored.tfstate`,
        ),
        step(
          'Put it on top, with a serial that is higher than any before; then nothing must be planned that you do not expect:',
          `npx holdfast deploy --plan-only --stack "$STACK"
terraform -chdir="cdktf.out/stacks/$STACK" state push -force "$PWD/restored.tfstate"
npx holdfast deploy --plan-only --stack "$STACK"`,
        ),
      ];
    }),
  ]);
}
