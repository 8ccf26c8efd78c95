import type { LabOutcome, LabSocket, LabView } from '#contract/kernel-lab.ts';
import { plainMarkdown, tableMarkdown } from '../ui/markdown.ts';
import { callText, outcomeText } from './calls.ts';

/** The words of a page about a recipe; everything else in it is the same in every language. */
export interface LabWords {
  title: string;
  about: string;
  calls: { title: string; program: string; call: string; real: string; twin: string };
  tables: { real: string; twin: string; head: readonly string[]; empty: string; unread: string | null };
  actor: Readonly<Record<'server' | 'client', string>>;
  datagrams: string;
  timer(row: LabSocket): string;
  differences: { title: string; lines: readonly string[]; none: string };
}

/** A recipe as far as it was made, as a page of notes: the calls with both answers, both socket tables, what differs. */
export function labMarkdown(view: LabView, words: LabWords): string {
  const { calls, tables, differences } = words;
  const said = (call: LabView['calls'][number], outcome: LabOutcome | null): string =>
    outcome === null ? '' : outcomeText(call.call, outcome);
  const made = view.calls.map((call, index) => [
    `${index + 1}`,
    words.actor[call.actor],
    callText(call.call, view.address),
    said(call, call.real),
    said(call, call.twin),
  ]);
  const table = (title: string, rows: readonly LabSocket[] | null): string[] => {
    if (rows === null) return [`## ${title}`, '', tables.unread ?? '', ''];
    if (rows.length === 0) return [`## ${title}`, '', tables.empty, ''];
    const cells = rows.map((row) => [
      words.actor[row.end],
      row.local,
      row.remote,
      row.state || words.datagrams,
      `${row.receiveQueue ?? '–'}`,
      `${row.sendQueue ?? '–'}`,
      words.timer(row),
    ]);
    return [`## ${title}`, '', ...tableMarkdown(tables.head, cells, [4, 5]), ''];
  };
  const lines = [
    `# ${plainMarkdown(words.title)}`,
    '',
    plainMarkdown(words.about),
    '',
    `## ${calls.title}`,
    '',
    ...tableMarkdown(['#', calls.program, calls.call, calls.real, calls.twin], made, [0]),
    '',
    ...table(tables.real, view.real),
    ...table(tables.twin, view.twin),
    `## ${differences.title}`,
    '',
    ...(differences.lines.length === 0
      ? [differences.none]
      : differences.lines.map((line) => `- ${plainMarkdown(line)}`)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
