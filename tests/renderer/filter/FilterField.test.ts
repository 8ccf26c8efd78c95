// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import FilterField from '#renderer/filter/FilterField.vue';
import { i18n } from '#renderer/locales/index.ts';

let field: VueWrapper;

function show(props: Record<string, unknown> = {}): void {
  field = mount(FilterField, {
    props: {
      label: 'Filter',
      modelValue: '',
      'onUpdate:modelValue': (text: string) => field.setProps({ modelValue: text }),
      ...props,
    },
    global: { plugins: [i18n] },
    attachTo: document.body,
  });
}
const input = () => field.find('input');
async function write(text: string, caret = text.length): Promise<void> {
  const element = input().element;
  element.value = text;
  element.setSelectionRange(caret, caret);
  await input().trigger('input');
  await nextTick();
}
async function press(key: string, more: object = {}): Promise<void> {
  await input().trigger('keydown', { key, ...more });
  await nextTick();
}
const options = () => (input().attributes('aria-expanded') === 'true' ? field.findAll('[role="option"] code') : []);
const chosen = () => field.findAll('[aria-selected="true"] code').map((one) => one.text());

beforeEach(() => {
  vi.useFakeTimers();
  i18n.global.locale.value = 'en';
});
afterEach(() => {
  field.unmount();
  vi.useRealTimers();
});

describe('a field for filters', () => {
  it('is a combobox with a name, and offers what could stand at the caret', async () => {
    show();
    expect(input().attributes()).toMatchObject({ role: 'combobox', 'aria-label': 'Filter', 'aria-expanded': 'false' });
    await write('ip.d');
    expect(options().map((one) => one.text())).toContain('ip.dst');
    expect(field.find('[role="option"]').text()).toMatch(/ip\.dst.*Destination IP/);
    const list = field.find('[role="listbox"]');
    expect(list.attributes('id')).toBe(input().attributes('aria-controls'));
  });

  it('is written by keys alone: choose, take, go on, apply', async () => {
    show();
    await write('syn');
    await press('ArrowDown');
    expect(chosen()).toEqual(['tcp.flags.syn']);
    expect(input().attributes('aria-activedescendant')).toBe(field.find('[aria-selected="true"]').attributes('id'));
    await press('Enter');
    expect(input().element.value).toBe('tcp.flags.syn ');
    expect(options()[0]!.text()).toBe('==');
    await press('ArrowDown');
    await press('Tab');
    await press('ArrowUp');
    expect(chosen()).toEqual(['0']);
    await press('ArrowUp');
    await press('Enter');
    expect(input().element.value).toBe('tcp.flags.syn == 1 ');
    await press('Escape');
    expect(options()).toEqual([]);
    await press('Enter');
    expect(field.emitted('apply')).toEqual([['tcp.flags.syn == 1']]);
  });

  it('says what is wrong once the person pauses, with the characters marked, and offers what was meant', async () => {
    show();
    await write('tcp && ip.dts == 10.0.0.2');
    expect(field.find('.fault').exists()).toBe(false);
    vi.advanceTimersByTime(1000);
    await nextTick();
    expect(field.find('mark').text()).toBe('ip.dts');
    expect(field.find('.fault').text()).toContain('no field or protocol called “ip.dts”');
    expect(input().attributes('aria-invalid')).toBe('true');
    expect(input().attributes('aria-describedby')).toBe(field.find('.fault').attributes('id'));
    await field.find('.mend').trigger('click');
    await nextTick();
    expect(input().element.value).toBe('tcp && ip.dst == 10.0.0.2');
    expect(field.find('.fault').exists()).toBe(false);
    expect(field.emitted('apply')).toEqual([['tcp && ip.dst == 10.0.0.2']]);
  });

  it('applies nothing that is wrong, and says so at once', async () => {
    show();
    await write('tcp &&');
    await press('Enter');
    expect(field.emitted('apply')).toBeUndefined();
    expect(field.find('mark').text()).toBe('␣');
    expect(field.find('.fault').text()).toContain('Something is missing at the end');
  });

  it('speaks Korean', async () => {
    i18n.global.locale.value = 'ko';
    show();
    await write('tcp.port == 70000');
    await press('Enter');
    expect(field.find('.fault').text()).toContain('최댓값은 65535입니다');
  });

  it('offers filters used before while it is empty, and applies the one taken', async () => {
    show({ recent: ['arp', 'tcp.port == 80'] });
    await press('ArrowDown');
    expect(options().map((one) => one.text())).toEqual(['arp', 'tcp.port == 80']);
    await press('ArrowDown');
    await press('ArrowDown');
    await press('Enter');
    expect(field.emitted('apply')).toEqual([['tcp.port == 80']]);
  });

  it('applies an empty text as no filter', async () => {
    show({ modelValue: 'arp' });
    await write('');
    await press('Escape');
    await press('Enter');
    expect(field.emitted('apply')).toEqual([['']]);
  });

  it('offers names the caller knows, and no facts where only a frame will be known', async () => {
    show({ known: ({ name }: { name: string }) => (name === 'hop.device' ? ['PC 1'] : []) });
    await write('hop.device == ');
    expect(options().map((one) => one.text())).toEqual(['"PC 1"']);
    field.unmount();
    show({ frames: true });
    await write('hop');
    const offered = options().map((one) => one.text());
    expect(offered).toContain('hop.cable');
    expect(offered).not.toContain('hop.kind');
  });

  it('leaves the keys to Korean letters that are being composed', async () => {
    show();
    await write('hop.device == 스위');
    await press('Enter', { isComposing: true });
    expect(field.emitted('apply')).toBeUndefined();
  });
});
