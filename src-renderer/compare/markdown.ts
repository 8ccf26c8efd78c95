import { cellMarkdown as cell, plainMarkdown as plain } from '../ui/markdown.ts';
import type { NumberGroup } from './numbers.ts';

/** What the page is made of, in words. */
export interface ComparedWords {
  title: string;
  left: string;
  right: string;
  settings: { title: string; lines: string[] };
  differences: {
    title: string;
    lines: { time: string; text: string; printed: { left: string; right: string } | null }[];
  };
  none: string;
  until: string;
  numbers: NumberGroup[];
}

/** Two runs as a page of notes: settings, differences in order of time, and a table of numbers. */
export function comparisonMarkdown(words: ComparedWords): string {
  const lines = [`# ${words.title}: ${words.left} – ${words.right}`, ''];
  if (words.settings.lines.length > 0) {
    lines.push(`## ${words.settings.title}`, '', ...words.settings.lines.map((line) => `- ${plain(line)}`), '');
  }
  lines.push(`## ${words.differences.title}`, '');
  if (words.differences.lines.length === 0) lines.push(words.none, '');
  else {
    for (const { time, text, printed } of words.differences.lines) {
      lines.push(`- **${time}** ${plain(text)}`);
      if (printed) {
        lines.push(`  - ${words.left}: \`${printed.left}\``, `  - ${words.right}: \`${printed.right}\``);
      }
    }
    lines.push('', words.until, '');
  }
  for (const { title, rows } of words.numbers) {
    lines.push(`| ${cell(title)} | ${cell(words.left)} | ${cell(words.right)} |`, '| --- | ---: | ---: |');
    for (const { name, left, right } of rows) lines.push(`| ${cell(name)} | ${cell(left)} | ${cell(right)} |`);
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
