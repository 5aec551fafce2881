import type { Validate } from './kinds';

/** Where a value stands: a field, any item of a list, or any entry of a map. */
type Step = { readonly field: string } | 'item' | 'entry';

/** The fields that a value may have. */
export interface Shape {
  /** Undefined when any field may stand there. */
  readonly fields?: ReadonlySet<string>;
  field(name: string): Shape;
  item(): Shape;
}

/**
 * The fields of a kind, read off its compiled schema: a validator reads each field that it knows, and nothing else. Each
 * place is asked once, with an empty value that records what is read of it.
 */
export const shapeOf = (validate: Validate): Shape => new LearntShape(validate, []);

class LearntShape implements Shape {
  readonly fields?: ReadonlySet<string>;
  private readonly isMap: boolean;
  private readonly below = new Map<string, LearntShape>();

  constructor(
    private readonly validate: Validate,
    private readonly path: readonly Step[],
  ) {
    const read = new Set<string>();
    let listed = false;
    const recorder = new Proxy(
      {},
      {
        get: (_, key) => void (typeof key === 'string' && read.add(key)),
        ownKeys: () => {
          listed = true;
          return [];
        },
      },
    );
    validate(path.reduceRight<unknown>((inner, step) => around(step, inner), recorder));
    this.isMap = listed;
    // A validator that reads nothing wants no map, which it says itself, or takes anything.
    this.fields = listed || read.size === 0 ? undefined : read;
  }

  field(name: string): Shape {
    return this.isMap ? this.child('entry') : this.child({ field: name });
  }

  item(): Shape {
    return this.child('item');
  }

  private child(step: Step): Shape {
    const key = typeof step === 'string' ? step : `.${step.field}`;
    const known = this.below.get(key);
    if (known) return known;
    const learnt = new LearntShape(this.validate, [...this.path, step]);
    this.below.set(key, learnt);
    return learnt;
  }
}

function around(step: Step, inner: unknown): unknown {
  if (step === 'item') return [inner];
  return { [step === 'entry' ? 'any' : step.field]: inner };
}
