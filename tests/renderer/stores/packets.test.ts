// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import type { PacketView } from '#contract/packets.ts';
import type { HopRow } from '#contract/shapes.ts';
import { newestHop, usePackets } from '#renderer/stores/packets.ts';
import { usePanels } from '#renderer/stores/panels.ts';
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

/** Answers that wait to be given, oldest first. */
let waiting: ((view: PacketView) => void)[];
let host: ScriptedHost;
let packets: ReturnType<typeof usePackets>;
const HOP = { seq: 1, frame: 1 } as HopRow;
const VIEW: PacketView = { hops: [], frame: null, notes: [] };
const asked = () => host.asked('trace.packet').map(({ packet }) => packet);
const choice = (packet: number) => ({ packet, frame: null });
async function answerNext(): Promise<void> {
  waiting.shift()!(VIEW);
  await settle();
}

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
  waiting = [];
  host = new ScriptedHost({ 'trace.packet': () => new Promise((answer) => waiting.push(answer)) });
  useSession().start(host);
  host.announce('now', nowOf({ facts: 9, cursor: 9 }));
  packets = usePackets();
});

describe('what is known of packets at one moment', () => {
  it('is asked for once each, whoever wants to know, and is here from then on', async () => {
    const [one, other] = [packets.find(choice(4)), packets.find(choice(4))];
    expect(packets.here(choice(4)), 'on its way').toBeUndefined();
    await answerNext();
    expect(await one).toBe(await other);
    expect(packets.here(choice(4))).toBe(await one);
    expect(packets.here({ packet: 4, frame: 2 }), 'another form of it').toBeUndefined();
    expect(asked()).toEqual([4]);
  });

  it('is nothing where the way to the host was lost, and asked for again when it is back', async () => {
    const answer = host.answers['trace.packet'];
    host.answers['trace.packet'] = () => Promise.reject(new Error('lost'));
    expect(await packets.find(choice(4))).toBeNull();
    expect(packets.here(choice(4))).toBeUndefined();
    host.answers['trace.packet'] = answer;
    const again = packets.find(choice(4));
    await answerNext();
    expect(await again).toBe(VIEW);
  });

  it.each([
    ['the cursor moves', { facts: 9, cursor: 8 }],
    ['more has happened', { facts: 10, cursor: 9 }],
    ['the drawing is another one', { facts: 9, cursor: 9, version: 1 }],
  ])('is forgotten when %s', async (_, next) => {
    const before = packets.find(choice(4));
    await answerNext();
    const late = packets.find(choice(5));
    host.announce('now', nowOf(next));
    await answerNext();
    await Promise.all([before, late]);
    expect([packets.here(choice(4)), packets.here(choice(5))]).toEqual([undefined, undefined]);
    void packets.find(choice(4));
    expect(asked()).toEqual([4, 5, 4]);
  });

  it('is kept of some packets, not of all that were ever looked at, and of fewer that a storm sent everywhere', async () => {
    const seen = async (hops: number, count: number): Promise<number> => {
      host.announce('now', nowOf({ facts: 9, cursor: 9, version: hops }));
      host.answers['trace.packet'] = () => ({ ...VIEW, hops: Array.from({ length: hops }, () => HOP) });
      for (let packet = 1; packet <= count; packet++) await packets.find(choice(packet));
      const kept = Array.from({ length: count }, (_, k) => packets.here(choice(k + 1)) !== undefined);
      expect(kept.at(-1), 'the newest').toBe(true);
      return kept.filter(Boolean).length;
    };
    expect(await seen(10, 500)).toBe(400);
    expect(await seen(1000, 20)).toBe(4);
  });
});

describe('a packet that may be chosen next', () => {
  it('is asked for, and here when it has come', async () => {
    const expected = packets.expect(choice(4));
    await answerNext();
    expect(await expected).toBe(VIEW);
    expect(packets.here(choice(4))).toBe(VIEW);
    expect(await packets.expect(choice(4))).toBe(VIEW);
    expect(asked()).toEqual([4]);
  });

  it('is not asked for while time runs', async () => {
    host.announce('now', nowOf({ facts: 9, cursor: 9, playing: true }));
    expect(await packets.expect(choice(4))).toBeUndefined();
    expect(asked()).toEqual([]);
  });

  it('is not asked for while the inspector is folded away', async () => {
    usePanels().of.right.shown = false;
    expect(await packets.expect(choice(4))).toBeUndefined();
    expect(asked()).toEqual([]);
  });
});

describe('the hop a packet is chosen by', () => {
  const hop = (seq: number, frame: number) => ({ seq, frame }) as HopRow;
  const view = { ...VIEW, hops: [hop(3, 1), hop(5, 2), hop(8, 1), hop(9, 3)] };

  it.each([
    ['the newest of its form', 1, 9, 8],
    ['the newest of any where it has none of that form', 7, 9, 9],
    ['the newest where no form is meant', null, 9, 9],
    ['none that no view shows yet', 1, 7, 3],
  ])('is %s', (_, frame, cursor, seq) => expect(newestHop(view, frame, cursor)?.seq).toBe(seq));

  it('is none before its first', () => expect(newestHop(view, 1, 2)).toBeUndefined());
});
