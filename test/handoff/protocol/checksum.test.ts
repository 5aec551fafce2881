import { createHash, createHmac } from 'node:crypto';
import { checksumOf10, checksumOf11, signatureOf } from '../../../lib/handoff/protocol/checksum';

// The digests below were made with Python's hashlib and hmac over texts that were written out by hand.

const between = { from_agent: 'test', to_agent: 'devops' };
const summary = 'Cart 1.5 passed every gate';

test.each([
  [
    'lists are joined by spaces in brackets',
    { requirements: ['release it', 'watch the carts'], next_steps: ['watch error budget'] },
    'f29e168b2deb8cbee9f9463646392415c91f2ee8768b7c26450e87cc27985a1b',
  ],
  [
    'empty lists are empty brackets',
    { requirements: [], next_steps: [] },
    'd7bb936895f6c3182e5da8f699b8989aca7619ce980b3e2eacc319710b7db2d0',
  ],
])('1.0: %s', (_, lists, expected) => {
  expect(checksumOf10({ metadata: between, content: { summary, ...lists } })).toBe(expected);
});

/** Keys out of order; numbers and escapes are those of the example in RFC 8785, section 3.2.2. */
const message = {
  metadata: {
    project_name: 'shop',
    ...between,
    timestamp: '2026-01-02T03:04:05Z',
    task_context: 'Grüße €',
    priority: 'high',
    handoff_id: 'h-1',
  },
  content: {
    summary,
    requirements: ['release it'],
    artifacts: { reviewed: [], created: [], modified: [] },
    technical_details: {
      ö: 'b',
      '\ufb33': 'd',
      '\u{1f600}': 'c',
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      // biome-ignore lint/correctness/noPrecisionLoss: as RFC 8785 writes it
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      literals: [null, true, false],
    },
    next_steps: [],
  },
};

test('1.1: canonical JSON, keys sorted by UTF-16 code units', () => {
  expect(checksumOf11(message)).toBe('f2139ff5c8c121b4c23c63d2ff02c3c497f877f04f19f3657357346a36932a1a');
});

test('signatures are HMAC-SHA-256 over the same text', () => {
  expect(signatureOf(message, '0123456789abcdef0123456789abcdef')).toBe(
    'hmac-sha256=54791e91dc5fc0bcd075aef98a120315191d3651a49316566f0af0f4e186f873',
  );
});

test('the golden text is what Node hashes to the golden digests, so that they are of this message and no other', () => {
  const text = String.raw`{"content":{"artifacts":{"created":[],"modified":[],"reviewed":[]},"next_steps":[],"requirements":["release it"],"summary":"Cart 1.5 passed every gate","technical_details":{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/","ö":"b","😀":"c","דּ":"d"}},"metadata":{"from_agent":"test","handoff_id":"h-1","priority":"high","project_name":"shop","task_context":"Grüße €","timestamp":"2026-01-02T03:04:05Z","to_agent":"devops"}}`;
  expect(JSON.parse(text)).toEqual(message);
  expect(createHash('sha256').update(text).digest('hex')).toBe(checksumOf11(message));
  expect(`hmac-sha256=${createHmac('sha256', '0123456789abcdef0123456789abcdef').update(text).digest('hex')}`).toBe(
    signatureOf(message, '0123456789abcdef0123456789abcdef'),
  );
});
