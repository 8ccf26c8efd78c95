import { computed, ref, shallowRef, watch } from 'vue';
import { defineStore } from 'pinia';
import { PROTOCOLS } from '#contract/shapes.ts';

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

const KEY = 'hopscope.shown';

/** What of the network is shown on the drawing: kept on this machine, for it is a way of looking, not part of the project. */
export const useShown = defineStore('shown', () => {
  const kept = read();
  const parts = shallowRef<Readonly<Record<Part, boolean>>>({ ...PARTS, ...kept.parts });
  /** Protocols whose packets are not drawn. */
  const hidden = shallowRef<ReadonlySet<Layer>>(new Set(kept.hidden));
  /** ns before the cursor that use of cables is told of. */
  const stretch = ref<number>(kept.stretch ?? 1e8);
  /** By index into PROTOCOLS, whether its packets are drawn. */
  const drawn = computed(() => PROTOCOLS.map((layer) => !hidden.value.has(layer)));

  function toggle(part: Part): void {
    parts.value = { ...parts.value, [part]: !parts.value[part] };
  }
  function toggleLayer(layer: Layer): void {
    const next = new Set(hidden.value);
    if (!next.delete(layer)) next.add(layer);
    hidden.value = next;
  }
  /** Shows the packets of one protocol alone; of all again, when it is alone already. */
  function only(layer: Layer): void {
    const alone = PROTOCOLS.every((other) => hidden.value.has(other) === (other !== layer));
    hidden.value = new Set(alone ? [] : PROTOCOLS.filter((other) => other !== layer));
  }

  watch([parts, hidden, stretch], () => {
    try {
      localStorage.setItem(
        KEY,
        JSON.stringify({ parts: parts.value, hidden: [...hidden.value], stretch: stretch.value }),
      );
    } catch {
      // A browser that keeps nothing still works; it just asks again next time.
    }
  });

  return { parts, hidden, stretch, drawn, toggle, toggleLayer, only };
});

function read(): { parts?: Partial<Record<Part, boolean>>; hidden?: Layer[]; stretch?: number } {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    const parts = Object.entries((kept['parts'] ?? {}) as Record<string, unknown>).filter(
      ([part, on]) => Object.hasOwn(PARTS, part) && typeof on === 'boolean',
    );
    const hidden = Array.isArray(kept['hidden']) ? kept['hidden'] : [];
    return {
      parts: Object.fromEntries(parts) as Partial<Record<Part, boolean>>,
      hidden: PROTOCOLS.filter((layer) => hidden.includes(layer)),
      ...(STRETCHES.some((each) => each === kept['stretch']) ? { stretch: Number(kept['stretch']) } : {}),
    };
  } catch {
    return {};
  }
}
