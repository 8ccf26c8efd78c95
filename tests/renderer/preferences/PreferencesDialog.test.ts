// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { i18n } from '#renderer/locales/index.ts';
import PreferencesDialog from '#renderer/preferences/PreferencesDialog.vue';
import { useNotices } from '#renderer/stores/notices.ts';
import { usePanels } from '#renderer/stores/panels.ts';
import { usePreferences } from '#renderer/stores/preferences.ts';

let dialog: VueWrapper;
beforeEach(async () => {
  localStorage.clear();
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  dialog = mount(PreferencesDialog, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
  usePreferences().dialogShown = true;
  await nextTick();
  await nextTick();
});
afterEach(() => dialog.unmount());

const radio = (value: string): HTMLInputElement => document.querySelector(`input[type="radio"][value="${value}"]`)!;
const button = (text: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent!.trim() === text)!;
async function choose(value: string): Promise<void> {
  radio(value).checked = true;
  radio(value).dispatchEvent(new Event('change'));
  await nextTick();
}

it('changes count at once', async () => {
  await choose('dark');
  await choose('compact');
  await choose('reduced');
  const like = usePreferences();
  expect([like.shownTheme, like.density, like.still]).toEqual(['dark', 'compact', true]);
});

it('the size goes from 90 to 150 per cent and no further', async () => {
  const like = usePreferences();
  for (let press = 0; press < 9; press++) document.querySelector<HTMLElement>('[aria-label="Larger"]')!.click();
  await nextTick();
  expect(like.size).toBe(150);
  for (let press = 0; press < 9; press++) {
    document.querySelector<HTMLElement>('[aria-label="Smaller"]')!.click();
    await nextTick();
  }
  expect(like.size).toBe(90);
});

it('the defaults come back, panels too, and that can be taken back', async () => {
  await choose('projector');
  usePanels().of.left.size = 300;
  usePanels().of.right.shown = false;
  button('Back to the defaults').click();
  expect([usePreferences().theme, usePanels().of.left.size, usePanels().of.right.shown]).toEqual(['system', 228, true]);
  useNotices().takeBack(useNotices().notices[0]!.id);
  expect([usePreferences().theme, usePanels().of.left.size, usePanels().of.right.shown]).toEqual([
    'projector',
    300,
    false,
  ]);
});
