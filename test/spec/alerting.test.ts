import { parseSpec, SpecError } from '../../lib/spec';

const file = (more: string, service = '') => `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111" } }
services:
  web: { tier: 2, image: "r.example.com/web:1", resources: { requests: { cpu: 100m, memory: 64Mi } }${service} }
${more}
`;

/** What the file is told, all issues in one text. */
function told(text: string): string {
  try {
    parseSpec(text, 'test.yaml');
    return '';
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
}

describe('a platform file', () => {
  test.each([
    ['a team that owns nothing', 'receivers: { chat: { type: slack, key: k, channel: "#a", teams: [payment] } }', 'a declared team: shop'],
    ['an unknown environment', 'receivers: { hook: { type: webhook, key: k, environments: [prodution] } }', 'did you mean production?'],
    ['mail without a server', 'receivers: { mail: { type: email, to: a@example.com } }', 'alerting.smtp'],
    ['a receiver of a name that is taken', 'receivers: { nobody: { type: webhook, key: k } }', 'another name than nobody'],
    [
      'hours that end before they start',
      'alerting: { businessHours: { from: "18:00", until: "09:00" } }',
      'hours that end after they start',
    ],
    ['a workspace of an unknown environment', 'telemetry: { workspaces: { prod: {} } }', 'did you mean production?'],
    ['a workspace that is none', 'telemetry: { workspaces: { production: { primary: main } } }', 'a workspace id'],
    ['Loki without an address', 'telemetry: { logs: loki }', 'telemetry.loki'],
  ])('is refused with %s', (_, more, says) => {
    expect(told(file(more))).toContain(says);
  });

  test('is refused with traces that nobody takes', () => {
    expect(told(file('', ', traces: true'))).toContain('telemetry.traces');
  });

  test.each(['platform', 'monitoring'])('is refused with a service called %s, whose folder is taken', (name) => {
    expect(told(file('').replace('  web:', `  ${name}:`))).toContain(`call it ${name}-service`);
  });

  test('may leave all of it out', () => {
    expect(told(file(''))).toBe('');
  });
});
