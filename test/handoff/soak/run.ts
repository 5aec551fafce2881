// npm run soak:handoff [-- SECONDS]: the full size, for the worker and for a consumer that only pops.
import { SOAK_HEAD, type SoakSize, soak, soakLine } from './soak';

const [seconds = 180] = process.argv.slice(2).map(Number);
const SIZE: SoakSize = { handoffs: 3_000, workers: 4, kills: 100, stops: 60, crashes: 5, poison: 20, seconds };

async function main(): Promise<void> {
  process.stdout.write(`${SOAK_HEAD}\n`);
  const worker = await soak('worker', SIZE);
  process.stdout.write(`${soakLine(worker)}\n`);
  const plain = await soak('plain', SIZE);
  process.stdout.write(`${soakLine(plain)}\n`);
  const { lost, resultsTwice, effectsTwice, effectsMissing, deadLettered, deadLetteredWrongly } = worker;
  const kept = lost + resultsTwice + effectsTwice + effectsMissing + deadLetteredWrongly === 0 && deadLettered === SIZE.poison;
  process.stdout.write(kept ? 'the worker lost nothing and did nothing twice\n' : `the promise is broken: ${JSON.stringify(worker)}\n`);
  if (plain.lost === 0) process.stdout.write('the plain consumer happened to lose nothing: the faults of this run prove little\n');
  process.exitCode = kept && plain.lost > 0 ? 0 : 1;
}

void main();
