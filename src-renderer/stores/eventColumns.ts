import { computed, ref } from 'vue';
import { defineStore } from 'pinia';
import { oneOf, useKept } from './kept.ts';

/** Columns of the event list, in the order in which they stand. What happened, in words, is always there. */
export const COLUMNS = [
  'number',
  'time',
  'device',
  'source',
  'destination',
  'length',
  'cause',
  'event',
  'packet',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What the column of times counts from: the start of the run, the event above, or one event a person has chosen. */
export const CLOCKS = ['start', 'before', 'chosen'] as const;
export type ListClock = (typeof CLOCKS)[number];

const USUAL: readonly Column[] = ['number', 'time', 'device', 'event', 'packet'];

/** What the event list tells of each event; remembered, but for an event that times are counted from. */
export const useEventColumns = defineStore('eventColumns', () => {
  const kept = useKept();
  const names = kept.value<string>('events.columns', USUAL.join(' '), (read) =>
    typeof read === 'string' ? read : undefined,
  );
  const shown = computed<ReadonlySet<Column>>(() => {
    const wanted = new Set(names.value.split(' '));
    return new Set(COLUMNS.filter((column) => column === 'event' || wanted.has(column)));
  });
  const clockKept = kept.value<ListClock>('events.clock', 'start', oneOf(CLOCKS));
  /** Simulated time of the event that times are counted from, ns; null: none was chosen. */
  const origin = ref<number | null>(null);
  const clock = computed<ListClock>(() =>
    clockKept.value === 'chosen' && origin.value === null ? 'start' : clockKept.value,
  );

  function toggle(column: Column): void {
    const next = new Set(shown.value);
    if (!next.delete(column)) next.add(column);
    names.value = COLUMNS.filter((each) => next.has(each)).join(' ');
  }

  /** Counts times from somewhere else. `chosen`: the time of the event to count from, ns. */
  function count(from: ListClock, chosen: number | null = null): void {
    clockKept.value = from;
    origin.value = from === 'chosen' ? chosen : null;
  }

  return { shown, clock, origin, toggle, count };
});
