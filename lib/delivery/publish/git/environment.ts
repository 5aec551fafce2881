import type { Setting } from './remote-url';

/** Set inside hooks and aliases of git; they would lead our commands into another repository. */
const LEADS_ELSEWHERE = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
  'PREFIX',
] as const;

/** Nobody is there to answer, or they would change what we read. */
const FOR_PEOPLE = [
  'EDITOR',
  'VISUAL',
  'PAGER',
  'GIT_EDITOR',
  'GIT_SEQUENCE_EDITOR',
  'GIT_PAGER',
  'GIT_EXTERNAL_DIFF',
  'GIT_TEMPLATE_DIR',
] as const;

/**
 * The environment of git: that of the person who runs the command, credentials included, without what leads elsewhere or
 * asks questions. Its messages are in English, since we read some of them.
 *
 * @param settings configuration that is passed by the environment, after what is already there
 */
export function gitEnvironment(base: NodeJS.ProcessEnv, settings: readonly Setting[] = []): NodeJS.ProcessEnv {
  const dropped: ReadonlySet<string> = new Set([...LEADS_ELSEWHERE, ...FOR_PEOPLE]);
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !dropped.has(name)));
  return { ...kept, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...configured(settings, Number(base.GIT_CONFIG_COUNT ?? 0)) };
}

/** https://git-scm.com/docs/git-config#ENVIRONMENT */
function configured(settings: readonly Setting[], from: number): NodeJS.ProcessEnv {
  if (settings.length === 0) return {};
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${from + index}`, key],
    [`GIT_CONFIG_VALUE_${from + index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(from + settings.length), ...Object.fromEntries(pairs) };
}
