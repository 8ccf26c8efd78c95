/**
 * This room finds commands and things by a few letters. It performs commands and chooses things; it never changes a drawing
 * by itself.
 */

/** The initial consonants of Hangul syllables, in the order of Unicode (The Unicode Standard, §3.12: 588 syllables each). */
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const SYLLABLES_EACH = 588;
/** Syllables with the same initial and vowel stand together, the one without a final consonant first. */
const FINALS = 28;

/** Where a text was found: how well (more is better), and which of its characters were meant. */
export interface Found {
  score: number;
  at: readonly number[];
}

/** Whether a typed letter means a letter of the text: itself, or, half typed in Korean, what the syllable begins with. */
function means(typed: string, letter: string): boolean {
  if (typed === letter || (DASHES.includes(typed) && DASHES.includes(letter))) return true;
  const code = letter.charCodeAt(0);
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return false;
  const place = code - FIRST_SYLLABLE;
  if (INITIALS.includes(typed)) return INITIALS[Math.floor(place / SYLLABLES_EACH)] === typed;
  const open = typed.charCodeAt(0) - FIRST_SYLLABLE;
  // `네` while `넷` is being typed: the same syllable, its final consonant still to come.
  return open >= 0 && open % FINALS === 0 && Math.floor(place / FINALS) === open / FINALS;
}

/** What states of TCP are written with: `TIME_WAIT` in netstat, `TIME-WAIT` in the RFCs. */
const DASHES = '-_';

/** What calls are written with: `socket()`. */
const CALL = '()';

/** Letters between which a word begins. */
const BREAK = /[\s.:/,–()“”_-]/;

/**
 * Looks for every word of `query` in `text`, in any order: as a piece of it, better at the beginning of a word, or as letters
 * that follow each other closely. Null: one of the words is not there. A query without words is found in everything.
 */
export function find(query: string, text: string): Found | null {
  const letters = [...text.toLowerCase()];
  const at = new Set<number>();
  let score = 0;
  for (const word of query.toLowerCase().replaceAll(CALL, '').split(/\s+/).filter(Boolean)) {
    const found = findWord([...word], letters);
    if (found === null) return null;
    score += found.score;
    for (const place of found.at) at.add(place);
  }
  // Of two that hold the same, the shorter is more likely meant.
  return { score: score - letters.length / 100, at: [...at].sort((a, b) => a - b) };
}

/** Whether `query` stands in `text` as it is, but for capitals and dashes. */
export function holds(query: string, text: string): boolean {
  const plain = (from: string): string => from.trim().toLowerCase().replaceAll(CALL, '').replaceAll('_', '-');
  return plain(text).includes(plain(query));
}

function findWord(word: readonly string[], letters: readonly string[]): Found | null {
  let best: Found | null = null;
  for (let from = 0; from + word.length <= letters.length; from++) {
    if (!word.every((letter, index) => means(letter, letters[from + index]!))) continue;
    const begins = from === 0 || BREAK.test(letters[from - 1]!);
    const score = 50 + word.length * 2 + (begins ? 30 : 0) + (from === 0 ? 20 : 0);
    if (best === null || score > best.score) best = { score, at: word.map((_letter, index) => from + index) };
  }
  return best ?? scattered(word, letters);
}

/** The letters one after another with gaps: as the beginnings of words, or close together. */
function scattered(word: readonly string[], letters: readonly string[]): Found | null {
  if (word.length < 2) return null;
  const at: number[] = [];
  let begins = 0;
  for (const letter of word) {
    const after = at.length === 0 ? 0 : at[at.length - 1]! + 1;
    const starts = (place: number): boolean => place === 0 || BREAK.test(letters[place - 1]!);
    const possible = letters.flatMap((one, place) => (place >= after && means(letter, one) ? [place] : []));
    const next = possible.find((place) => place === after && at.length > 0) ?? possible.find(starts) ?? possible[0];
    if (next === undefined) return null;
    if (starts(next)) begins++;
    at.push(next);
  }
  const gaps = at.at(-1)! - at[0]! + 1 - word.length;
  // Two letters somewhere mean nothing; the beginnings of two words do.
  const close = word.length > 2 && begins > 0 && gaps <= word.length * 2;
  if (begins < word.length && !close) return null;
  return { score: 10 + begins * 4 - gaps / 2, at };
}
