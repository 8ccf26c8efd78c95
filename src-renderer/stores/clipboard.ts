import { ref } from 'vue';
import { defineStore } from 'pinia';
import { clipboardText, pasted } from '#document/clipboard.ts';
import { diffOf } from '#document/diff.ts';
import { isProblem } from '#document/problem.ts';
import type { Placement } from '#document/records.ts';
import { useDocument } from './document.ts';
import { useNotices } from './notices.ts';
import { useSelection } from './selection.ts';

/** How far a second paste at the same place stands from the first, drawing units. */
const STEP = 30;

/** Copies on their way: as text, through the clipboard of the system, to this window or another. */
export const useClipboard = defineStore('clipboard', () => {
  const drawing = useDocument();
  const selection = useSelection();
  /** What this window copied last, for a host that does not let a page read the clipboard. */
  const held = ref<string | null>(null);
  /** Where on the drawing the pointer is; null: elsewhere. Pasted things come there. */
  const pointer = ref<Placement | null>(null);
  let last = { at: '', times: 0 };

  /** The text that copies what is chosen; null: nothing chosen can be copied. */
  function copy(): string | null {
    const text = clipboardText(selection.things, drawing.records);
    if (text !== null) held.value = text;
    last = { at: '', times: 0 };
    return text;
  }

  /** The same, and takes it off the drawing. */
  function cut(): string | null {
    const text = copy();
    if (text !== null) {
      drawing.remove(selection.things);
      selection.chooseThings([]);
    }
    return text;
  }

  /** Puts what a text brings on the drawing and chooses it. False, and the person told why, when it is no drawing. */
  function paste(text: string): boolean {
    const answer = pasted(text, place(), drawing.records);
    if (isProblem(answer)) {
      useNotices().tell(answer);
      return false;
    }
    if (!drawing.change('paste', diffOf(drawing.records, answer.records))) return false;
    const drawn = answer.records.filter(({ type }) => type !== 'program' && type !== 'rule' && type !== 'cable');
    selection.chooseThings(drawn.map(({ id }) => id));
    return true;
  }

  function place(): Placement | null {
    if (!pointer.value) return null;
    const { x, y } = pointer.value;
    const at = `${Math.round(x)} ${Math.round(y)}`;
    last = { at, times: last.at === at ? last.times + 1 : 0 };
    return { x: Math.round(x) + last.times * STEP, y: Math.round(y) + last.times * STEP };
  }

  return { held, pointer, copy, cut, paste };
});
