import { computed, ref } from 'vue';
import { defineStore } from 'pinia';
import { PROTOCOLS } from '#contract/shapes.ts';
import { useKept, yesOrNo } from './kept.ts';

/** One of the protocols packets are told apart by on the drawing. */
export type Layer = (typeof PROTOCOLS)[number];

/** What can be shown on the drawing besides devices and cables, in the order of the menu; and what is unless one wants otherwise. */
export const PARTS = {
  addresses: true,
  ports: true,
  macs: false,
  areas: false,
  use: false,
  queues: true,
  badges: true,
  flows: false,
} as const;
export type Part = keyof typeof PARTS;

/** Stretches of time that use of cables can be told of, ns. */
export const STRETCHES = [1e6, 1e7, 1e8, 1e9, 1e10] as const;

/** What of the network is shown on the drawing: remembered, for it is a way of looking, not part of the project. */
export const useShown = defineStore('shown', () => {
  const kept = useKept();
  const names = Object.keys(PARTS) as Part[];
  const each = names.map((part) => kept.value<boolean>(`canvas.show.${part}`, PARTS[part], yesOrNo));
  const parts = computed<Readonly<Record<Part, boolean>>>((before) => {
    if (before !== undefined && names.every((part, index) => before[part] === each[index]!.value)) return before;
    return Object.fromEntries(names.map((part, index) => [part, each[index]!.value])) as Record<Part, boolean>;
  });
  const hiddenNames = kept.value<string>('canvas.hidden', '', (read) => (typeof read === 'string' ? read : undefined));
  /** Protocols whose packets are not drawn. */
  const hidden = computed<ReadonlySet<Layer>>(() => {
    const written = hiddenNames.value.split(' ');
    return new Set(PROTOCOLS.filter((layer) => written.includes(layer)));
  });
  /** ns before the cursor that use of cables is told of. */
  const stretch = kept.value<number>('canvas.stretch', 1e8, (read) => STRETCHES.find((one) => one === read));
  /** The menu with all of this is open. */
  const menuOpen = ref(false);
  /** By index into PROTOCOLS, whether its packets are drawn. */
  const drawn = computed(() => PROTOCOLS.map((layer) => !hidden.value.has(layer)));

  function hide(layers: Iterable<Layer>): void {
    hiddenNames.value = [...layers].join(' ');
  }
  function toggle(part: Part): void {
    const one = each[names.indexOf(part)]!;
    one.value = !one.value;
  }
  function toggleLayer(layer: Layer): void {
    const next = new Set(hidden.value);
    if (!next.delete(layer)) next.add(layer);
    hide(next);
  }
  /** Shows the packets of one protocol alone; of all again, when it is alone already. */
  function only(layer: Layer): void {
    const alone = PROTOCOLS.every((other) => hidden.value.has(other) === (other !== layer));
    hide(alone ? [] : PROTOCOLS.filter((other) => other !== layer));
  }
  /** Shows what is shown unless one wants otherwise. */
  const asUsual = (): void => kept.forget(['canvas.show', 'canvas.hidden', 'canvas.map']);

  return { parts, hidden, stretch, menuOpen, drawn, toggle, toggleLayer, only, asUsual };
});
