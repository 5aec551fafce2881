import { schemaOf, type Validate } from './kinds';
import { type Shape, shapeOf } from './shape';
import { type UnknownField, unknownFields } from './unknown-fields';
import { type WrongValue, wrongValues } from './wrong-values';

export { meantBy } from './kinds';
export type { UnknownField } from './unknown-fields';
export type { WrongValue } from './wrong-values';

/** What is wrong with an object by the schema of its kind. */
export interface SchemaFaults {
  readonly unknown: readonly UnknownField[];
  readonly wrong: readonly WrongValue[];
}

const shapes = new Map<Validate, Shape>();

/** Holds an object against the schema of its kind; what is no kind of Kubernetes itself has no faults. */
export function schemaFaults(apiVersion: string, kind: string, object: Readonly<Record<string, unknown>>): SchemaFaults {
  const validate = schemaOf(apiVersion, kind);
  if (!validate) return { unknown: [], wrong: [] };
  const shape = shapes.get(validate) ?? shapeOf(validate);
  shapes.set(validate, shape);
  // What a cluster reported is not sent to one.
  const { status: _, ...declared } = object;
  return { unknown: [...unknownFields(declared, shape)], wrong: wrongValues(declared, validate(declared)) };
}
