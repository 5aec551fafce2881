import { platformJsonSchema } from '../../spec';

/** Prints the JSON Schema of platform.yaml. */
export function schema(): void {
  process.stdout.write(`${JSON.stringify(platformJsonSchema(), null, 2)}\n`);
}
