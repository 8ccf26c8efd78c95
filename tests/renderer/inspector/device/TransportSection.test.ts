// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { expect, it } from 'vitest';
import type { DeviceRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { i18n } from '#renderer/locales/index.ts';
import TransportSection from '#renderer/inspector/device/TransportSection.vue';
import { useDrawing } from '#renderer/stores/drawing.ts';

it('unfolds and stands at a setting that is looked for, before or after it is there', async () => {
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  const device = starterDocument().records.find(({ id }) => id === 'pc1') as DeviceRecord;
  const hand = useDrawing();
  hand.soughtSetting = 'initialSequenceNumber';
  const section = mount(TransportSection, {
    props: { device },
    global: { plugins: [pinia, i18n] },
    attachTo: document.body,
  });
  await flushPromises();
  const at = (): string | undefined => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent?.trim();
  expect(at()).toBe('Initial sequence number');
  expect(hand.soughtSetting).toBeNull();
  hand.soughtSetting = 'nagle';
  await flushPromises();
  expect(at()).toContain('Nagle');
  section.unmount();
});
