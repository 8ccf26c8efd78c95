// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeDocument } from '#document/write.ts';
import { starterDocument } from '#document/starter.ts';
import { commandOf } from '#renderer/commands/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useWork } from '#renderer/stores/work.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

let written: (bytes: Uint8Array<ArrayBuffer>) => void;
let share: number | null;
let asked: number;

beforeEach(async () => {
  setActivePinia(createPinia());
  [share, asked] = [null, 0];
  const host = new ScriptedHost({
    'simulation.open': () => nowOf({ facts: 5, cursor: 5 }),
    'notes.capture': () => new Promise((resolve) => (written = (bytes) => resolve({ bytes }))),
    'notes.written': () => {
      asked++;
      return { share };
    },
  });
  useSession().start(host);
  await useDocument().open(writeDocument(starterDocument()));
  await settle();
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

it('a capture that takes long says how much of it is written, until it is there or given up', async () => {
  const work = useWork();
  const done = commandOf('figure.capture-all').perform();
  await vi.advanceTimersByTimeAsync(600);
  expect(work.shown?.name).toBe('capture');
  expect(work.shown?.done?.()).toBeNull();
  share = 0.4;
  await vi.advanceTimersByTimeAsync(250);
  expect(work.shown?.done?.()).toBe(0.4);
  work.shown?.cancel?.();
  await done;
  expect(work.shown).toBeNull();
  const before = asked;
  written(new Uint8Array(1));
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toBe(before);
});
