import { isMisuse, type Misuse } from './misuse.ts';

/** What a filter of a pipe remembers; its output is that of the command before it, line by line. */
export type FilterState =
  | { filter: 'grep'; pattern: string; ignoreCase: boolean; inverted: boolean; count: number | null }
  | { filter: 'head'; left: number }
  | { filter: 'tail'; most: number; kept: string[] }
  | { filter: 'wc'; lines: number };

/** Reads the words of one filter. Only these four can stand behind a `|`: they need nothing but the lines. */
export function parseFilter(words: readonly string[]): FilterState | Misuse {
  const [name = '', ...rest] = words;
  switch (name) {
    case 'grep':
      return parseGrep(rest);
    case 'head':
    case 'tail': {
      const most = countOf(rest);
      if (isMisuse(most)) return { misuse: `${name}: ${most.misuse}` };
      return name === 'head' ? { filter: 'head', left: most } : { filter: 'tail', most, kept: [] };
    }
    case 'wc':
      return rest.length === 1 && rest[0] === '-l' ? { filter: 'wc', lines: 0 } : { misuse: 'wc: only -l is known' };
    default:
      return { misuse: `${name}: cannot stand behind | (grep, head, tail and wc -l can)` };
  }
}

function parseGrep(words: readonly string[]): FilterState | Misuse {
  const state = {
    filter: 'grep' as const,
    pattern: '',
    ignoreCase: false,
    inverted: false,
    count: null as number | null,
  };
  let found = false;
  for (const word of words) {
    if (/^-[ivcEF]+$/.test(word) && !found) {
      if (word.includes('i')) state.ignoreCase = true;
      if (word.includes('v')) state.inverted = true;
      if (word.includes('c')) state.count = 0;
    } else if (found) {
      return { misuse: `grep: ${word}: only one pattern, and no file` };
    } else {
      state.pattern = word;
      found = true;
    }
  }
  return found ? state : { misuse: 'grep: a pattern is missing' };
}

/** `-n 5`, `-n5` or `-5`; without it 10, as POSIX has it. */
function countOf(words: readonly string[]): number | Misuse {
  const text = words.join('').replace(/^-n?/, '');
  if (words.length === 0) return 10;
  return /^\d{1,6}$/.test(text) ? Number(text) : { misuse: `${words.join(' ')}: not a number of lines` };
}

/** The line after one filter, or null when it keeps it. */
export function filtered(state: FilterState, line: string): string | null {
  switch (state.filter) {
    case 'grep': {
      const hit = state.ignoreCase
        ? line.toLowerCase().includes(state.pattern.toLowerCase())
        : line.includes(state.pattern);
      if (hit === state.inverted) return null;
      if (state.count === null) return line;
      state.count++;
      return null;
    }
    case 'head':
      return state.left-- > 0 ? line : null;
    case 'tail':
      state.kept.push(line);
      if (state.kept.length > state.most) state.kept.shift();
      return null;
    case 'wc':
      state.lines++;
      return null;
  }
}

/** What a filter still has to say when no more lines come. */
export function filterEnded(state: FilterState): string[] {
  switch (state.filter) {
    case 'grep':
      return state.count === null ? [] : [`${state.count}`];
    case 'tail':
      return state.kept;
    case 'wc':
      return [`${state.lines}`];
    case 'head':
      return [];
  }
}
