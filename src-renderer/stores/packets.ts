import { defineStore } from 'pinia';
import type { PacketView } from '#contract/packets.ts';
import type { HopRow } from '#contract/shapes.ts';
import { everyMove } from './follow.ts';
import { usePanels } from './panels.ts';
import { useSession } from './session.ts';

/** A packet as it is chosen: by one of its frames, or (null) by none. */
export interface PacketChoice {
  packet: number;
  frame: number | null;
}

interface Asked {
  /** Null: the host refused. A packet that is gone is no news for the person. */
  answer: Promise<PacketView | null>;
  /** What came; undefined: nothing yet. */
  come: PacketView | null | undefined;
}

/**
 * The hop a packet is chosen by where no event is pointed at: the newest one of that form, else the newest of any. `cursor`:
 * sequence number of the last event that counts. While time runs the host may have told of later ones, which no view shows yet.
 */
export function newestHop({ hops }: PacketView, frame: number | null, cursor: number): HopRow | undefined {
  const sent = hops.filter(({ seq }) => seq <= cursor);
  return sent.findLast((hop) => hop.frame === frame) ?? sent.at(-1);
}

/** Packets kept at most, of a few kB each; the one asked for first goes first. */
const KEPT = 200;

/**
 * What the host tells of packets at the moment under the cursor. Each is asked for once, whoever wants to know, and kept
 * until that moment or what lies behind it changes.
 */
export const usePackets = defineStore('packets', () => {
  const session = useSession();
  const panels = usePanels();
  let asked = new Map<string, Asked>();
  let moment: readonly unknown[] = [];

  /** All that was asked at this moment. */
  function atThisMoment(): Map<string, Asked> {
    const now = [session.host, session.history, everyMove()];
    if (now.some((part, k) => part !== moment[k])) asked = new Map();
    moment = now;
    return asked;
  }

  /** What is here of a packet; undefined: nothing, and it is not asked for. */
  function here({ packet, frame }: PacketChoice): PacketView | null | undefined {
    return atThisMoment().get(`${packet} ${frame}`)?.come;
  }

  /** What there is to know of a packet; null: the host does not know it. */
  function find({ packet, frame }: PacketChoice): Promise<PacketView | null> {
    const all = atThisMoment();
    const key = `${packet} ${frame}`;
    const known = all.get(key);
    if (known) return known.answer;
    const found: Asked = {
      answer: (session.host?.call('trace.packet', { packet, frame }) ?? Promise.resolve(null)).catch(() => null),
      come: undefined,
    };
    void found.answer.then((view) => (found.come = view));
    all.set(key, found);
    if (all.size > KEPT) all.delete(all.keys().next().value!);
    return found.answer;
  }

  /**
   * Asks for a packet that a person may choose next, and waits for it: what is chosen then is there in the picture of the
   * choice. Undefined: not now, for time runs or the inspector is folded away.
   */
  async function expect(choice: PacketChoice): Promise<PacketView | null | undefined> {
    return session.now?.playing === false && panels.of.right.shown ? await find(choice) : undefined;
  }

  return { here, find, expect };
});
