import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { runEntryPoint } from '../entry-point';
import { check } from './commands/check';
import { delivery } from './commands/delivery';
import { addDeployCommands } from './commands/deploy';
import { drill } from './commands/drill';
import { explain } from './commands/explain';
import { addHandoffCommands } from './commands/handoff';
import { publish } from './commands/publish';
import { rollback } from './commands/rollback';
import { schema } from './commands/schema';
import { synth } from './commands/synth';

/** Bad usage has the exit code of bad input. */
const USAGE_EXIT_CODE = 2;

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1 to 999999');
  return Number(text);
}

const program = new Command('holdfast')
  .description('One platform.yaml becomes two AWS regions of Kubernetes manifests and Terraform JSON, proved before it is written.')
  .addHelpText(
    'after',
    '\nThe platform file is platform.yaml, or what PLATFORM_FILE names.\nExit codes: 0 done, 1 a promise or rule is broken, 2 bad input or usage.',
  )
  .showHelpAfterError()
  .exitOverride();

program
  .command('synth')
  .description('write manifests and Terraform JSON')
  .option('--output <dir>', 'folder of the manifests', 'dist')
  .option('--json', 'what was made, as JSON on stdout')
  .action((options) => runEntryPoint(() => synth(options)));

program
  .command('check')
  .description('run every rule over the platform and over what is rendered from it')
  .addOption(new Option('--json', 'findings as JSON on stdout').conflicts('sarif'))
  .addOption(new Option('--sarif', 'findings as SARIF 2.1.0 on stdout, for code hosts and editors').conflicts('list'))
  .addOption(new Option('--manifests <path>', 'check the YAML and JSON of this file or folder instead, whoever wrote it').conflicts('list'))
  .addOption(
    new Option('--terraform <path>', 'check the Terraform JSON (*.tf.json, or plans) of this file or folder instead').conflicts([
      'list',
      'manifests',
    ]),
  )
  .addOption(
    new Option('--platform <file>', 'with --manifests or --terraform: platform file whose severities and waivers apply').conflicts('list'),
  )
  .option('--list', 'list every rule: what it looks at, why, and how to mend what breaks it')
  .action((options) => runEntryPoint(() => check(options)));

program
  .command('explain')
  .description('every derived value of a service, with formula, inputs and source; or what the regions take up')
  .argument('[service]', 'a service of the platform')
  .option('--backups', 'what is backed up, when, where to, what may be lost, and why')
  .option('--infrastructure', 'what each region takes up, the quotas to ask for, and what the recovery region costs beside the primary')
  .option('--json', 'explanations as JSON on stdout')
  .action((service, options) => runEntryPoint(() => explain(service, options)));

program
  .command('drill')
  .description('rehearse the synthesized failover in virtual time: every fault, or one with its timeline')
  .option('--environment <name>', 'whose failover; default: every environment with two regions')
  .option('--fault <name>', 'one fault, with the timeline of its first seed')
  .option('--seeds <count>', 'drills of each fault', wholeNumber, 20)
  .option('--seed <number>', 'first seed', wholeNumber, 1)
  .option('--svg <file>', 'with --fault: draw the timeline of the first seed')
  .option('--json', 'every drill as JSON on stdout')
  .action((options) => runEntryPoint(() => drill(options)));

program
  .command('delivery')
  .description("write one service's Dockerfile, .dockerignore and Compose file into its own repository")
  .argument('<service>', 'a service of the platform')
  .requiredOption('--into <dir>', "root of the service's repository")
  .action((service, options) => runEntryPoint(() => delivery(service, options)));

program
  .command('publish')
  .description('commit the manifests of an environment to its branch, if they changed')
  .option('--environment <name>', 'whose manifests; default: the environment whose branch it is')
  .addOption(
    new Option('--gitops', 'what Argo CD and Flux themselves read, instead of an environment').conflicts([
      'environment',
      'region',
      'digests',
    ]),
  )
  .option('--region <name>', 'only this region; the others stay as they are on the branch')
  .option('--digests <file>', 'JSON with the digests of the images that a build made, by service')
  .option('--branch <name>', 'branch to publish to; default: the branch of the environment')
  .option('--repository <url>', 'environments repository; default: that of the platform file')
  .option('--author <name>', 'author of the commit, "Name <address>"; default: as git is configured')
  .option('--allow-older', 'publish even what comes before the latest release')
  .option('--dry-run', 'say what would change, and push nothing')
  .option('--json', 'what was published, as JSON on stdout')
  .action((options) => runEntryPoint(() => publish(options)));

program
  .command('rollback')
  .description('list the releases of an environment and go back to an earlier one')
  .option('--environment <name>', 'whose manifests; default: the environment whose branch it is')
  .option('--branch <name>', 'branch of the releases; default: the branch of the environment')
  .option('--to <release>', 'commit or digest of the release; default: the one before the current')
  .option('--push', 'do it; otherwise the commands are printed')
  .option('--repository <url>', 'environments repository; default: that of the platform file')
  .option('--author <name>', 'author of the commit, "Name <address>"; default: as git is configured')
  .option('--json', 'releases and commands as JSON on stdout')
  .action((options) => runEntryPoint(() => rollback(options)));

addDeployCommands(program);
addHandoffCommands(program);

program
  .command('schema')
  .description('print the JSON Schema of platform.yaml, for editors')
  .action(() => runEntryPoint(schema));

// Whoever reads has seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
});
