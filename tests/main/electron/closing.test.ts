import { describe, expect, it } from 'vitest';
import { Closing } from '#electron/closing.ts';
import type { Parting } from '#electron/dialogs.ts';

function window() {
  const done: string[] = [];
  let answer = (_parting: Parting): void => {};
  let asked = 0;
  const closing = new Closing({
    ask: () => {
      asked += 1;
      return new Promise((resolve) => (answer = resolve));
    },
    save: () => done.push('save'),
    discard: async () => void done.push('discard'),
    close: () => done.push('close'),
    stay: () => done.push('stay'),
  });
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    closing,
    done,
    asked: () => asked,
    answer: (parting: Parting) => {
      answer(parting);
      return settled();
    },
  };
}

describe('closing a window', () => {
  it('just happens when all is saved', () => {
    const { closing, asked } = window();
    expect(closing.mayClose()).toBe(true);
    closing.tell(true);
    closing.tell(false);
    expect([closing.mayClose(), asked()]).toEqual([true, 0]);
  });

  it('asks once, however often it is tried', () => {
    const { closing, asked } = window();
    closing.tell(true);
    expect([closing.mayClose(), closing.mayClose(), asked()]).toEqual([false, false, 1]);
  });

  it('stays when the person cancels, and asks again the next time', async () => {
    const { closing, done, asked, answer } = window();
    closing.tell(true);
    closing.mayClose();
    await answer('cancel');
    expect(done).toEqual(['stay']);
    expect([closing.mayClose(), asked()]).toEqual([false, 2]);
  });

  it('closes after the drawing was thrown away', async () => {
    const { closing, done, answer } = window();
    closing.tell(true);
    closing.mayClose();
    await answer('discard');
    expect(done).toEqual(['discard', 'close']);
    expect(closing.mayClose()).toBe(true);
  });

  it('closes as soon as it is saved, and not before', async () => {
    const { closing, done, answer } = window();
    closing.tell(true);
    closing.mayClose();
    await answer('save');
    expect(done).toEqual(['save']);
    closing.tell(false);
    expect(done).toEqual(['save', 'close']);
  });

  it('does not close at a later save when this one was cancelled', async () => {
    const { closing, done, answer } = window();
    closing.tell(true);
    closing.mayClose();
    await answer('save');
    closing.saveCancelled();
    closing.tell(false);
    expect(done).toEqual(['save', 'stay']);
  });

  it('does not close at a later save when the person went on drawing', async () => {
    const { closing, done, answer } = window();
    closing.tell(true);
    closing.mayClose();
    await answer('save');
    closing.tell(true);
    closing.tell(false);
    expect(done).toEqual(['save']);
  });

  it('closes at once when it was saved while the question stood', async () => {
    const { closing, done, answer } = window();
    closing.tell(true);
    closing.mayClose();
    closing.tell(false);
    await answer('save');
    expect(done).toEqual(['close']);
  });
});
