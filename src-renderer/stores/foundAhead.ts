import { onScopeDispose, watch } from 'vue';
import { everyMove } from './follow.ts';
import { usePackets } from './packets.ts';
import { useSession } from './session.ts';

/** Wall ms that a list must not have moved: it is read then, and one of its rows may be chosen. */
const REST = 100;

/**
 * Has the packets of the rows that are drawn asked for as soon as the list and time have come to rest, one after another, so
 * that what somebody waits for comes after one of them at most. Rows that are not here yet are undefined; those of no packet
 * have number 0, as has a row of no frame.
 */
export function useFoundAhead(rows: () => readonly ({ packet: number; frame: number } | undefined)[]): void {
  const session = useSession();
  const packets = usePackets();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the lists: the newest alone is gone through. */
  let lists = 0;
  async function ask(): Promise<void> {
    const list = ++lists;
    for (const row of rows()) {
      if (!row || row.packet === 0) continue;
      const found = await packets.expect({ packet: row.packet, frame: row.frame || null });
      if (found === undefined || list !== lists) return;
    }
  }
  function leave(): void {
    clearTimeout(timer);
    lists++;
  }
  watch(
    [rows, everyMove, () => session.history, () => session.now?.playing],
    () => {
      leave();
      if (session.now?.playing === false) timer = setTimeout(() => void ask(), REST);
    },
    // When the rows are drawn: to look at them sooner would be to ask for them sooner.
    { immediate: true, flush: 'post' },
  );
  onScopeDispose(leave);
}
