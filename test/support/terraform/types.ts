/** Types of the AWS provider's; a remote state is Terraform's own. */
export function typesOf(kind: 'resource' | 'data', stacks: Iterable<string>): ReadonlySet<string> {
  const types = [...stacks].flatMap((text) => Object.keys((JSON.parse(text) as Readonly<Record<string, object | undefined>>)[kind] ?? {}));
  return new Set(types.filter((type) => type.startsWith('aws_')));
}
