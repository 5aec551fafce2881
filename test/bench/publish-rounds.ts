// node --import tsx test/bench/publish-rounds.ts [ROUNDS [PUBLISHERS]]: publishers that start at once, and what comes of it.
import { publishRounds } from '../delivery/publish/rounds';

const [rounds = 50, publishers = 2] = process.argv.slice(2).map(Number);

publishRounds(rounds, publishers).then((result) => process.stdout.write(`${JSON.stringify({ publishers, ...result }, null, 2)}\n`));
