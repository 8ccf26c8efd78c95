import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Station } from '#engine/link/station.ts';
import { newNetwork } from '#engine/net/create.ts';
import { frameReceived } from '#engine/net/input.ts';
import { passOn } from '#engine/net/pass-on.ts';
import type { ArpState, NetworkState } from '#engine/net/state.ts';
import type { Upper } from '#engine/net/upper.ts';
import { copyPlain } from '#engine/sim/copy.ts';
import { kindOf } from '#engine/trace/kinds.ts';
import { parseAddress } from '#engine/wire/address.ts';
import { checksumOf, sum } from '#engine/wire/checksum.ts';
import { Frame } from '#engine/wire/frame.ts';

const SEED = 1812;
const MTU = 1000;
const OWN_MAC = [2, 0, 0, 0, 0, 1];

/** A router with three interfaces, of which the first is where frames come in, and what it knows of its neighbours. */
function router(arp: ArpState, options: { up: boolean; filter: boolean; nat: boolean }): NetworkState {
  const port = (number: number, address: string, prefix: number) => ({
    name: `eth${number}`,
    mac: `02:00:00:00:00:0${number + 1}`,
    address,
    prefix,
  });
  const state = newNetwork(
    {
      ports: [port(0, '10.0.1.254', 24), port(1, '10.0.2.254', 24), port(2, '200.0.3.254', 31)],
      gateway: '10.0.2.9',
      routes: [
        { destination: '10.9.0.0', prefix: 16, via: '10.0.2.9' },
        { destination: '10.8.0.0', prefix: 16, via: '10.0.1.8' },
      ],
      ...(options.filter && {
        filter: { rules: [] },
      }),
      ...(options.nat && { nat: { outside: 'eth1' } }),
    },
    true,
  );
  state.interfaces[0]!.up = options.up;
  const entry = (state: ArpState) => ({
    mac: 0x0a0b0c0d0e0f,
    state,
    since: 0,
    deadline: 1e9,
    attempts: 0,
    waiting: [],
    cause: 7,
  });
  for (const address of ['10.0.2.9', '10.0.2.1', '10.0.1.8']) {
    const port = address.startsWith('10.0.1') ? 0 : 1;
    state.interfaces[port]!.arp.set(parseAddress(address)!, entry(arp));
  }
  state.interfaces[2]!.arp.set(parseAddress('200.0.3.255')!, entry('permanent'));
  return state;
}

/** A station that only notes what it is asked to do. */
function noting(): { station: Station; notes: unknown[] } {
  const notes: unknown[] = [];
  let [facts, frames] = [100, 1000];
  const station: Station = {
    now: 5,
    cause: 50,
    record: (kind, fields) => (notes.push([kind, fields, station.cause]), ++facts),
    recordFrame: (kind, port, frame, detail) => (
      notes.push([kindOf(kind), port, frame.id, detail, station.cause]),
      ++facts
    ),
    recordDetail: (kind, port, frame, packet, detail) => (
      notes.push([kindOf(kind), port, frame, packet, detail]),
      ++facts
    ),
    send: (port, frame) => notes.push(['send', port, frame.id, frame.packet, [...frame.bytes()], frame.fcs]),
    frame: (head, body, packet, before) => (
      notes.push(before?.id),
      new Frame(++frames, packet || 1, head, body, undefined, before)
    ),
    rewriting: (before, heading) => (
      notes.push(before.id),
      new Frame(++frames, before.packet, heading, before.body, undefined, before)
    ),
    newPacket: () => 77,
    linked: () => true,
    mtu: () => MTU,
    bandwidth: () => 1e9,
    fullDuplex: () => true,
    wakeAt: (time) => notes.push(['wake', time]),
    random: () => 4,
  };
  return { station, notes };
}

const upper: Upper = { received: () => null, failed: () => {}, widened: () => {}, holds: () => false };

const octets = (text: string): number[] => text.split('.').map(Number);
const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 12 * others.length, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );

/** Frames of which most are for a router to pass on, each with a chance of something unusual. */
const frame = fc
  .record({
    mac: often(OWN_MAC, [2, 0, 0, 0, 0, 2], [255, 255, 255, 255, 255, 255], [1, 0, 94, 0, 0, 9]),
    type: often([8, 0], [8, 6], [0x81, 0]),
    first: often(0x45, 0x46, 0x65, 0x44),
    missing: often(0, 1, -1, 6),
    flags: often([0x40, 0], [0, 0], [0x20, 0], [0, 9]),
    ttl: often(64, 0, 1, 2),
    spoilt: often(0, 1),
    source: often(
      '10.0.1.1',
      '200.1.1.1',
      '10.0.1.254',
      '127.0.0.1',
      '224.0.0.1',
      '10.0.2.255',
      '0.0.0.0',
      '250.0.0.1',
    ),
    target: fc.oneof(
      fc.constantFrom('10.9.1.1', '10.0.2.1', '200.0.3.255', '99.0.0.1'),
      fc.constantFrom('10.0.1.254', '10.0.2.255', '10.8.1.1', '10.0.2.77', '224.0.0.5', '127.0.0.9', '255.255.255.255'),
    ),
    length: often(100, 46, 20, MTU, MTU + 1),
    cut: often(54, 14, 40, 10_000),
    intact: often(true, false),
  })
  .map(({ mac, type, first, missing, flags, ttl, spoilt, source, target, length, cut, intact }) => {
    const bytes = new Uint8Array(14 + length);
    bytes.forEach((_, at) => (bytes[at] = (at * 37) & 255));
    bytes.set([...mac, 2, 0, 0, 0, 0, 0xee, ...type, first, 0, (length + missing) >> 8, (length + missing) & 255], 0);
    bytes.set([3, 4, ...flags, ttl, 17, 0, 0, ...octets(source), ...octets(target)], 18);
    const checksum = checksumOf(sum(bytes, 14, 34)) ^ spoilt;
    bytes.set([checksum >> 8, checksum & 255], 24);
    return new Frame(9, 8, bytes.slice(0, cut), bytes.slice(cut), intact ? undefined : 12345);
  });

describe('the short way through a router', () => {
  it(`does what the long one does, or nothing at all (seed ${SEED})`, () => {
    let short = 0;
    const runs = 1500;
    const arp = often<ArpState>('reachable', 'permanent', 'stale', 'probe', 'incomplete');
    const options = fc.record({ up: often(true, false), filter: often(false, true), nat: often(false, true) });
    fc.assert(
      fc.property(frame, arp, options, (given, entries, set) => {
        const [one, other] = [router(entries, set), router(entries, set)];
        const untouched = copyPlain(one);
        const [quick, slow] = [noting(), noting()];
        if (!passOn(one, quick.station, 0, given)) {
          expect(quick.notes).toEqual([]);
          expect(one).toEqual(untouched);
          return;
        }
        short++;
        frameReceived(other, slow.station, upper, 0, given);
        expect(quick.notes).toEqual(slow.notes);
        expect(quick.station.cause).toBe(slow.station.cause);
        expect(one).toEqual(other);
      }),
      { seed: SEED, numRuns: runs },
    );
    expect(short).toBeGreaterThan(runs / 20);
  });

  it('is none for a host', () => {
    const state = router('reachable', { up: true, filter: false, nat: false });
    state.forwarding = false;
    const [whole] = fc.sample(
      frame.filter((one) =>
        passOn(router('reachable', { up: true, filter: false, nat: false }), noting().station, 0, one),
      ),
      { seed: SEED, numRuns: 1 },
    );
    expect(passOn(state, noting().station, 0, whole!)).toBe(false);
  });
});
