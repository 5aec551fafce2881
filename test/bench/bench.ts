// npm run bench: every measurement; npm run bench -- policy: one of them.
import { handoff } from './handoff';
import { policy } from './policy';
import { stacks } from './stacks';
import { synthesis } from './synthesis';

const PARTS: Readonly<Record<string, () => string>> = { synthesis, policy, stacks, handoff };

const [only] = process.argv.slice(2);
const chosen = Object.entries(PARTS).filter(([name]) => only === undefined || name === only);
if (chosen.length === 0) throw new Error(`usage: npm run bench -- [${Object.keys(PARTS).join('|')}]`);
for (const [name, part] of chosen) process.stdout.write(`${name}\n${part()}\n\n`);
