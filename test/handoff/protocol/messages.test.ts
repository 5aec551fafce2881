import fc from 'fast-check';
import { composeHandoff, type HandoffInput, MessageRefused, readHandoff, scoreOf } from '../../../lib/handoff/protocol';
import { peerMessage } from './messages';

const KEY = 'k'.repeat(32);
const input: HandoffInput = { project: 'shop', from: 'test', to: 'devops', summary: 'Cart 1.5 passed every gate', id: 'h-1' };
const reasonOf = (text: string, options = {}) => {
  try {
    readHandoff(text, options);
    return 'read';
  } catch (error) {
    if (error instanceof MessageRefused) return error.reason;
    throw error;
  }
};

describe('a message of a peer', () => {
  test('is read plain, wrapped, and wrapped as text', () => {
    const message = peerMessage('p-1');
    const wrapper = { handoff_id: 'p-1', queue: 'handoff:queue:devops', timestamp: message.created_at, priority: 'high' };
    for (const text of [message, { ...wrapper, payload: message }, { ...wrapper, payload: JSON.stringify(message) }].map((m) =>
      JSON.stringify(m),
    )) {
      expect(readHandoff(text, { id: 'p-1' })).toMatchObject({ id: 'p-1', version: '1.0', proof: '1.0', notices: [] });
    }
  });

  test('may leave out what has a default, and write null for a list as Go does', () => {
    const { metadata, validation, content } = peerMessage('p-1', { requirements: null, next_steps: null });
    const bare = { metadata: { from_agent: metadata.from_agent, to_agent: metadata.to_agent }, content, validation };
    const { handoff, id } = readHandoff(JSON.stringify(bare), { id: 'queued-as' });
    expect([id, handoff.content.requirements, handoff.metadata.priority, handoff.status]).toEqual(['queued-as', [], 'normal', 'pending']);
  });

  test('may add what we do not know', () => {
    const message = { ...peerMessage('p-1'), trace: { span: 'abc' } };
    expect(readHandoff(JSON.stringify(message)).handoff).toMatchObject({ trace: { span: 'abc' } });
  });

  test('beyond the limits of peers is read, and the limits are named', () => {
    const message = peerMessage('p-1', { summary: 'short', next_steps: Array.from({ length: 21 }, (_, i) => `step ${i}`) });
    expect(readHandoff(JSON.stringify(message)).notices).toEqual(['the summary has 5 characters', '21 next steps']);
  });
});

/** JSON.stringify could not write it. */
const NESTED = JSON.stringify(peerMessage('p-1')).replace(
  '"technical_details":{}',
  `"technical_details":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
);

describe('a message is refused', () => {
  const valid = () => JSON.parse(JSON.stringify(composeHandoff(input, KEY))) as ReturnType<typeof peerMessage>;
  const changed = (change: (message: ReturnType<typeof peerMessage> & { validation: { signature?: string } }) => void) => {
    const message = valid();
    change(message);
    return JSON.stringify(message);
  };

  test.each([
    ['that is no JSON', 'not-json', '{"metadata":'],
    ['that is no object', 'not-json', '[1]'],
    ['without a sender', 'schema', changed((m) => Reflect.deleteProperty(m.metadata, 'from_agent'))],
    [
      'to a role with capitals',
      'schema',
      changed((m) => {
        m.metadata.to_agent = 'DevOps';
      }),
    ],
    [
      'with an id that is a path',
      'schema',
      changed10((m) => {
        m.metadata.handoff_id = '../../etc/passwd';
      }),
    ],
    [
      'of a version that nobody knows',
      'unknown-version',
      changed((m) => {
        m.validation.schema_version = '2.0';
      }),
    ],
    [
      'whose digest of an image was changed',
      'bad-checksum',
      changed((m) => {
        m.content.technical_details = { digest: 'sha256:bad' };
      }),
    ],
    [
      'whose priority was changed',
      'bad-checksum',
      changed((m) => {
        m.metadata.priority = 'critical';
      }),
    ],
    [
      'that calls itself 1.0 and is summed up as 1.1',
      'bad-checksum',
      changed((m) => {
        m.validation.schema_version = '1.0';
      }),
    ],
    ['with a signature of another key', 'bad-signature', JSON.stringify(composeHandoff(input, 'x'.repeat(32)))],
    ['that is nested beyond reason', 'schema', NESTED],
    [
      'of more than 1 MiB',
      'oversize',
      changed10((m) => {
        m.content.technical_details = { log: 'x'.repeat(2 ** 20) };
      }),
    ],
  ])('%s: %s', (_, reason, text) => {
    expect(reasonOf(text, { keys: [KEY] })).toBe(reason);
  });

  test('that is queued under another name than its own', () => {
    expect(reasonOf(JSON.stringify(valid()), { id: 'h-2' })).toBe('id-mismatch');
  });

  test('without its text in the message of the error: a body may hold a secret', () => {
    expect(() => readHandoff('{"password": hunter2}')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  /** 1.0 sums up neither ids nor details, so these reach the later checks. */
  function changed10(change: (message: ReturnType<typeof peerMessage>) => void) {
    const message = peerMessage('p-1');
    change(message);
    return JSON.stringify(message);
  }
});

describe('our own message', () => {
  test('is read as signed by who has the key, and as whole by who has none', () => {
    const text = JSON.stringify(composeHandoff(input, KEY));
    expect([readHandoff(text, { keys: ['o'.repeat(32), KEY] }).proof, readHandoff(text).proof]).toEqual(['signed', '1.1']);
  });

  test('keeps its checksum when another program writes its keys in another order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }), { noNullPrototype: true }), (details) => {
        const message = composeHandoff({ ...input, details: details as HandoffInput['details'] });
        const reversed = (value: unknown): unknown =>
          Array.isArray(value)
            ? value.map(reversed)
            : typeof value === 'object' && value !== null
              ? Object.fromEntries(
                  Object.entries(value)
                    .reverse()
                    .map(([key, inner]) => [key, reversed(inner)]),
                )
              : value;
        expect(readHandoff(JSON.stringify(reversed(message))).digest).toBe(message.validation.checksum);
      }),
    );
  });

  test.each([
    ['a role with capitals', { to: 'DevOps' }, 'metadata.to_agent: a role'],
    ['from a role to itself', { to: 'test' }, 'another role than from_agent'],
    ['a short summary', { summary: 'done' }, 'content.summary'],
    ['a long summary', { summary: 's'.repeat(1_001) }, 'content.summary'],
    ['too many requirements', { requirements: Array.from({ length: 51 }, () => 'r') }, 'content.requirements'],
    ['too many next steps', { nextSteps: Array.from({ length: 21 }, () => 'n') }, 'content.next_steps'],
    ['an old time', { at: new Date(Date.now() - 25 * 3_600_000) }, 'more than 24 h'],
    ['an id that is a path', { id: '../x' }, 'metadata.handoff_id'],
    ['a body over 1 MiB', { details: { log: 'x'.repeat(2 ** 20) } }, 'at most 1048576'],
  ])('is not written with %s', (_, change, message) => {
    expect(() => composeHandoff({ ...input, ...change })).toThrow(message);
  });
});

test('scores put priorities first and then who came first', () => {
  const now = Date.now();
  const order = [
    scoreOf('urgent', now + 5),
    scoreOf('high', now),
    scoreOf('normal', now),
    scoreOf('medium', now + 1),
    scoreOf('normal', now + 2),
    scoreOf('low', now - 86_400_000),
  ];
  expect([...order].sort((a, b) => a - b)).toEqual(order);
  expect(new Set(order).size).toBe(order.length);
});
