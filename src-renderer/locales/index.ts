/** Every word on screen, in each language, one file a section. This room holds words only: no logic hides in a sentence. */
import { createI18n } from 'vue-i18n';
import type { Problem } from '#contract/shapes.ts';
import en from './en/index.ts';
import ko from './ko/index.ts';
import type { Locale } from '../stores/preferences.ts';

/** The one i18n of the window. Messages are interpreted, never compiled to code: the security policy forbids that. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en' as Locale,
  fallbackLocale: 'en',
  messages: { en, ko } as Record<Locale, typeof en>,
  missingWarn: false,
  fallbackWarn: false,
});

/**
 * The sentence a section has for a name: `sentenceOf('problem', 'bad-address', …)`. Dots in a name are levels. A name nobody wrote a sentence for is shown as it is, with its parameters, rather than swallowed.
 */
export function sentenceOf(section: string, name: string, parameters: Problem['parameters'] = {}): string {
  const key = `${section}.${name}`;
  if (i18n.global.te(key) || i18n.global.te(key, 'en')) return i18n.global.t(key, parameters);
  const rest = Object.values(parameters).join(', ');
  return rest ? `${name} (${rest})` : name;
}

/** Why something could not be done, as a sentence. */
export function problemText({ name, parameters }: Problem): string {
  return sentenceOf('problem', name, parameters);
}
