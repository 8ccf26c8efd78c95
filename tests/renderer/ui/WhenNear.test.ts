// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import { afterEach, expect, it, vi } from 'vitest';

/** The screen: says of each watched element whether it is near what is seen. */
class Screen {
  static tell: (element: Element, isIntersecting: boolean, height: number) => void;
  readonly #tells: IntersectionObserverCallback;
  constructor(tells: IntersectionObserverCallback) {
    this.#tells = tells;
    Screen.tell = (target, isIntersecting, height) =>
      this.#tells(
        [{ target, isIntersecting, boundingClientRect: { height } }] as unknown as IntersectionObserverEntry[],
        this as never,
      );
  }
  observe(): void {}
  unobserve(): void {}
}

afterEach(() => vi.unstubAllGlobals());

it('has what is in it while it is near, and keeps its room when it is not', async () => {
  vi.stubGlobal('IntersectionObserver', Screen);
  const { default: WhenNear } = await import('#renderer/ui/WhenNear.vue');
  const item = mount(WhenNear, { props: { height: 68 }, slots: { default: '<button>Play</button>' } });
  expect(item.find('button').exists()).toBe(false);
  expect(item.element.getAttribute('style')).toContain('68px');
  Screen.tell(item.element, true, 68);
  await nextTick();
  expect(item.find('button').exists()).toBe(true);
  Screen.tell(item.element, false, 92);
  await nextTick();
  expect(item.find('button').exists()).toBe(false);
  expect(item.element.getAttribute('style')).toContain('92px');
});

it('has it all the time where few are in the list', async () => {
  vi.stubGlobal('IntersectionObserver', Screen);
  const { default: WhenNear } = await import('#renderer/ui/WhenNear.vue');
  const item = mount(WhenNear, { props: { height: 68, always: true }, slots: { default: '<button>Play</button>' } });
  expect(item.find('button').exists()).toBe(true);
});
