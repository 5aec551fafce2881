/** Type of a value as Terraform writes it in JSON: `"string"`, `["list", "string"]`. */
export type ValueType = 'string' | 'number' | 'bool' | 'dynamic' | readonly ['list' | 'set' | 'map', ValueType];

export type Nesting = 'single' | 'list' | 'set';

/** An argument or attribute; `nested` instead of a type where it is an object with attributes of its own. */
export interface Attribute {
  readonly type?: ValueType;
  readonly nested?: { readonly nesting: Nesting; readonly block: Block };
  readonly required: boolean;
  readonly computedOnly: boolean;
  /** Sent to the provider and kept nowhere. */
  readonly writeOnly?: boolean;
}

export interface NestedBlock {
  readonly nesting: Nesting;
  readonly block: Block;
  readonly minItems: number;
  /** Most blocks; 0 for any number. */
  readonly maxItems: number;
}

/** What may stand in a resource, a provider, or a block of one. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

/** Schema of a provider, reduced to the resources and data sources that are asked for. */
export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly dataSources: Readonly<Record<string, Block>>;
}
