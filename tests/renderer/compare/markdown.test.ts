import { expect, it } from 'vitest';
import { comparisonMarkdown, type ComparedWords } from '#renderer/compare/markdown.ts';

const words: ComparedWords = {
  title: 'Two runs',
  left: 'First run',
  right: 'Run 2',
  settings: { title: 'Settings', lines: ['Loss is 0 % in one, *5 %* in the other.'] },
  differences: {
    title: 'Differences',
    lines: [
      { time: '1 ms', text: 'ACK 7 lost in “Run 2”.', printed: null },
      { time: '2 ms', text: 'ping reports something else.', printed: { left: 'a_b', right: 'c' } },
    ],
  },
  none: 'Both do the same.',
  until: 'Compared up to 2 ms.',
  numbers: [{ title: 'In the end', rows: [{ name: 'Segments | all', left: '1', right: '2' }] }],
};

it('two runs leave as a page of settings, differences and a table', () => {
  expect(comparisonMarkdown(words)).toBe(`# Two runs: First run – Run 2

## Settings

- Loss is 0 % in one, \\*5 %\\* in the other.

## Differences

- **1 ms** ACK 7 lost in “Run 2”.
- **2 ms** ping reports something else.
  - First run: \`a_b\`
  - Run 2: \`c\`

Compared up to 2 ms.

| In the end | First run | Run 2 |
| --- | ---: | ---: |
| Segments \\| all | 1 | 2 |
`);
});

it('where nothing differs the page says so', () => {
  const page = comparisonMarkdown({
    ...words,
    settings: { ...words.settings, lines: [] },
    differences: { ...words.differences, lines: [] },
  });
  expect(page).toContain('Both do the same.');
  expect(page).not.toContain('## Settings');
});
