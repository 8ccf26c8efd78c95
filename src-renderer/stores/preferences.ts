import { computed, ref } from 'vue';
import { defineStore } from 'pinia';
import { LEAST_BUDGET, MOST_BUDGET } from '#contract/shapes.ts';
import { between, oneOf, useKept, yesOrNo } from './kept.ts';

/** Languages of the interface, in the order of the menu. */
export const LOCALES = ['en', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];

/** `projector`: light, with the strongest contrast, for a lecture hall. */
export const THEMES = ['light', 'dark', 'projector', 'system'] as const;
export type Theme = (typeof THEMES)[number];

/** How close things stand. */
export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

/** Whether things move on screen; `system`: as the machine is set. */
export const MOTIONS = ['system', 'reduced', 'full'] as const;
export type Motion = (typeof MOTIONS)[number];

/** Size of the interface, per cent: the least, the most, and the steps of its control. */
export const SIZES = { least: 90, most: 150, step: 10 } as const;

/** Names under which these are kept, for "Back to the defaults". */
const NAMES = ['interface'];

/** What a person likes, kept by the host for the next start. */
export const usePreferences = defineStore('preferences', () => {
  const kept = useKept();
  const locale = kept.value<Locale>('interface.language', languageOfMachine, oneOf(LOCALES));
  const theme = kept.value<Theme>('interface.theme', 'system', oneOf(THEMES));
  const density = kept.value<Density>('interface.density', 'comfortable', oneOf(DENSITIES));
  const size = kept.value('interface.size', 100, between(SIZES.least, SIZES.most));
  const motion = kept.value<Motion>('interface.motion', 'system', oneOf(MOTIONS));
  /** The first look around was taken, or declined. */
  const tourSeen = kept.value('tour.seen', false, yesOrNo);
  /** Bytes that going back in time may take; null: as the simulation thinks best. */
  const budget = kept.value<number | null>('simulation.budget', null, (read) =>
    Number.isSafeInteger(read) ? between(LEAST_BUDGET, MOST_BUDGET)(read) : undefined,
  );

  const machineIsDark = machineSays('(prefers-color-scheme: dark)');
  const machineIsStill = machineSays('(prefers-reduced-motion: reduce)');
  /** The theme on screen: `system` resolved. */
  const shownTheme = computed(() =>
    theme.value === 'system' ? (machineIsDark.value ? 'dark' : 'light') : theme.value,
  );
  /** Whether nothing is to move that need not. */
  const still = computed(() => (motion.value === 'system' ? machineIsStill.value : motion.value === 'reduced'));

  /** Whether the dialog of preferences is open. */
  const dialogShown = ref(false);

  /** Language, theme, density, size and motion as they were at the first start. */
  const reset = (): void => kept.forget(NAMES);

  return { locale, theme, shownTheme, density, size, motion, still, tourSeen, budget, dialogShown, reset };
});

/** Something the machine knows about this person, and tells when it changes. */
function machineSays(what: string): { readonly value: boolean } {
  const asked = globalThis.matchMedia?.(what);
  const answer = ref(asked?.matches ?? false);
  asked?.addEventListener?.('change', (event) => (answer.value = event.matches));
  return answer;
}

function languageOfMachine(): Locale {
  return globalThis.navigator?.language?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
