/** How far beyond what is seen still counts as near: further than Tab or a turn of the wheel goes. */
const MARGIN = '600px';

type Told = (isNear: boolean, height: number) => void;

let observer: IntersectionObserver | null = null;
const told = new WeakMap<Element, Told>();

function tell(entries: IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    told.get(target)?.(isIntersecting, boundingClientRect.height);
  }
}

/** Which elements are seen or nearly so, in whatever scrolls them: one observer for all. */
export const near = {
  /** Tells now and whenever it changes; `height` of the element, px of the screen. */
  watch(element: Element, tells: Told): void {
    const options = { rootMargin: MARGIN, scrollMargin: MARGIN } as IntersectionObserverInit;
    observer ??= new IntersectionObserver(tell, options);
    told.set(element, tells);
    observer.observe(element);
  },
  leave(element: Element): void {
    told.delete(element);
    observer?.unobserve(element);
  },
};
