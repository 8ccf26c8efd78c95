import { computed } from 'vue';
import { defineStore } from 'pinia';
import type { ProgramRecord } from '#document/records.ts';
import type { Result } from '#contract/calls.ts';
import { useDocument } from './document.ts';
import { follow } from './follow.ts';

/** How one program of the drawing stands at the cursor. */
export type Standing = Result<'simulation.programs'>['programs'][number];

/** The programs of the drawing as they stand at the cursor. */
export const usePrograms = defineStore('programs', () => {
  const drawing = useDocument();
  const answer = follow('simulation.programs', () => ({}));
  const standing = computed(() => new Map((answer.value?.programs ?? []).map((one) => [one.id, one])));
  /** Those that run just now, in the order of the drawing. */
  const running = computed<ProgramRecord[]>(() =>
    drawing.programs.filter(({ id }) => standing.value.get(id)?.state === 'running'),
  );
  return { standing, running };
});
