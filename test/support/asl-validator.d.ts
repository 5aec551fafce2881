/** The checks of AWS's own schema of the Amazon States Language; the package ships no types. */
declare module 'asl-validator' {
  interface Verdict {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  }
  function validate(definition: unknown, options?: { readonly checkPaths?: boolean; readonly checkArn?: boolean }): Verdict;
  export = validate;
}
