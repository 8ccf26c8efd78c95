import { computed, type ComputedRef } from 'vue';
import { follow } from '../../stores/follow.ts';
import { useSelection } from '../../stores/selection.ts';

/** Ids of the cables the chosen packet crossed so far. */
export function usePacketPath(): ComputedRef<string[]> {
  const selection = useSelection();
  const hops = follow('trace.hops', () => (selection.packet === null ? null : { packet: selection.packet }));
  return computed(() => [...new Set((hops.value?.hops ?? []).flatMap(({ cable }) => (cable === null ? [] : [cable])))]);
}
