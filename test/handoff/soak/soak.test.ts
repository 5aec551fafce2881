import { SOAK_HEAD, type SoakSize, soak, soakLine } from './soak';

const SIZE: SoakSize = { handoffs: 200, workers: 3, kills: 12, stops: 4, crashes: 2, poison: 6, seconds: 10 };

test('the worker loses nothing and does nothing twice while it and Redis are killed and stopped', async () => {
  const worker = await soak('worker', SIZE);
  expect(worker).toMatchObject({
    told: 200,
    completed: 194,
    lost: 0,
    poisonForgotten: 0,
    resultsTwice: 0,
    effectsTwice: 0,
    effectsMissing: 0,
    deadLettered: 6,
    deadLetteredWrongly: 0,
    kills: 12,
    stops: 4,
    crashes: 2,
  });
  const plain = await soak('plain', SIZE);
  process.stdout.write(`${SOAK_HEAD}\n${soakLine(worker)}\n${soakLine(plain)}\n`);
  // How many of the others it loses is chance; that it loses what it has popped when it dies is shown beside the fail points.
  expect(plain.poisonForgotten).toBe(6);
}, 240_000);
