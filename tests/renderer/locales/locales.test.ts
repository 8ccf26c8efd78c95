import { createI18n } from 'vue-i18n';
import { describe, expect, it } from 'vitest';
import { DIFFERENCES } from '#contract/differences.ts';
import { KINDS, REASONS } from '#contract/trace.ts';
import { FILTER_FAULTS } from '#engine/wire/filter/faults.ts';
import { FILTER_FIELDS } from '#engine/wire/filter/fields.ts';
import { FIELD_KEYS } from '#engine/wire/explain.ts';
import { PROBLEMS } from '#document/problem.ts';
import { GROUPS } from '#renderer/stores/groups.ts';
import { fieldKey } from '#renderer/packets/items.ts';
import en from '#renderer/locales/en/index.ts';
import ko from '#renderer/locales/ko/index.ts';

const LANGUAGES = { en, ko } as const;

function leaves(tree: unknown, path: string[] = []): [path: string, text: unknown][] {
  if (typeof tree !== 'object' || tree === null) return [[path.join(' › '), tree]];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value, [...path, key]));
}

/** The parameters a message names, each once. */
function parameters(text: string): string[] {
  return [...new Set([...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name!))].sort();
}

/** Korean words that say what another says everywhere else, and that one: a student takes two words for two things. */
const SECOND_WORDS = [
  [/윈도(?!우)/, '윈도우'],
  [/대기열/, '큐'],
  [/시간 막대/, '타임라인'],
  [/까닭/, '이유'],
  [/커널 실습/, '커널 실험실'],
  [/진짜 (프로그램|소켓|기계)/, '실제'],
  [/킵 ?얼라이브/, '연결 유지(keep-alive)'],
  [/지연된 확인 응답/, '지연 확인 응답'],
  [/반쯤 열린/, '반열린'],
  [/(?<!매)핑/, 'ping'],
  [/사건/, '이벤트'],
  [/리셋/, '재설정'],
] as const;

const i18n = createI18n({
  legacy: false,
  locale: 'en',
  messages: LANGUAGES as never,
  missingWarn: false,
  fallbackWarn: false,
});
const { t } = i18n.global as unknown as { t(key: string, named: object, options: { locale: string }): string };

describe('the locales', () => {
  it('hold the same messages in every language', () => {
    expect(
      leaves(ko)
        .map(([path]) => path)
        .sort(),
    ).toEqual(
      leaves(en)
        .map(([path]) => path)
        .sort(),
    );
  });

  it('name the same parameters in every language', () => {
    const korean = new Map(leaves(ko));
    const different = leaves(en).filter(
      ([path, text]) => parameters(String(text)).join() !== parameters(String(korean.get(path))).join(),
    );
    expect(different.map(([path]) => path)).toEqual([]);
  });

  it('leave no message empty', () => {
    const empty = Object.values(LANGUAGES).flatMap((language) =>
      leaves(language).filter(([, text]) => typeof text !== 'string' || text.trim() === ''),
    );
    expect(empty).toEqual([]);
  });

  it.each(SECOND_WORDS)('say nothing that %s says in Korean by another word than %s', (second) => {
    expect(leaves(ko).filter(([, text]) => second.test(String(text)))).toEqual([]);
  });

  it('hold only messages that can be read', () => {
    const wrong = Object.entries(LANGUAGES).flatMap(([locale, language]) =>
      leaves(language).filter(([path, text]) => {
        const single = createI18n({ legacy: false, locale, messages: { [locale]: { it: String(text) } } });
        const given = Object.fromEntries(parameters(String(text)).map((name) => [name, `<${name}>`]));
        const said = (single.global as unknown as { t(key: string, named: object): string }).t('it', given);
        const plural = String(text).includes(' | ');
        return path === '' || (!plural && said !== String(text).replace(/\{([^{}]+)\}/g, '<$1>'));
      }),
    );
    expect(wrong).toEqual([]);
  });
});

for (const locale of ['en', 'ko'] as const) {
  describe(`in ${locale}`, () => {
    it('every difference of two runs has a sentence', () => {
      const written = Object.keys(LANGUAGES[locale]['compare']!['difference'] as object);
      expect(written.toSorted()).toEqual(Object.keys(DIFFERENCES).toSorted());
    });

    it('every kind of fact has a sentence that uses only its own parameters', () => {
      const faults: string[] = [];
      for (const [kind, types] of Object.entries(KINDS)) {
        const key = `trace.${kind}`;
        const known = ['device', 'port', 'reason', ...Object.keys(types)];
        const marks = Object.fromEntries(known.map((name) => [name, `<${name}>`]));
        const sentence = t(key, marks, { locale });
        if (sentence === key) faults.push(`${kind} has no sentence`);
        if (sentence.includes('{')) faults.push(`${kind} names an unknown parameter`);
        const said = messageAt(LANGUAGES[locale], key.split('.'));
        for (const name of parameters(said)) if (!known.includes(name)) faults.push(`${kind} does not have ${name}`);
      }
      expect(faults).toEqual([]);
    });

    it('no sentence is left of a kind that is gone', () => {
      const kinds = new Set(Object.keys(KINDS));
      const known = leaves(LANGUAGES[locale]['trace']).map(([path]) => path.replaceAll(' › ', '.'));
      expect(known.filter((kind) => !kinds.has(kind))).toEqual([]);
    });

    it('every check told belongs to a reason', () => {
      const checks = leaves(LANGUAGES[locale]['check']).map(([path]) => path.replaceAll(' › ', '.'));
      expect(checks.length).toBeGreaterThan(10);
      expect(checks.filter((reason) => !(REASONS as readonly string[]).includes(reason))).toEqual([]);
    });

    it('every reason has a sentence', () => {
      expect(REASONS.filter((reason) => t(`reason.${reason}`, {}, { locale }) === `reason.${reason}`)).toEqual([]);
      const known = leaves(LANGUAGES[locale]['reason']).map(([path]) => path.replaceAll(' › ', '.'));
      expect(known.filter((reason) => !(REASONS as readonly string[]).includes(reason))).toEqual([]);
    });

    it('every problem of a project has a sentence that uses only its own parameters', () => {
      const section = (LANGUAGES[locale]['problem'] ?? {}) as Record<string, string>;
      const faults: string[] = [];
      for (const [name, known] of Object.entries(PROBLEMS)) {
        if (section[name] === undefined) faults.push(`${name} has no sentence`);
        for (const parameter of parameters(section[name] ?? '')) {
          if (!(known as readonly string[]).includes(parameter)) faults.push(`${name} does not have ${parameter}`);
        }
      }
      expect(faults).toEqual([]);
    });

    it('every header field has a name and a meaning', () => {
      const missing = FIELD_KEYS.filter((key) =>
        ['name', 'means'].some((part) => {
          const path = `fields.${fieldKey(key)}.${part}`;
          return t(path, {}, { locale }) === path;
        }),
      );
      expect(missing).toEqual([]);
      expect(Object.keys(LANGUAGES[locale]['fields']!).sort()).toEqual(FIELD_KEYS.map(fieldKey).sort());
    });

    it('every fault of a filter has a sentence, and every type in it a name', () => {
      const missing = [
        ...FILTER_FAULTS.map((name) => `filters.faults.${name.slice('filter.'.length)}`),
        ...[...new Set([...FILTER_FIELDS.values()].map(({ type }) => type))].map((type) => `filters.types.${type}`),
      ].filter((path) => t(path, {}, { locale }) === path);
      expect(missing).toEqual([]);
    });

    it('every field a filter can ask for has words, and no words are left of one that is gone', () => {
      const own = [...new Set([...FILTER_FIELDS.values()].map(({ words }) => words))].filter(
        (words) => !FIELD_KEYS.includes(words),
      );
      const worded = leaves((LANGUAGES[locale]['filters'] as Record<string, unknown>)['fields']).map(([path]) => path);
      expect(worded.sort()).toEqual(own.map(fieldKey).sort());
    });

    it('every group of kinds has a name', () => {
      expect(GROUPS.filter((group) => t(`events.groups.${group}`, {}, { locale }).startsWith('events.'))).toEqual([]);
    });
  });
}

function messageAt(tree: unknown, path: readonly string[]): string {
  let at = tree;
  for (const part of path) at = (at as Record<string, unknown>)[part];
  return String(at);
}
