import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDINGS } from '#document/findings/findings.ts';
import { PROBLEMS } from '#document/problem.ts';
import { i18n, problemText, sentenceOf } from '#renderer/locales/index.ts';

const sources = new URL('../../../', import.meta.url);

/** Every name some part of the program refuses with. */
function refusals(): string[] {
  const names = new Set<string>();
  for (const room of ['src-main', 'src-renderer']) {
    for (const file of readdirSync(new URL(`${room}/`, sources), { recursive: true }) as string[]) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(new URL(`${room}/${file.replaceAll('\\', '/')}`, sources), 'utf8');
      for (const [, name] of text.matchAll(/refusal\(\s*'([\w.-]+)'/g)) names.add(name!);
    }
  }
  return [...names].sort();
}

describe('problems in words', () => {
  it('has a sentence for every refusal written anywhere, in every language', () => {
    const names = [...refusals(), ...Object.keys(PROBLEMS)];
    expect(names.length).toBeGreaterThan(30);
    const missing = names.flatMap((name) =>
      (['en', 'ko'] as const)
        .filter((locale) => !i18n.global.te(`problem.${name}`, locale))
        .map((locale) => `${locale} ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has a sentence for every finding, naming only what the finding tells', () => {
    for (const locale of ['en', 'ko'] as const) {
      for (const [name, parameters] of Object.entries(FINDINGS)) {
        const given = Object.fromEntries(parameters.map((parameter) => [parameter, `<${parameter}>`]));
        const sentence = i18n.global.t(`finding.${name}`, given, { locale });
        expect(sentence).not.toBe(`finding.${name}`);
        expect(sentence).not.toMatch(/\{|undefined/);
      }
    }
  });

  it('puts parameters into the sentence', () => {
    expect(problemText({ name: 'bad-address', parameters: { value: '1.2.3' } })).toContain('1.2.3');
  });

  it('shows a name nobody knows rather than nothing', () => {
    expect(sentenceOf('problem', 'moon-is-full', { phase: 'full' })).toBe('moon-is-full (full)');
  });
});
