import { publishRounds } from './rounds';

test('two publishers at once lose no release and make none twice', async () => {
  const result = await publishRounds(5);
  expect(result).toMatchObject({
    releases: result.expected,
    published: result.expected,
    lost: 0,
    duplicates: 0,
    unclaimed: 0,
    failures: [],
  });
});
