import { type Command, InvalidArgumentError, Option } from 'commander';
import { runEntryPoint } from '../../../entry-point';
import { deploy } from './deploy';
import { destroy } from './destroy';

/** Stacks at a time: each has a Terraform and a provider of its own, of some hundred megabytes. */
const PARALLELISM = 4;

/** Adds `deploy` and `destroy`. */
export function addDeployCommands(program: Command): void {
  selecting(program.command('deploy').description('plan and apply the Terraform stacks, in the order of what they depend on'))
    .option('--plan-only', 'show what would change in every stack, and apply nothing')
    .option('--expect-unchanged', 'with --plan-only: exit code 1 where something would change')
    .option('-y, --yes', 'apply without asking')
    .option('--auto-approve', 'the same as --yes')
    .action(({ autoApprove, ...options }) => runEntryPoint(() => deploy({ ...options, yes: options.yes ?? autoApprove })));

  selecting(program.command('destroy').description('destroy the stacks of an environment that is not protected'))
    .option('--plan-only', 'show what would go, and destroy nothing')
    .option('--confirm <environment>', 'name of the environment, instead of typing it')
    .action((options) => runEntryPoint(() => destroy(options)));
}

const selecting = (command: Command): Command =>
  command
    .option('--environment <name>', 'its stacks; when deploying also what its account has once')
    .option('--region <name>', 'only what lives in this region')
    .addOption(new Option('--stack <name...>', 'these stacks only').conflicts(['environment', 'region']))
    .option('--parallelism <number>', 'stacks at a time', atLeastOne, PARALLELISM);

function atLeastOne(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number from 1 on.');
  return number;
}
