import { PassThrough } from 'node:stream';
import { ask } from '../../../lib/cli/deploy';

describe('a question', () => {
  test.each([
    ['an answer', 'yes \n', 'yes'],
    ['the end of input', '', undefined],
  ])('takes %s', async (_, typed, answer) => {
    const input = new PassThrough();
    input.end(typed);
    expect(await ask('', input)).toBe(answer);
  });
});
