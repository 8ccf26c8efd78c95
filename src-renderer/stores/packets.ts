import { defineStore } from 'pinia';
import type { PacketView } from '#contract/packets.ts';
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
  /** Counts the lists that were asked for ahead: the newest alone is gone through. */
  let lists = 0;

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
   * Asks for packets a person may choose next, while time stands and the inspector could show them: one after another, so
   * that what somebody waits for comes after one of them at most. What is chosen then is there in the picture of the choice.
   */
  async function findAhead(choices: readonly PacketChoice[]): Promise<void> {
    const list = ++lists;
    for (const choice of choices) {
      if (list !== lists || session.now?.playing !== false || !panels.of.right.shown) return;
      await find(choice);
    }
  }

  return { here, find, findAhead };
});
