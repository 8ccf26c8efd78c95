/** What is measured in the page. Each runs there, so it may use nothing but its arguments. */

/** How evenly pictures came. */
export interface Frames {
  /** Pictures in all, and a second. */
  pictures: number;
  perSecond: number;
  /** ms between two pictures: the middle one, and the one that only 1 in 20 is longer than. */
  median: number;
  ninetyFifth: number;
  longest: number;
}

/** Counts the pictures of `ms` of wall time. `each` is called before each of them with its number. */
export function framesOf({ ms, scroll }: { ms: number; scroll: number }): Promise<Frames & { holes: number }> {
  return new Promise((resolve) => {
    const gaps: number[] = [];
    const list = document.querySelector<HTMLElement>('[role="listbox"][aria-label^="Events"]');
    const began = performance.now();
    let before = 0;
    let [rows, holes] = [0, 0];
    const frame = (now: number): void => {
      if (before > 0) gaps.push(now - before);
      before = now;
      if (scroll !== 0 && list !== null) {
        list.scrollTop = (list.scrollTop + scroll) % Math.max(1, list.scrollHeight - list.clientHeight);
        for (const row of list.querySelectorAll('[role="option"]')) {
          rows++;
          if ((row.textContent ?? '').trim().length < 8) holes++;
        }
      }
      if (performance.now() - began < ms) return void requestAnimationFrame(frame);
      const sorted = gaps.toSorted((one, other) => one - other);
      const at = (share: number): number =>
        Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
      const perSecond = Math.round((gaps.length * 10_000) / gaps.reduce((sum, gap) => sum + gap, 0)) / 10;
      resolve({
        pictures: gaps.length,
        perSecond,
        median: at(0.5),
        ninetyFifth: at(0.95),
        longest: at(1),
        holes: rows === 0 ? 0 : Math.round((holes / rows) * 1000) / 1000,
      });
    };
    requestAnimationFrame(frame);
  });
}

/** The rows on screen of which each is a packet, and not the chosen one: of what happened, and of what is on its way. */
export const OTHER_PACKETS = {
  events: '[role="listbox"][aria-label^="Events"] [role="option"][aria-selected="false"]:has(.packet)',
  flights: '.packet-list [role="option"][aria-selected="false"]',
};

/**
 * ms from a click on a packet in a list until nothing in the page changes any more and the next picture is there: all views
 * that follow the selection have followed. `row`: which of the rows that `others` finds.
 */
export function selectionOf({ others, row }: { others: string; row: number }): Promise<number> {
  return new Promise((resolve) => {
    const QUIET = 300;
    const rows = [...document.querySelectorAll<HTMLElement>(others)];
    const chosen = rows[row % rows.length]!;
    let last = 0;
    const watcher = new MutationObserver(() => {
      const seen = performance.now();
      requestAnimationFrame(() => (last = Math.max(last, seen, performance.now())));
    });
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    const began = performance.now();
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
      chosen.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }
    setTimeout(() => {
      watcher.disconnect();
      resolve(last === 0 ? 0 : last - began);
    }, QUIET + 500);
  });
}
