import { Document, type ToStringOptions } from 'yaml';

/**
 * YAML 1.1 quoting, because the readers of Kubernetes manifests still follow it: without quotes the text `on` becomes
 * true and `0777` becomes 511. No line is folded, so that Git shows real changes only.
 */
const STYLE: ToStringOptions = { lineWidth: 0, indentSeq: false };

/** One YAML document, keys in the order of the object. */
export function toYaml(object: unknown): string {
  return new Document(object, { version: '1.1', aliasDuplicateObjects: false }).toString({ ...STYLE, directives: false });
}
