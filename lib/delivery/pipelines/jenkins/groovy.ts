/** Text of one line as Groovy takes it without looking into it. */
export const groovy = (text: string): string => `'${escaped(text).replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

/** A script for bash, over several lines. Three quotes would end it, and so would one at its end. */
export const shellText = (script: string): string => `'''#!/usr/bin/env bash\n${escaped(script).replaceAll("'''", "\\'\\'\\'")}\n'''`;

const escaped = (text: string) => text.replaceAll('\\', '\\\\');

export const lines = (...some: readonly string[]): string => some.filter((line) => line !== '').join('\n');

/** A block in braces. Scripts are indented with it: bash minds no spaces at the beginning of a line. */
export const block = (head: string, body: string): string => `${head} {\n${body.replace(/^(?=.)/gm, '  ')}\n}`;
