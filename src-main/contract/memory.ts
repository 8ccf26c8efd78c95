import type { Channel } from './channel.ts';
import { plain } from './plain.ts';

/**
 * Two ends of one channel inside one process. A message is copied when posted and delivered in a later microtask, in order,
 * as a port would do it. Closing either end closes both; what was posted before still arrives.
 */
export function memoryPair(): [Channel, Channel] {
  let open = true;
  const ends = [end(), end()] as const;

  function end() {
    return { heard: (_message: unknown): void => {}, closed: (): void => {} };
  }

  function channel(mine: (typeof ends)[number], other: (typeof ends)[number]): Channel {
    return {
      post(message) {
        const copy = plain(message, true);
        if (open) void Promise.resolve().then(() => other.heard(copy));
      },
      onMessage(heard) {
        mine.heard = heard;
      },
      onClose(closed) {
        mine.closed = closed;
      },
      close() {
        if (!open) return;
        open = false;
        void Promise.resolve().then(() => {
          mine.closed();
          other.closed();
        });
      },
    };
  }
  return [channel(ends[0], ends[1]), channel(ends[1], ends[0])];
}
