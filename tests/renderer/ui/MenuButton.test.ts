// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import { expect, it, vi } from 'vitest';
import MenuButton, { type MenuLine } from '#renderer/ui/MenuButton.vue';

it('says under a line that cannot be chosen why it cannot', async () => {
  const menu = mount(MenuButton, {
    props: {
      name: 'Edit',
      lines: [
        { id: 'undo', title: 'Undo', off: 'There is nothing to undo.' },
        { id: 'all', title: 'Choose all' },
      ],
    },
    attachTo: document.body,
  });
  await menu.find('button').trigger('click');
  await nextTick();
  await nextTick();
  const [undo, all] = [...document.querySelectorAll('[role=menuitem]')];
  expect(undo!.textContent).toContain('There is nothing to undo.');
  expect(undo!.getAttribute('aria-disabled')).toBe('true');
  expect(all!.textContent).toBe('Choose all');
});

it('asks for its lines when it is opened, and not before', async () => {
  const lines = vi.fn<() => MenuLine[]>(() => [{ id: 'undo', title: 'Undo' }]);
  const menu = mount(MenuButton, { props: { name: 'Edit', lines }, attachTo: document.body });
  expect(lines).not.toHaveBeenCalled();
  await menu.find('button').trigger('click');
  await nextTick();
  await nextTick();
  expect(lines).toHaveBeenCalled();
  expect(menu.find('[role=menuitem]').text()).toBe('Undo');
});
