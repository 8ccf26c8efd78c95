// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { h, nextTick } from 'vue';
import TabbedPane from '#renderer/ui/TabbedPane.vue';

const TABS = [
  { name: 'one', title: 'One', help: 'frame' },
  { name: 'two', title: 'Two' },
  { name: 'three', title: 'Three' },
];

function pane(modelValue = 'one') {
  const made = mount(TabbedPane, {
    props: {
      tabs: TABS,
      label: 'Parts',
      modelValue,
      'onUpdate:modelValue': (name: string) => made.setProps({ modelValue: name }),
    },
    slots: { one: () => h('p', 'first'), two: () => h('p', 'second'), three: () => h('p', 'third') },
    attachTo: document.body,
  });
  const tab = (title: string) => made.findAll('[role=tab]').find((each) => each.text() === title)!;
  return { made, tab };
}

it('has one panel at a time, which names its title and is named by it', async () => {
  const { made, tab } = pane();
  const panel = () => made.find('[role=tabpanel]');
  expect(made.findAll('[role=tabpanel]')).toHaveLength(1);
  expect(panel().text()).toBe('first');
  expect(panel().attributes('data-help')).toBe('frame');
  expect(panel().attributes('aria-labelledby')).toBe(tab('One').attributes('id'));
  expect(tab('One').attributes('aria-controls')).toBe(panel().attributes('id'));
  await tab('Two').trigger('click');
  expect(made.findAll('[role=tabpanel]').map((each) => each.text())).toEqual(['second']);
  expect(made.findAll('[role=tab]').map((each) => each.attributes('aria-selected'))).toEqual([
    'false',
    'true',
    'false',
  ]);
  expect(tab('One').attributes('aria-controls')).toBeUndefined();
  made.unmount();
});

it('arrows, Home and End go through the titles and round the ends, and turn to none', async () => {
  const { made, tab } = pane();
  const press = async (key: string): Promise<string> => {
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await nextTick();
    return document.activeElement!.textContent.trim();
  };
  (tab('One').element as HTMLElement).focus();
  expect(await press('ArrowRight')).toBe('Two');
  expect(await press('End')).toBe('Three');
  expect(await press('ArrowRight')).toBe('One');
  expect(await press('ArrowLeft')).toBe('Three');
  expect(await press('Home')).toBe('One');
  expect(await press('ArrowRight')).toBe('Two');
  expect(made.find('[role=tabpanel]').text()).toBe('first');
  made.unmount();
});

it('Tab comes to the title of the panel seen, and leaves the row from whichever has the focus', async () => {
  const { made, tab } = pane('two');
  const stops = (): string[] =>
    made.findAll('[role=tab]').flatMap((each) => (each.attributes('tabindex') === '0' ? [each.text()] : []));
  expect(stops()).toEqual(['Two']);
  (tab('Three').element as HTMLElement).focus();
  await nextTick();
  expect(stops()).toEqual(['Three']);
  (tab('Three').element as HTMLElement).blur();
  await nextTick();
  expect(stops()).toEqual(['Two']);
  made.unmount();
});
