// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { expect, it } from 'vitest';
import MessageCorner from '#renderer/MessageCorner.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useNotices } from '#renderer/stores/notices.ts';

it('says once what several calls were refused for, and puts all of it away at once', async () => {
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  const corner = mount(MessageCorner, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
  const notices = useNotices();
  notices.tell({ name: 'contract.closed', parameters: { call: 'a.first' } });
  notices.tell({ name: 'contract.closed', parameters: { call: 'a.second' } });
  notices.tell({ name: 'contract.too-large', parameters: {} });
  await nextTick();
  expect(corner.findAll('.toast')).toHaveLength(2);
  await corner.find('.toast button').trigger('click');
  expect(corner.findAll('.toast')).toHaveLength(1);
  expect(notices.notices.map(({ problem }) => problem.name)).toEqual(['contract.too-large']);
});

it('asks what becomes of unsaved changes, and offers to save them first', async () => {
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  const corner = mount(MessageCorner, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
  const notices = useNotices();
  const answers = [];
  for (const word of ['Save and go on', 'Discard changes', 'Cancel']) {
    const asking = notices.askUnsaved('My network');
    await nextTick();
    await nextTick();
    const dialog = document.querySelector('[role="dialog"]')!;
    expect(dialog.textContent).toContain('“My network” has changes');
    [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent?.includes(word))!.click();
    answers.push(await asking);
    await nextTick();
  }
  expect(answers).toEqual(['save', 'lose', null]);
  corner.unmount();
});

it('asks what becomes of the old future, and offers a name for it', async () => {
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  mount(MessageCorner, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
  const notices = useNotices();
  const asking = notices.askFuture();
  await nextTick();
  await nextTick();
  const dialog = document.querySelector('[role="dialog"]')!;
  const field = dialog.querySelector<HTMLInputElement>('input')!;
  expect(field.value).toMatch(/^Old future at 0\sns$/);
  field.value = ' the first try ';
  field.dispatchEvent(new Event('input'));
  await nextTick();
  [...dialog.querySelectorAll('button')]
    .find(({ textContent }) => textContent?.includes('Keep the old one too'))!
    .click();
  expect(await asking).toEqual({ future: 'keep', name: 'the first try' });
});
