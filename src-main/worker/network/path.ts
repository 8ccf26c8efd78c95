import type { TraceStore } from '#engine/trace/store.ts';
import type { NetworkPath } from '#contract/network.ts';
import type { CableSettings } from '#engine/devices/settings.ts';
import type { Conversation } from '../conversations/conversations.ts';
import type { Journeys } from '../packets/journeys.ts';

/** Packets of a connection that are followed: its first and its newest ones. They all go the same few ways. */
const MOST_PACKETS = 200;

/** The packets of a connection's segments, in the order in which they were sent; of a long one its first and last. */
export function packetsOf(trace: TraceStore, conversation: Conversation | undefined): number[] {
  if (conversation === undefined) return [];
  const { segments } = conversation;
  const packets = new Set<number>();
  const omitted = Math.max(0, segments.length - MOST_PACKETS);
  for (let index = 0; index < segments.length; index++) {
    if (index === MOST_PACKETS / 2) index += omitted;
    const packet = trace.packet(segments.at(index));
    if (packet !== 0) packets.add(packet);
  }
  return [...packets];
}

/** Which cables some packets crossed up to fact `cursor`, and which they cross in what is known of the time after it. */
export function pathOf(
  trace: TraceStore,
  journeys: Journeys,
  packets: readonly number[],
  cables: readonly Pick<CableSettings, 'id' | 'a'>[],
  cursor: number,
): NetworkPath {
  const drawn = new Map(cables.map((cable) => [cable.id, cable]));
  const legs = new Map<string, { cable: string; direction: 0 | 1; first: number; taken: number; ahead: number }>();
  for (const packet of packets) {
    for (const seq of journeys.facts(packet, trace.length)) {
      if (trace.kind(seq) !== 'frame.sent') continue;
      const cable = drawn.get(String(trace.detail(seq)['cable']));
      if (cable === undefined) continue;
      const direction = trace.device(seq) === cable.a.device && trace.port(seq) === cable.a.port ? 0 : 1;
      const key = `${cable.id} ${direction}`;
      let leg = legs.get(key);
      if (leg === undefined) legs.set(key, (leg = { cable: cable.id, direction, first: seq, taken: 0, ahead: 0 }));
      leg.first = Math.min(leg.first, seq);
      if (seq <= cursor) leg.taken++;
      else leg.ahead++;
    }
  }
  const ordered = [...legs.values()].sort((one, other) => one.first - other.first);
  return {
    cable: ordered.map(({ cable }) => cable),
    direction: Uint8Array.from(ordered, ({ direction }) => direction),
    taken: Uint32Array.from(ordered, ({ taken }) => taken),
    ahead: Uint32Array.from(ordered, ({ ahead }) => ahead),
  };
}
