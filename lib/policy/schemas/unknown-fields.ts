import { isMap } from '../manifests';
import { NEWER_FIELDS } from './group-versions';
import type { Shape } from './shape';

export type FieldPath = readonly (string | number)[];

/** A field that its kind does not have, and those that it has there. */
export interface UnknownField {
  readonly path: FieldPath;
  readonly known: ReadonlySet<string>;
}

/** Fields that the API server would drop or refuse. */
export function* unknownFields(value: unknown, shape: Shape, path: FieldPath = []): Generator<UnknownField> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) if (isNested(item)) yield* unknownFields(item, shape.item(), [...path, index]);
  } else if (isMap(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (shape.fields && !shape.fields.has(name)) {
        if (!shape.fields.has(NEWER_FIELDS.get(name) ?? '')) yield { path: [...path, name], known: shape.fields };
      } else if (isNested(inner)) yield* unknownFields(inner, shape.field(name), [...path, name]);
    }
  }
}

const isNested = (value: unknown) => typeof value === 'object' && value !== null;
