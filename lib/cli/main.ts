import { Command, CommanderError } from 'commander';
import { runEntryPoint } from '../entry-point';
import { check } from './commands/check';
import { explain } from './commands/explain';
import { schema } from './commands/schema';
import { synth } from './commands/synth';

/** Bad usage has the exit code of bad input. */
const USAGE_EXIT_CODE = 2;

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
  .option('--json', 'findings as JSON on stdout')
  .action((options) => runEntryPoint(() => check(options)));

program
  .command('explain')
  .description('every derived value of a service, with formula, inputs and source')
  .argument('<service>', 'a service of the platform')
  .option('--json', 'explanations as JSON on stdout')
  .action((service, options) => runEntryPoint(() => explain(service, options)));

program
  .command('schema')
  .description('print the JSON Schema of platform.yaml, for editors')
  .action(() => runEntryPoint(schema));

try {
  program.parse();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
}
