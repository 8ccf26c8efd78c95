import { computed } from 'vue';
import { defineStore } from 'pinia';
import type { ProgramRecord } from '#document/records.ts';
import type { Result } from '#contract/calls.ts';
import { useDocument } from './document.ts';
import { everyMove, follow } from './follow.ts';

/** How one program of the drawing stands at the cursor. */
export type Standing = Result<'simulation.programs'>['programs'][number];

/** A process that runs and is no program of the drawing: typed at a terminal, say. */
export type Process = Result<'simulation.programs'>['processes'][number];

/** Wall ms between two questions while time runs: there may be a thousand programs, and few begin or end. */
const REST = 150;

/** The programs of the drawing as they stand at the cursor. */
export const usePrograms = defineStore('programs', () => {
  const drawing = useDocument();
  const answer = follow('simulation.programs', () => ({}), everyMove, REST);
  // Asked many times a second, the answer is mostly the same as before: then nothing that shows it is drawn again.
  const standing = computed<ReadonlyMap<string, Standing>>((before) => {
    const programs = answer.value?.programs ?? [];
    const same = before?.size === programs.length && programs.every((one) => isSame(before.get(one.id), one));
    return same ? before : new Map(programs.map((one) => [one.id, one]));
  });
  /** Those that run just now, in the order of the drawing. */
  const running = computed<ProgramRecord[]>(() =>
    drawing.programs.filter(({ id }) => standing.value.get(id)?.state === 'running'),
  );
  /** What else runs just now: typed at a terminal, or started by another program. */
  const processes = computed<Process[]>(() => answer.value?.processes ?? []);
  return { standing, running, processes };
});

function isSame(one: Standing | undefined, other: Standing): boolean {
  return one !== undefined && one.state === other.state && one.status === other.status && one.next === other.next;
}
