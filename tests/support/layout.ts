/** Whether everything in the window can be reached by eye and pointer. Holds no expectation of its own. */
import type { Page } from '@playwright/test';

/**
 * What cannot be reached, a line each: a page wider or higher than the window; a control beyond the edge of the window or of
 * a part of it that does not scroll; one whose middle lies behind something else; one whose words are wider than itself.
 * @param within looks only at this part, which may lie over others for a while
 */
export function unreachable(window: Page, within = 'body'): Promise<string[]> {
  return window.evaluate((part) => {
    const found: string[] = [];
    const page = document.documentElement;
    if (page.scrollWidth > innerWidth + 1 || page.scrollHeight > innerHeight + 1)
      found.push(`the page is ${page.scrollWidth} × ${page.scrollHeight}`);
    const modal = document.querySelector('[role="dialog"][data-state="open"], [role="menu"]');
    const controls = 'button, input:not([type="file"]), select, textarea, [role="tab"], [role="slider"], summary';
    const looked = modal ?? document.querySelector(part)!;
    for (const control of looked.querySelectorAll<HTMLElement>(controls)) {
      if (control.closest('.unseen, [inert], [aria-hidden="true"]') || !control.checkVisibility()) continue;
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
      if (width < 3 || height < 3) continue;
      const name = (control.getAttribute('aria-label') ?? control.textContent ?? '').trim() || control.className;
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      let [rolls, away] = [false, false];
      for (let part = control.parentElement; part; part = part.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(part);
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        const edge = part.getBoundingClientRect();
        const out = left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 1 || bottom > edge.bottom + 1;
        const scrolls = [overflowX, overflowY].some((value) => value === 'auto' || value === 'scroll');
        if (scrolls) rolls = true;
        if (x < edge.left || x > edge.right || y < edge.top || y > edge.bottom) away = true;
        if (out && !rolls && edge.width > 2) found.push(`${name}: cut off by ${part.className}`);
      }
      if (rolls && away) continue;
      if (!rolls && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1))
        found.push(`${name}: outside of the window`);
      const hit = document.elementFromPoint(x, y);
      // The line between two panels is wider to the pointer than to the eye.
      if (hit?.matches('[role="separator"]')) continue;
      if (hit && !control.contains(hit) && !hit.contains(control) && !hit.closest('label')?.contains(control))
        found.push(`${name}: behind ${hit.tagName} ${hit.getAttribute('class')}`);
      if (control.tagName === 'BUTTON' && control.scrollWidth > control.clientWidth + 1)
        if (getComputedStyle(control).textOverflow !== 'ellipsis') found.push(`${name}: wider than its button`);
    }
    return [...new Set(found)];
  }, within);
}
