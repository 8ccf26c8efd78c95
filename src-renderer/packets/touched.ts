import { computed, type ComputedRef } from 'vue';
import { explain, type ExplainedLayer } from '#engine/wire/explain.ts';
import { follow } from '../stores/follow.ts';
import { useTouch, type TouchQuestion } from '../stores/touch.ts';

/** The frame of the packet on its way that a dialog asks about; nothing while another dialog, or none, is open. */
export function useTouchedFrame(question: TouchQuestion): {
  /** Its bytes as they would be on the cable, the FCS last. */
  whole: ComputedRef<Uint8Array>;
  /** The same without the FCS. */
  bytes: ComputedRef<Uint8Array>;
  layers: ComputedRef<readonly ExplainedLayer[]>;
} {
  const touch = useTouch();
  const frame = follow('trace.frame', () =>
    touch.asking === question && touch.target ? { frame: touch.target.frame } : null,
  );
  const bytes = computed(() => frame.value?.bytes ?? new Uint8Array(0));
  return {
    bytes,
    layers: computed(() => (frame.value ? explain(frame.value.bytes, frame.value.fcs) : [])),
    whole: computed(() => (frame.value ? withFcs(frame.value.bytes, frame.value.fcs) : new Uint8Array(0))),
  };
}

/** The bytes of a frame with its FCS behind them, as it is sent: the low byte first (IEEE 802.3 §3.2.9). */
export function withFcs(bytes: Uint8Array, fcs: number): Uint8Array {
  const all = new Uint8Array(bytes.length + 4);
  all.set(bytes);
  new DataView(all.buffer).setUint32(bytes.length, fcs, true);
  return all;
}
