// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import PaneSplitter from '#renderer/ui/PaneSplitter.vue';

function splitter(some: Record<string, unknown> = {}) {
  return mount(PaneSplitter, {
    props: { modelValue: 200, name: 'Width', axis: 'x', least: 100, most: 300, ...some },
    attachTo: document.body,
  });
}

describe('a splitter', () => {
  it('moves by the arrows of its axis, the other way round for a pane behind it', async () => {
    const before = splitter();
    await before.trigger('keydown', { key: 'ArrowRight' });
    await before.trigger('keydown', { key: 'ArrowUp' });
    expect(before.emitted('update:modelValue')).toEqual([[216]]);
    const behind = splitter({ reverse: true });
    await behind.trigger('keydown', { key: 'ArrowRight' });
    expect(behind.emitted('update:modelValue')).toEqual([[184]]);
  });

  it('goes to its least and its most with Home and End, never beyond', async () => {
    const bar = splitter();
    await bar.trigger('keydown', { key: 'Home' });
    await bar.trigger('keydown', { key: 'End' });
    expect(bar.emitted('update:modelValue')).toEqual([[100], [300]]);
    const wide = splitter({ modelValue: 295 });
    await wide.trigger('keydown', { key: 'ArrowRight' });
    expect(wide.emitted('update:modelValue')).toEqual([[300]]);
  });

  it('asks for the first size when pressed twice, and to fold with Enter', async () => {
    const bar = splitter();
    await bar.trigger('dblclick');
    await bar.trigger('keydown', { key: 'Enter' });
    expect([bar.emitted('reset'), bar.emitted('fold')]).toEqual([[[]], [[]]]);
  });
});
