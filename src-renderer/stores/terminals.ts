import { computed, ref, watch } from 'vue';
import { defineStore } from 'pinia';
import { hasNetworkLayer } from '#document/device-kinds.ts';
import { useDocument } from './document.ts';
import { oneOf, useKept, yesOrNo } from './kept.ts';
import { usePanels } from './panels.ts';
import type { PreferenceValue } from '#contract/preferences.ts';
import type { TerminalPlace } from './session.ts';

/** What lies under the drawing. */
const BELOW = ['events', 'drops', 'terminal'] as const;
export type Below = (typeof BELOW)[number];

/** The terminals that are open in this window, and whether they are in front. What is on them is the network's. */
export const useTerminals = defineStore('terminals', () => {
  const drawing = useDocument();
  const panels = usePanels();
  /** Which tab below the drawing is in front, kept for the next start. */
  const below = useKept().value<Below>('panel.below.tab', 'events', oneOf(BELOW));
  const open = ref<TerminalPlace[]>([]);
  /** Index of the one in front. */
  const front = ref(0);
  /** Two stand side by side, when there are two; kept for the next start. */
  const beside = useKept().value('terminal.beside', false, yesOrNo);
  /** Index of the one that was in front before. */
  const before = ref(-1);
  watch(front, (_now, old) => (before.value = old));
  /** Indexes of those that are seen, in the order of their titles. */
  const seen = computed(() => {
    if (open.value.length === 0) return [];
    const last = open.value.length - 1;
    const usable = before.value >= 0 && before.value <= last && before.value !== front.value;
    const other = usable ? before.value : front.value < last ? front.value + 1 : front.value - 1;
    return beside.value && other >= 0 ? [front.value, other].sort((a, b) => a - b) : [front.value];
  });
  /** Counts up when the one in front is to take the keyboard. */
  const calls = ref(0);
  const current = computed(() => open.value[front.value] ?? null);
  /** Devices that have terminals. */
  const hosts = computed(() => drawing.devices.filter(({ kind }) => hasNetworkLayer(kind)));

  /** Brings a terminal of a device to the front, opening one when none is open; `another`: one more in any case. */
  function show(device: string, another = false): void {
    const own = open.value.filter((place) => place.device === device);
    let at = open.value.findIndex((place) => place.device === device);
    if (another || at < 0) {
      let number = 1;
      while (own.some(({ terminal }) => terminal === `tty${number}`)) number++;
      at = open.value.push({ device, terminal: `tty${number}` }) - 1;
    }
    front.value = at;
    below.value = 'terminal';
    panels.of.below.shown = true;
    calls.value++;
  }

  /** Takes a terminal off the window; what runs in it runs on. */
  function close(at: number): void {
    open.value.splice(at, 1);
    if (front.value > at || front.value === open.value.length) front.value = Math.max(0, front.value - 1);
    if (open.value.length === 0) below.value = 'events';
  }

  /** Those of the project on screen, for a window that takes it over from this one. */
  const left = useKept().value<(TerminalPlace & Record<string, string>)[]>('terminal.open', [], places);
  watch([() => drawing.opened, open], () => (left.value = open.value.map((place) => ({ ...place }))), { deep: true });

  /** Shows the terminals again that the window before this one had open, those of devices that are drawn. */
  function showAgain(): void {
    open.value = left.value.filter(({ device }) => hosts.value.some(({ id }) => id === device));
  }

  // A device that is taken off the drawing takes its terminals along.
  watch(hosts, (there) => {
    for (let at = open.value.length - 1; at >= 0; at--) {
      if (!there.some(({ id }) => id === open.value[at]!.device)) close(at);
    }
  });

  return { below, open, front, before, beside, seen, calls, current, hosts, show, showAgain, close };
});

/** Accepts a list of terminals, with nothing else in it. */
function places(read: PreferenceValue): (TerminalPlace & Record<string, string>)[] | undefined {
  if (!Array.isArray(read)) return undefined;
  return read.flatMap((one) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return [];
    const { device, terminal } = one;
    return typeof device === 'string' && typeof terminal === 'string' ? [{ device, terminal }] : [];
  });
}
