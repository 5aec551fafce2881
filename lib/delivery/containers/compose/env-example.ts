/** The names that .env has to give values to; the values stay with the developer. */
export const envExample = (variables: readonly string[]): string =>
  ['# Copy to .env, which Git ignores, and fill in.', ...variables.map((variable) => `${variable}=`), ''].join('\n');
