import { afterAll, describe, expect, it } from 'vitest';
import { EXAMPLES } from '#document/examples/index.ts';
import { worded } from '#renderer/files/worded.ts';
import { i18n } from '#renderer/locales/index.ts';

const before = i18n.global.locale.value;
afterAll(() => (i18n.global.locale.value = before));

describe.each(EXAMPLES)('the programs of the template $id', ({ id, make }) => {
  const programs = (language: 'en' | 'ko'): string[] => {
    i18n.global.locale.value = language;
    return worded(id, make()).records.flatMap((record) => (record.type === 'program' ? [record.name] : []));
  };

  it('are called in English as the project itself calls them', () => {
    const own = make().records.flatMap((record) => (record.type === 'program' ? [record.name] : []));
    expect(programs('en')).toEqual(own);
  });

  it('have names in Korean', () => {
    expect(programs('ko').filter((name) => !/[가-힣]/.test(name))).toEqual([]);
  });
});

it('a project in the person’s language has its title, and all else as it was drawn', () => {
  i18n.global.locale.value = 'ko';
  const [{ id, make }] = EXAMPLES as [(typeof EXAMPLES)[number]];
  const { title, records } = worded(id, make());
  expect(title).toBe('두 서브넷');
  const others = (all: typeof records) => all.filter(({ type }) => type !== 'program');
  expect(others(records)).toEqual(others(make().records));
});
