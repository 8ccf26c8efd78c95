import { computed, type ComputedRef } from 'vue';
import { follow } from '../../stores/follow.ts';
import { useSelection } from '../../stores/selection.ts';
import type { Leg } from '../ground/painting.ts';

/**
 * The way of what is chosen: of the packet, else of the connection looked at. What lies behind the cursor is known as far
 * as it was lived.
 */
export function useChosenPath(): ComputedRef<readonly Leg[]> {
  const selection = useSelection();
  const answer = follow('network.path', () => {
    if (selection.packet !== null) return { of: { packet: selection.packet } };
    return selection.conversation === null ? null : { of: { conversation: selection.conversation } };
  });
  return computed(() => {
    const path = answer.value;
    if (!path) return [];
    return path.cable.map((cable, index) => ({
      cable,
      direction: path.direction[index] === 1 ? 1 : 0,
      taken: path.taken[index]! > 0,
    }));
  });
}
