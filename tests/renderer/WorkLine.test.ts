// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import WorkLine from '#renderer/WorkLine.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useWork } from '#renderer/stores/work.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says how far long work is, and gives it up when asked to', async () => {
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  const line = mount(WorkLine, { global: { plugins: [pinia, i18n] } });
  const done = ref(0.25);
  let givenUp = (): void => {};
  const left = new Promise<void>((resolve) => (givenUp = resolve));
  const work = useWork().during({ name: 'seek', done: () => done.value, cancel: () => givenUp() }, left);
  await vi.advanceTimersByTimeAsync(1000);
  expect(line.text()).toContain('25 %');
  done.value = 0.5;
  await vi.advanceTimersByTimeAsync(0);
  expect(line.get('progress').attributes('value')).toBe('0.5');
  await line.get('button').trigger('click');
  await work;
  await vi.advanceTimersByTimeAsync(0);
  expect(line.text()).toBe('');
});
