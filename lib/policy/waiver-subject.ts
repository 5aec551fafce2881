/** A subject in its parts: `[environment/region/][namespace/]Kind/name`, or service, environment, cluster of the model. */
interface Subject {
  /** What stands before kind and name; all of it in the model. */
  readonly before: readonly string[];
  readonly kind?: string;
  readonly name?: string;
}

/** Kinds start with a capital letter, and what people name in Kubernetes never does. */
const KIND = /^[A-Z]/;

function parse(subject: string): Subject {
  const parts = subject.split('/');
  const [kind = '', name] = parts.slice(-2);
  return parts.length > 1 && KIND.test(kind) ? { before: parts.slice(0, -2), kind, name } : { before: parts };
}

/**
 * Reads the subject of a waiver, and tells whether it means the subject of a finding:
 *
 * | waiver                                   | covers                                              |
 * |------------------------------------------|-----------------------------------------------------|
 * | `cart`                                   | a service, and objects of its name everywhere       |
 * | `production`, `production/us-east-1`     | everything of an environment, of a cluster          |
 * | `production/cart`, `production/us-east-1/cart` | a service there, and objects of its name      |
 * | `Deployment/cart`, `shop/Deployment/cart` | an object, everywhere                              |
 * | `production/us-east-1/shop/Deployment/cart` | one object                                       |
 */
export function coverage(waived: string): (found: string) => boolean {
  const wanted = parse(waived);
  if (wanted.kind === undefined) return (found) => coversModel(wanted.before, parse(found));
  return (found) => {
    const { before, kind, name } = parse(found);
    return kind === wanted.kind && name === wanted.name && (startsWith(before, wanted.before) || endsWith(before, wanted.before));
  };
}

function coversModel(wanted: readonly string[], { before, name }: Subject): boolean {
  // An object without environment and region stands in a namespace at most.
  const places = name === undefined || before.length > 1 ? before : [];
  if (startsWith(places, wanted)) return true;
  const last = name ?? before.at(-1);
  return last === wanted.at(-1) && startsWith(places, wanted.slice(0, -1));
}

const startsWith = (all: readonly string[], first: readonly string[]) => first.every((part, i) => part === all[i]);
const endsWith = (all: readonly string[], last: readonly string[]) => last.every((part, i) => part === all[all.length - last.length + i]);
