// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { defineComponent, h, nextTick } from 'vue';
import DialogForm from '#renderer/ui/DialogForm.vue';
import DialogFrame from '#renderer/ui/DialogFrame.vue';

/** A dialog that is opened with this in it. */
async function opened(inside: () => unknown) {
  const dialog = mount(
    defineComponent({
      render: () => h(DialogFrame, { open: true, title: 'Name it', close: 'Close' }, { default: inside }),
    }),
    { attachTo: document.body },
  );
  await nextTick();
  await new Promise((settled) => setTimeout(settled));
  return dialog;
}

afterEach(() => {
  document.body.innerHTML = '';
});

describe('a dialog that opens', () => {
  it('with a form begins at its first field, whose text is replaced by typing', async () => {
    const dialog = await opened(() => h(DialogForm, () => [h('input', { type: 'text', value: 'Run 2', id: 'name' })]));
    const field = document.querySelector<HTMLInputElement>('#name')!;
    expect(document.activeElement).toBe(field);
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 'Run 2'.length]);
    dialog.unmount();
  });

  it('without one begins where it can be left', async () => {
    const dialog = await opened(() => h('p', 'Only to be read.'));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Close');
    dialog.unmount();
  });
});
