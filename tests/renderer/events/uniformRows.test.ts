import { effectScope, nextTick, ref, shallowRef } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import { useUniformRows } from '#renderer/events/uniformRows.ts';

/** What of an element is used; a browser rounds and clamps, this one does not. */
async function list(count: number, height = 40) {
  const element = {
    scrollTop: 0,
    clientHeight: 200,
    addEventListener: vi.fn<() => void>(),
    removeEventListener: vi.fn<() => void>(),
  };
  const scroller = shallowRef<HTMLElement | null>(null);
  const total = ref(count);
  const scope = effectScope();
  const found = scope.run(() =>
    useUniformRows(
      scroller,
      () => total.value,
      () => height,
    ),
  )!;
  scroller.value = element as unknown as HTMLElement;
  await nextTick();
  return { ...found, element, total };
}

describe('rows that are all alike', () => {
  it('are drawn where they are seen, and a little beyond', async () => {
    const { rows, size, offset, show } = await list(1000);
    expect(size.value).toBe(40_000);
    expect(rows.value[0]).toEqual({ index: 0, start: 0, slot: 0 });
    expect(rows.value).toHaveLength(13);
    show(500);
    expect(offset.value + rows.value.find(({ index }) => index === 500)!.start).toBe(20_000);
    expect(rows.value.length).toBeLessThan(40);
  });

  it('leave their place to others when they are scrolled out, so that few are ever made', async () => {
    const { rows, show } = await list(1000);
    const slots = new Set<number>();
    for (let index = 0; index < 1000; index += 7) {
      show(index);
      const drawn = rows.value.map(({ slot }) => slot);
      expect(new Set(drawn).size).toBe(drawn.length);
      drawn.forEach((slot) => slots.add(slot));
    }
    expect(slots.size).toBeLessThan(25);
  });

  it('scroll no further than needed, in both directions', async () => {
    const { show, element } = await list(1000);
    show(10);
    expect(element.scrollTop).toBe(11 * 40 - 200);
    show(8);
    expect(element.scrollTop).toBe(11 * 40 - 200);
    show(2);
    expect(element.scrollTop).toBe(80);
  });

  it('are all reached when there are more than a browser can scroll', async () => {
    const { rows, size, offset, show, element } = await list(10_000_000);
    expect(size.value).toBe(15_000_000);
    for (const index of [9_999_999, 0, 5_000_000]) {
      show(index);
      const { start } = rows.value.find((row) => row.index === index)!;
      expect(offset.value + start - element.scrollTop).toBeGreaterThan(-1);
      expect(offset.value + start - element.scrollTop).toBeLessThanOrEqual(160.01);
    }
  });

  it('stay as they are when such a list is scrolled by less than a row', async () => {
    const { rows, offset, element } = await list(1_000_000);
    const scroll = (to: number): void => {
      element.scrollTop = to;
      (element.addEventListener.mock.calls as unknown as [string, () => void][])[0]![1]();
    };
    scroll(7_000_000);
    const before = rows.value;
    const placed = before.map(({ index, start }) => index * 40 - offset.value - start);
    scroll(7_000_001);
    expect(rows.value).toBe(before);
    // By one px of its bar such a list moves on by more than that.
    expect(before.map(({ index, start }) => index * 40 - offset.value - start)[0]! - placed[0]!).toBeCloseTo(
      40e6 / 15e6 - 1,
      2,
    );
  });

  it('cost no more when there are a million', async () => {
    const { rows, total } = await list(10);
    expect(rows.value).toHaveLength(10);
    total.value = 1_000_000;
    expect(rows.value).toHaveLength(13);
  });
});
