/** What a binding's declaration file says of one property. */
export interface Declared {
  readonly required: boolean;
  /** Interface of its value, where it has one. */
  readonly interfaceName: string;
  readonly isArray: boolean;
}

/** Interfaces of a declaration file, each by the Terraform names of its properties. */
export type Declarations = ReadonlyMap<string, ReadonlyMap<string, Declared>>;

/** Each property follows a comment whose link ends in `#terraform_name Class#terraform_name}`. */
const PROPERTY = /#(\w+) \w+#\w+\}[\s\S]*?readonly \w+(\??): ([^;]+);/g;
const INTERFACE = /^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm;

/** Reads which properties are required and which are lists: the one thing that the compiled code does not know. */
export function declarationsOf(text: string): Declarations {
  return new Map([...text.matchAll(INTERFACE)].map(([, name = '', body = '']) => [name, propertiesOf(body)]));
}

const propertiesOf = (body: string) =>
  new Map(
    [...body.matchAll(PROPERTY)].map(([, terraformName = '', optional, type = '']) => {
      const [, interfaceName = '', list] = /^(\w+)(\[\])?/.exec(type) ?? [];
      return [terraformName, { required: !optional, interfaceName, isArray: Boolean(list) }];
    }),
  );
