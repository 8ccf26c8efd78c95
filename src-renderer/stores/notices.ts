import { ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { Problem } from '#contract/shapes.ts';

/** Something said to the person, until they or time take it away. */
export interface Notice {
  id: number;
  problem: Problem;
  /** `good` is news, `bad` is a refusal. */
  tone: 'bad' | 'good';
  /** Takes back what it tells of; left out: that cannot be. */
  undo?: () => void;
}

/** What becomes of a future already lived when something is done before it; null: then nothing is to be done. */
export type FutureChoice = { future: 'replace' } | { future: 'keep'; name: string } | null;

/** What becomes of a drawing that is in no file before another takes its place; null: then it stays. */
export type UnsavedChoice = 'save' | 'lose' | null;

/** Notices shown at once; an older one makes room. */
const MOST = 4;

/** What is said to the person, and what they are asked. Words are in the locales; here are only names and parameters. */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([]);
  /** Somebody looks at them closely: none goes by itself. */
  const held = ref(false);
  const question = shallowRef<Problem | null>(null);
  let answer: ((yes: boolean) => void) | null = null;
  let kept: string | null = null;
  let first = false;
  let count = 0;

  /**
   * Tells why something could not be done (`problem.<name>`), or news (`notices.news.<name>`) with tone `good`; with `undo`
   * it offers to take that back. Its number.
   */
  function tell(problem: Problem, tone: Notice['tone'] = 'bad', undo?: () => void): number {
    const same = notices.value.find((notice) => JSON.stringify(notice.problem) === JSON.stringify(problem));
    if (same && !undo && !same.undo) return same.id;
    const others = notices.value.filter((notice) => notice !== same);
    notices.value = [...others, { id: ++count, problem, tone, ...(undo ? { undo } : {}) }].slice(-MOST);
    return count;
  }

  /** Takes back what a notice tells of, and puts the notice away. */
  function takeBack(id: number): void {
    const notice = notices.value.find((one) => one.id === id);
    dismiss(id);
    notice?.undo?.();
  }

  function dismiss(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }

  /** Asks a question with yes and no (`notices.questions.<name>`). A question still open is answered with no. */
  function ask(asked: Problem): Promise<boolean> {
    reply(false);
    question.value = asked;
    return new Promise((resolve) => (answer = resolve));
  }

  function reply(yes: boolean): void {
    question.value = null;
    const waiting = answer;
    answer = null;
    waiting?.(yes);
  }

  /** Asks what is to become of the lived future. Yes: it is replaced; {@link keep}: it is kept under a name. */
  async function askFuture(): Promise<FutureChoice> {
    kept = null;
    if (!(await ask({ name: 'new-future', parameters: {} }))) return null;
    return kept === null ? { future: 'replace' } : { future: 'keep', name: kept };
  }

  /** Answers the question about the future: the old one is to be kept. */
  function keep(name: string): void {
    kept = name;
    reply(true);
  }

  /** Asks what is to become of changes that were not saved. Yes: they are lost; {@link saveFirst}: they are saved before. */
  async function askUnsaved(title: string): Promise<UnsavedChoice> {
    first = false;
    if (!(await ask({ name: 'unsaved', parameters: { title } }))) return null;
    return first ? 'save' : 'lose';
  }

  /** Answers the question about unsaved changes: they are to be saved before anything else is done. */
  function saveFirst(): void {
    first = true;
    reply(true);
  }

  return { notices, held, question, tell, dismiss, takeBack, ask, reply, askFuture, keep, askUnsaved, saveFirst };
});
