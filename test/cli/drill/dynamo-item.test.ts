import { ConditionalCheckFailed, type Item, updateItem } from '../../../lib/cli/drill/dynamo-item';

const item: Item = { id: { S: 'writer' }, writer: { S: 'a' }, epoch: { N: '3' }, renewal: { S: 'x' } };
const values = { ':a': { S: 'a' }, ':b': { S: 'b' }, ':one': { N: '1' }, ':x': { S: 'x' } };

test('sets, adds and removes where the condition holds, and leaves the item before as it was', () => {
  const changed = updateItem(
    { ...item, wanted: { S: 'b' } },
    'SET writer = :b, epoch = epoch + :one REMOVE wanted, released',
    'writer = :a',
    values,
  );
  expect(changed).toEqual({ id: { S: 'writer' }, writer: { S: 'b' }, epoch: { N: '4' }, renewal: { S: 'x' } });
  expect(item.writer).toEqual({ S: 'a' });
});

test.each([
  ['writer = :b', false],
  ['writer = :a AND renewal = :x', true],
  ['writer = :b OR renewal = :x', true],
  ['writer = :b AND renewal = :x OR writer = :a', true],
  ['writer = :a AND (renewal = :a OR renewal = :b)', false],
  ['attribute_not_exists(wanted)', true],
  ['attribute_exists(wanted)', false],
  ['writer = :a AND (attribute_not_exists(wanted) OR wanted = :b)', true],
  ['writer <> :b', true],
  ['released = :a', false],
])('%s is %p', (condition, holds) => {
  const change = () => updateItem(item, 'SET renewal = :b', condition, values);
  if (holds) expect(change().renewal).toEqual({ S: 'b' });
  else expect(change).toThrow(ConditionalCheckFailed);
});

test.each(['writer > :a', 'size(writer) = :one', 'writer = :a writer = :a'])(
  'a condition that it does not know is an error: %s',
  (condition) => {
    expect(() => updateItem(item, 'SET renewal = :b', condition, values)).toThrow(/not understood/);
  },
);

test('an update that it does not know is an error', () => {
  expect(() => updateItem(item, 'SET renewal = if_not_exists(renewal, :b)', undefined, values)).toThrow(/not understood/);
});
