/** What is written at a drop, as it would stand if it were alone; CSS pixels of the drawing. */
export interface DropLabel {
  text: string;
  left: number;
  top: number;
  width: number;
  /** It belongs to the daily work of a network, and is written quietly. */
  usual: boolean;
  /** 0 … 1, how much of it is still to be seen. */
  fade: number;
}

/** A label in its place, and for how many drops it speaks. */
export interface PlacedLabel extends DropLabel {
  count: number;
}

/** Height of a label, px. */
export const LABEL_HEIGHT = 20;
/** px between two labels that had to make room for each other. */
const GAP = 2;

/**
 * Labels of drops so that each can be read: equal ones that would cover each other become one that counts, others move down
 * until they are free.
 */
export function placeLabels(labels: readonly DropLabel[]): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    const same = placed.find((other) => other.text === label.text && near(other, label));
    if (same !== undefined) {
      same.count++;
      same.top = Math.max(same.top, label.top);
      same.fade = Math.max(same.fade, label.fade);
    } else placed.push({ ...label, count: 1 });
  }
  placed.sort((a, b) => a.top - b.top);
  placed.forEach((label, index) => {
    for (const above of placed.slice(0, index)) {
      if (covers(above, label)) label.top = above.top + LABEL_HEIGHT + GAP;
    }
  });
  return placed;
}

/** Whether two equal labels stand so close that one does for both. */
function near(one: DropLabel, other: DropLabel): boolean {
  const across = Math.abs(one.left - other.left);
  return across < one.width && Math.abs(one.top - other.top) < LABEL_HEIGHT * 2;
}

function covers(one: DropLabel, other: DropLabel): boolean {
  const across = one.left < other.left + other.width && other.left < one.left + one.width;
  return across && one.top < other.top + LABEL_HEIGHT && other.top < one.top + LABEL_HEIGHT;
}
