import { computed, ref, watch } from 'vue';
import { defineStore } from 'pinia';

/** Languages of the interface, in the order of the menu. */
export const LOCALES = ['en', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'hopscope.preferences';

/** What a person likes, kept on this machine. */
export const usePreferences = defineStore('preferences', () => {
  const kept = read();
  const locale = ref<Locale>(kept.locale ?? languageOfMachine());
  const theme = ref<Theme>(kept.theme ?? 'system');

  const night = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
  const machineIsDark = ref(night?.matches ?? false);
  night?.addEventListener?.('change', (event) => (machineIsDark.value = event.matches));
  /** The theme on screen: `system` resolved. */
  const shownTheme = computed(() =>
    theme.value === 'system' ? (machineIsDark.value ? 'dark' : 'light') : theme.value,
  );

  watch([locale, theme], () => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ locale: locale.value, theme: theme.value }));
    } catch {
      // A browser that keeps nothing still works; it just asks again next time.
    }
  });

  return { locale, theme, shownTheme };
});

function read(): { locale?: Locale; theme?: Theme } {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { locale?: unknown; theme?: unknown };
    return {
      locale: LOCALES.find((locale) => locale === kept.locale),
      theme: THEMES.find((theme) => theme === kept.theme),
    };
  } catch {
    return {};
  }
}

function languageOfMachine(): Locale {
  return globalThis.navigator?.language?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
