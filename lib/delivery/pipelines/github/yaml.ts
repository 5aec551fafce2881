import { dump } from 'js-yaml';
import { ACTIONS, type Action } from '../pins';

const USES = /^(\s*(?:- )?uses: )(\S+)@([0-9a-f]{40})$/gm;

/** A workflow as YAML; each pinned action is followed by its version, which a reader cannot see in a commit. */
export const workflowYaml = (workflow: object): string =>
  // GitHub reads YAML 1.2, in which `on` is a word: no quotes around it.
  dump(workflow, { lineWidth: -1, noRefs: true, noArrayIndent: true, noCompatMode: true }).replace(
    USES,
    (_, uses: string, action: string, commit: string) => `${uses}${action}@${commit} # ${ACTIONS[action as Action].version}`,
  );
