import { nearest } from '../../lib/spec';

describe('the nearest valid word', () => {
  test.each([
    ['replica', ['replicas', 'resources'], 'replicas'],
    ['teir', ['team', 'tier'], 'tier'],
    ['read-only', ['readOnly', 'ready'], 'readOnly'],
    ['frontnd', ['frontend', 'backend'], 'frontend'],
  ])('for %s is found among %j', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  test('is not invented where nothing is close', () => {
    expect(nearest('banana', ['tier', 'image'])).toBeUndefined();
  });
});
