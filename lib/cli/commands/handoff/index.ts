import { type Command, Option } from 'commander';
import { runEntryPoint } from '../../../entry-point';

// Loaded by the command that needs it: the client of Redis, logs and metrics would slow down every other one.
const loadWork = () => require('./work') as typeof import('./work');
const loadPublish = () => require('./publish') as typeof import('./publish');
const loadLook = () => require('./look') as typeof import('./look');

/** `holdfast handoff ...` */
export function addHandoffCommands(program: Command): void {
  const handoff = program
    .command('handoff')
    .description('hand work over through Redis (REDIS_ADDR, default localhost:6379), and release what handoffs ask for');
  const ofQueue = (command: Command) =>
    command
      .option('--role <name>', 'role whose queue it is; default: that of the platform file, else devops')
      .option('--project <name>', 'project of the queue; default: the queue that all projects share');

  ofQueue(handoff.command('work'))
    .description('take handoffs and release what they ask for, until it is stopped')
    .option('--concurrency <count>', 'handoffs at a time; default: that of the platform file')
    .option('--port <number>', 'port of /metrics, /livez and /readyz; default: HANDOFF_PORT, else 9464')
    .option('--embedded', 'start a redis-server on this machine first')
    .option('--data <dir>', 'with --embedded: where it keeps its file', '.handoff')
    .action((options) => runEntryPoint(() => loadWork().work(options)));

  handoff
    .command('publish')
    .description('publish one handoff; prints its id')
    .argument('<from>', 'role that hands over')
    .argument('<to>', 'role that takes over')
    .argument('<summary>', '10 to 1,000 characters')
    .argument('[context]', 'what the task is part of')
    .option('--id <id>', 'the same id is the same handoff, however often it is published; default: a new one')
    .option('--priority <name>', 'critical, urgent, high, normal, medium or low', 'normal')
    .option('--project <name>', 'name of the project; default: HANDOFF_PROJECT, else default')
    .option('--queue-of-project', 'publish to the queue of the project, not to the one that all share')
    .option('--details <file>', 'JSON with technical_details')
    .addOption(new Option('--style <name>', 'how a queue that is not there yet is made').choices(['sorted', 'list']))
    .action((from, to, summary, context, options) => runEntryPoint(() => loadPublish().publishOne([from, to, summary, context], options)));

  ofQueue(handoff.command('status'))
    .description('how many handoffs wait, are worked on, were put aside, and how old the oldest is')
    .option('--json', 'as JSON on stdout')
    .action((options) => runEntryPoint(() => loadLook().status(options)));

  ofQueue(handoff.command('inspect'))
    .description('what a handoff says, what it proves, and how far it is')
    .argument('<id>', 'id of a handoff')
    .option('--json', 'as JSON on stdout')
    .action((id, options) => runEntryPoint(() => loadLook().inspect(id, options)));

  ofQueue(handoff.command('dead-letter'))
    .description('list the handoffs that were put aside, with the reason')
    .option('--remove <id>', 'remove this one instead: nobody will work on it')
    .option('--json', 'as JSON on stdout')
    .action((options) => runEntryPoint(() => loadLook().deadLetter(options)));

  ofQueue(handoff.command('replay'))
    .description('give handoffs that were put aside all their attempts again')
    .argument('[ids...]', 'ids of dead letters')
    .option('--all', 'every one whose body is whole')
    .action((ids, options) => runEntryPoint(() => loadLook().replay(ids, options)));
}
