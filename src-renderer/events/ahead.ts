import { onScopeDispose, watch } from 'vue';
import type { FactRow } from '#contract/shapes.ts';
import { everyMove } from '../stores/follow.ts';
import { usePackets, type PacketChoice } from '../stores/packets.ts';
import { useSession } from '../stores/session.ts';

/** Wall ms that a list must not have moved: it is read then, and one of its rows may be chosen. */
const REST = 100;

/** Has the packets of the rows that are drawn asked for as soon as the list and time have come to rest. */
export function useFoundAhead(rows: () => readonly (FactRow | undefined)[]): void {
  const session = useSession();
  const packets = usePackets();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    const found = rows().flatMap((row): PacketChoice[] =>
      row?.packet ? [{ packet: row.packet, frame: row.frame || null }] : [],
    );
    void packets.findAhead(found);
  };
  watch(
    [rows, everyMove, () => session.history],
    () => {
      clearTimeout(timer);
      if (session.now?.playing === false) timer = setTimeout(ask, REST);
    },
    { immediate: true, flush: 'post' },
  );
  onScopeDispose(() => clearTimeout(timer));
}
