import { ref } from 'vue';
import { defineStore } from 'pinia';

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

/** What the event list tells of each event. */
export const useEventColumns = defineStore('eventColumns', () => {
  const shown = ref<ReadonlySet<Column>>(new Set<Column>(['number', 'time', 'device', 'event', 'packet']));
  const clock = ref<ListClock>('start');
  /** Simulated time of the event that times are counted from, ns; null: none was chosen. */
  const origin = ref<number | null>(null);

  function toggle(column: Column): void {
    if (column === 'event') return;
    const next = new Set(shown.value);
    if (!next.delete(column)) next.add(column);
    shown.value = next;
  }

  /** Counts times from somewhere else. `chosen`: the time of the event to count from, ns. */
  function count(from: ListClock, chosen: number | null = null): void {
    clock.value = from;
    origin.value = from === 'chosen' ? chosen : null;
  }

  return { shown, clock, origin, toggle, count };
});
