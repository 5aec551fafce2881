import { DEFAULT_SCHEMA, dump, Type } from 'js-yaml';

/**
 * Text that YAML 1.1 readers take for a number and YAML 1.2 readers do not, such as `1_000` or `0_`. A type that claims
 * it makes the writer quote it; it never reads or writes anything itself.
 */
const numberOfYaml11 = new Type('tag:holdfast.dev,2026:number-of-yaml-1.1', {
  kind: 'scalar',
  resolve: (text: unknown) =>
    typeof text === 'string' && /^[-+]?(0x[0-9a-f_]+|0[ob][0-7_]+|[0-9][0-9_.]*(e[-+]?[0-9_]*)?|\.[0-9_.]+)$/i.test(text),
});

const SCHEMA = DEFAULT_SCHEMA.extend({ implicit: [numberOfYaml11] });

/**
 * One YAML document, keys in the order of the object. Text that a YAML 1.1 reader would take for something else (`on`,
 * `0777`, `1:30`) is quoted, since the readers of Kubernetes manifests still are such; lines are not folded, so that Git
 * shows real changes only. (js-yaml, because it takes a fifth of the time that `yaml` takes for the same objects.)
 */
export const toYaml = (object: unknown): string => dump(object, { schema: SCHEMA, lineWidth: -1, noRefs: true, noArrayIndent: true });
