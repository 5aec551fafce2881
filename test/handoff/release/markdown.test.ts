import { composeHandoff, markdownOf } from '../../../lib/handoff';

test('what others wrote is text in the Markdown, and no markup', () => {
  const text = markdownOf(
    composeHandoff({
      project: 'shop',
      from: 'devops',
      to: 'project-manager',
      summary: 'web: <img src=x onerror=alert(1)> **released**\n# heading',
      details: { 'a|b': 'c|d', list: ['x'] },
      status: 'failed',
      error: 'line one\nline two',
      requirements: ['[click](https://evil.example.com)'],
    }),
  );
  expect(text).toContain('\\<img src=x onerror=alert(1)\\> \\*\\*released\\*\\* # heading');
  expect(text).toContain('| a\\|b | c\\|d |');
  expect(text).toContain('| error | line one line two |');
  expect(text).toContain('- \\[click\\](https://evil.example.com)');
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '# devops to project-manager: failed',
    '## Details',
    '## Requirements',
  ]);
});
