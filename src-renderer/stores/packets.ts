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
  /** Null: the host refused, or was not there. A packet that is gone is no news for the person. */
  answer: Promise<PacketView | null>;
  /** What came; undefined: nothing yet. */
  come: PacketView | undefined;
}

/**
 * The hop a packet is chosen by where no event is pointed at: the newest one of that form, else the newest of any. `cursor`:
 * sequence number of the last event that counts. While time runs the host may have told of later ones, which no view shows yet.
 */
export function newestHop({ hops }: PacketView, frame: number | null, cursor: number): HopRow | undefined {
  const sent = hops.filter(({ seq }) => seq <= cursor);
  return sent.findLast((hop) => hop.frame === frame) ?? sent.at(-1);
}

/** Hops of the packets kept, of half a kB each, at most: a storm's packet has a thousand. What was asked for first goes first. */
const HOPS_KEPT = 4000;

/**
 * What the host tells of packets at the moment under the cursor. Each is asked for once, whoever wants to know, and kept
 * until that moment or what lies behind it changes.
 */
export const usePackets = defineStore('packets', () => {
  const session = useSession();
  const panels = usePanels();
  let asked = new Map<string, Asked>();
  let hops = 0;
  let moment: readonly unknown[] = [];

  /** All that was asked at this moment. */
  function atThisMoment(): Map<string, Asked> {
    const now = [session.host, session.history, everyMove()];
    if (now.some((part, k) => part !== moment[k])) [asked, hops] = [new Map(), 0];
    moment = now;
    return asked;
  }

  /** What is here of a packet; undefined: nothing, and it is not asked for. */
  function here({ packet, frame }: PacketChoice): PacketView | undefined {
    return atThisMoment().get(`${packet} ${frame}`)?.come;
  }

  /** What there is to know of a packet; null: the host does not say. */
  function find({ packet, frame }: PacketChoice): Promise<PacketView | null> {
    const all = atThisMoment();
    const key = `${packet} ${frame}`;
    const known = all.get(key);
    if (known) return known.answer;
    const answer = session.host?.call('trace.packet', { packet, frame }).catch(() => null) ?? Promise.resolve(null);
    const found: Asked = { answer, come: undefined };
    all.set(key, found);
    void answer.then((view) => {
      if (asked.get(key) !== found) return;
      // Who was not answered, for the way to the host was lost, may be when they ask again.
      if (view === null) asked.delete(key);
      else keep(found, view);
    });
    return answer;
  }

  function keep(found: Asked, view: PacketView): void {
    found.come = view;
    hops += sizeOf(found);
    for (const [key, old] of asked) {
      if (hops <= HOPS_KEPT) return;
      hops -= sizeOf(old);
      asked.delete(key);
    }
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

/** What it takes to keep an answer, in hops: one that was nowhere takes as much as one. On its way it takes nothing yet. */
const sizeOf = ({ come }: Asked): number => (come ? Math.max(1, come.hops.length) : 0);
