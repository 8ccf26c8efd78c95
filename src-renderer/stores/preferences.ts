import { computed, ref, watch } from 'vue';
import { defineStore } from 'pinia';
import { LEAST_BUDGET, MOST_BUDGET } from '#contract/shapes.ts';

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
  /** Bytes that going back in time may take; null: as the simulation thinks best. */
  const budget = ref<number | null>(kept.budget ?? null);

  const night = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
  const machineIsDark = ref(night?.matches ?? false);
  night?.addEventListener?.('change', (event) => (machineIsDark.value = event.matches));
  /** The theme on screen: `system` resolved. */
  const shownTheme = computed(() =>
    theme.value === 'system' ? (machineIsDark.value ? 'dark' : 'light') : theme.value,
  );

  watch([locale, theme, budget], () => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ locale: locale.value, theme: theme.value, budget: budget.value }));
    } catch {
      // A browser that keeps nothing still works; it just asks again next time.
    }
  });

  return { locale, theme, shownTheme, budget };
});

function read(): { locale?: Locale; theme?: Theme; budget?: number } {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as {
      locale?: unknown;
      theme?: unknown;
      budget?: unknown;
    };
    return {
      locale: LOCALES.find((locale) => locale === kept.locale),
      theme: THEMES.find((theme) => theme === kept.theme),
      budget: Number.isSafeInteger(kept.budget) && isBudget(Number(kept.budget)) ? Number(kept.budget) : undefined,
    };
  } catch {
    return {};
  }
}

function isBudget(bytes: number): boolean {
  return bytes >= LEAST_BUDGET && bytes <= MOST_BUDGET;
}

function languageOfMachine(): Locale {
  return globalThis.navigator?.language?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
