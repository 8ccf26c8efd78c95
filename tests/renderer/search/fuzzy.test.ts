import { describe, expect, it } from 'vitest';
import { find } from '#renderer/search/fuzzy.ts';

const meant = (query: string, text: string): string | null =>
  find(query, text)
    ?.at.map((place) => [...text][place])
    .join('') ?? null;
const best = (query: string, texts: readonly string[]): string =>
  [...texts].sort((a, b) => (find(query, b)?.score ?? -Infinity) - (find(query, a)?.score ?? -Infinity))[0]!;

describe('a few letters', () => {
  it('are found as a piece of a text, in whatever case, and say which letters were meant', () => {
    expect(meant('save', 'Save as…')).toBe('Save');
    expect(find('save', 'Undo')).toBeNull();
  });

  it('are found as beginnings of words', () => {
    expect(meant('sa', 'Shown again')).toBe('Sa');
    expect(meant('dcp', 'Drawing copied as PNG')).toBe('DcP');
  });

  it('of two letters that stand somewhere mean nothing', () => {
    expect(find('pc', 'New project')).toBeNull();
  });

  it('are found word by word, in any order', () => {
    expect(meant('png draw', 'Drawing as PNG (2×)')).toBe('DrawPNG');
    expect(find('png save', 'Drawing as PNG (2×)')).toBeNull();
  });

  it('find best what begins with them, then the beginning of a word, then a piece', () => {
    expect(best('pi', ['Copied', 'New ping…', 'ping server'])).toBe('ping server');
    expect(best('pi', ['Copied', 'New ping…'])).toBe('New ping…');
  });

  it('of which there are none are found in everything', () => {
    expect(find('  ', 'Save')).toMatchObject({ at: [] });
  });

  it('find an address by any part of it', () => {
    expect(meant('1.11', '192.168.1.11')).toBe('1.11');
  });
});

describe('in Korean', () => {
  it('the initial consonants of a word are enough', () => {
    expect(meant('ㄴㅌㅇㅋ', '네트워크')).toBe('네트워크');
    expect(meant('ㅋㅇㅂ', '케이블 그리기')).toBe('케이블');
    expect(find('ㄴㅌㅇㅋ', '라우터')).toBeNull();
  });

  it('a syllable that is being typed already finds', () => {
    expect(meant('네ㅌ', '네트워크')).toBe('네트');
    expect(meant('저자', '저장')).toBe('저장');
    expect(find('저강', '저장')).toBeNull();
  });
});
