/** Why a value is what it is: told alike by `holdfast explain`, by errors and by the docs. */
export interface Because {
  /** The formula in the field's notation, such as `X = N / (Z + R)`. */
  readonly formula: string;
  /** What went in, by name, with units. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Where formula or figure come from. */
  readonly source: string;
  /** The same for a table cell: a few words. */
  readonly inShort?: string;
}

/** A value that follows from what was declared, with its reason. */
export interface Derived<T> {
  readonly value: T;
  readonly because: Because;
}

export const derived = <T>(value: T, formula: string, inputs: Because['inputs'], source: string, inShort?: string): Derived<T> => ({
  value,
  because: { formula, inputs, source, inShort },
});

/** At most two decimals, without trailing zeros. */
export const figure = (value: number) => String(Math.round(value * 100) / 100);

/** One line: the formula with its inputs. */
export const because = ({ formula, inputs }: Because) =>
  `${formula}${
    Object.keys(inputs).length > 0
      ? `; ${Object.entries(inputs)
          .map(([name, value]) => `${name} = ${value}`)
          .join(', ')}`
      : ''
  }`;
