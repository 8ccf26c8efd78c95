import { computed, type ComputedRef } from 'vue';
import { useSession } from '../../stores/session.ts';

/** How time stands, as far as it concerns what is real: it runs as the clock does, or why the real side waits. */
export function useRealTime(): ComputedRef<'clock' | 'past' | 'full' | 'paused'> {
  const session = useSession();
  return computed(() => {
    const { now } = session;
    if (now === null) return 'clock';
    if (now.facts > now.cursor) return 'past';
    if (now.playing) return 'clock';
    return now.stopped === 'trace-full' ? 'full' : 'paused';
  });
}
