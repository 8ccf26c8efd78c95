// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import PalettePanel from '#renderer/palette/PalettePanel.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';

beforeEach(() => {
  setActivePinia(createPinia());
  i18n.global.locale.value = 'en';
});

function item(name: string) {
  const panel = mount(PalettePanel, { global: { plugins: [i18n] } });
  return panel.findAll('button').find((button) => button.text() === name)!;
}

describe('the palette', () => {
  it('takes a device in hand when it is clicked, and puts it back when clicked again', async () => {
    const host = item('Host');
    await host.trigger('click', { detail: 1 });
    expect(useDrawing().placing).toBe('host');
    expect(host.attributes('aria-pressed')).toBe('true');
    await host.trigger('click', { detail: 1 });
    expect(useDrawing().placing).toBeNull();
  });

  it('puts a device at a free place when Enter is pressed on it', async () => {
    await item('Router').trigger('click', { detail: 0 });
    expect(useDocument().devices.map(({ kind }) => kind)).toEqual(['router']);
  });

  it('says by F1 what each thing on it is', () => {
    const topics = ['Host', 'Switch', 'Hub', 'Router', 'Gateway', 'Cable', 'Note'].map(
      (name) => item(name).attributes('data-help') ?? null,
    );
    expect(topics).toEqual(['ip-address', 'mac-table', 'hub', 'routing', 'gateway', 'delay', null]);
  });

  it('does not offer cables before there are two devices', async () => {
    expect(item('Cable').attributes('aria-disabled')).toBe('true');
    await item('Host').trigger('click', { detail: 0 });
    await item('Host').trigger('click', { detail: 0 });
    const cable = item('Cable');
    expect(cable.attributes('aria-disabled')).toBeUndefined();
    await cable.trigger('click');
    expect(useDrawing().tool).toBe('cable');
  });
});
