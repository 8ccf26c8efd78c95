/**
 * How much larger than its own pixels an element is drawn: the size of the interface, as a factor. Places of pointers and
 * `getBoundingClientRect` are in pixels of the screen; what is written into styles, and scroll and client sizes, is not.
 */
export function zoomOf(element: Element): number {
  return (element as Element & { currentCSSZoom?: number }).currentCSSZoom ?? 1;
}
