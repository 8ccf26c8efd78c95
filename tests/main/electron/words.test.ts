import { describe, expect, it } from 'vitest';
import { say, sayProblem } from '#electron/words.ts';

describe('the words of native dialogs', () => {
  it('are Korean for any tag of Korean and English otherwise', () => {
    expect(['ko', 'ko-KR', 'KO'].map((language) => say('save', language))).toEqual(['저장', '저장', '저장']);
    expect(['en-GB', 'de', ''].map((language) => say('save', language))).toEqual(['Save', 'Save', 'Save']);
  });

  it('have a sentence for every problem of a file, known or not', () => {
    expect(sayProblem('file.too-large', 'en')).toBe('It is larger than 64 MiB.');
    expect(sayProblem('toString', 'en')).toBe('It cannot be read.');
    expect(sayProblem('', 'ko')).toBe('읽을 수 없습니다.');
  });
});
