import { computed, ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { TouchAction } from '#contract/touch.ts';
import { latest } from './latest.ts';
import { newestHop, usePackets } from './packets.ts';
import { useSelection } from './selection.ts';
import { useSession } from './session.ts';
import { useTrace } from './trace.ts';

/** One packet on one cable: a hub puts the same frame on several. */
export interface Flight {
  cable: string;
  /** 0: from end a to end b; 1: from b to a. */
  direction: 0 | 1;
  frame: number;
  packet: number;
  state: FlightState;
  /** Index into PROTOCOLS. */
  protocol: number;
  /** ns at which its first bit left; 0 while it waits. */
  departure: number;
}

/** What `FlightColumns.state` counts. */
export const FLIGHT_STATES = ['travelling', 'held', 'waiting'] as const;
export type FlightState = (typeof FLIGHT_STATES)[number];

/** The questions a touch may need answered first. */
export type TouchQuestion = 'delay' | 'flip' | 'edit';

/** The packet under the person's hand, and what they do to it. It moves nothing by itself: the session does. */
export const useTouch = defineStore('touch', () => {
  const session = useSession();
  const selection = useSelection();
  const trace = useTrace();
  const packets = usePackets();
  /** The flight pointed at; counts while its packet is the one chosen. */
  const aimed = shallowRef<Pick<Flight, 'cable' | 'direction'> | null>(null);
  /** The question on screen. */
  const asking = ref<TouchQuestion | null>(null);
  /** The list of packets on the way is open. */
  const listShown = ref(false);
  /** Counts up when the list is to take the keyboard. */
  const calls = ref(0);

  /** Every packet on its way, held ones and those that wait in a queue included. */
  const flights = computed<Flight[]>(() => {
    const columns = trace.flights;
    if (!columns) return [];
    return Array.from(columns.frame, (_, index) => flightOf(index)!);
  });

  /** Whether there is any packet on its way. */
  const underWay = computed(() => (trace.flights?.frame.length ?? 0) > 0);

  function flightOf(index: number): Flight | null {
    const columns = trace.flights;
    if (!columns || index < 0 || index >= columns.frame.length) return null;
    return {
      cable: columns.cables[columns.cable[index]!]!,
      direction: columns.direction[index] === 1 ? 1 : 0,
      frame: columns.frame[index]!,
      packet: columns.packet[index]!,
      state: FLIGHT_STATES[columns.state[index]!] ?? 'travelling',
      protocol: columns.protocol[index]!,
      departure: columns.departure[index]!,
    };
  }

  /** The chosen packet where it is on its way; null: none is chosen, or it is not on a cable just now. */
  const target = computed<Flight | null>(() => {
    const { packet, frame } = selection;
    if (packet === null) return null;
    let best = -1;
    let most = 0;
    const columns = trace.flights;
    for (let index = 0; columns && index < columns.frame.length; index++) {
      if (columns.packet[index] !== packet) continue;
      // An edit makes another frame of it: the place then tells which one is meant.
      const here =
        columns.cables[columns.cable[index]!] === aimed.value?.cable &&
        columns.direction[index] === aimed.value?.direction;
      const likeness = 1 + (columns.frame[index] === frame ? 2 : 0) + (here ? 1 : 0);
      if (likeness > most) [best, most] = [index, likeness];
    }
    return flightOf(best);
  });

  /** Chooses a packet on its way, by its index among those in flight. */
  function aim(index: number): void {
    const flight = flightOf(index);
    if (!flight) return;
    aimed.value = { cable: flight.cable, direction: flight.direction };
    selection.choosePacket(flight.packet, flight.frame);
  }

  let pointed: Flight | null = null;
  /** One after another, and the newest alone: a pointer goes past many that nobody means. */
  const expectPointed = latest(async () => {
    const flight = pointed;
    const found = flight && (await packets.expect(flight));
    const hop = found && newestHop(found, flight.frame, session.now?.cursor ?? 0);
    if (hop && pointed === flight) await trace.expect(hop.seq);
  });

  /** Somebody points at a packet on its way, by its index (-1: at none): it may be chosen next. */
  function pointAt(index: number): void {
    pointed = flightOf(index);
    if (pointed) expectPointed();
  }

  /** Does something to the chosen packet, at the cursor. False: refused and said why, or the person would rather not. */
  async function act(action: TouchAction): Promise<boolean> {
    const flight = target.value;
    if (!flight) return false;
    const { cable, direction, frame, departure } = flight;
    aimed.value = { cable, direction };
    const touched = await session.touch({
      cable,
      direction,
      frame,
      ...(flight.state === 'waiting' ? {} : { departure }),
      action,
    });
    // Other bits are another frame of the same packet.
    if (touched !== null && touched !== frame) selection.choosePacket(flight.packet, touched);
    return touched !== null;
  }

  function showList(): void {
    listShown.value = true;
    calls.value++;
  }

  return { asking, listShown, calls, flights, underWay, target, aim, pointAt, act, showList };
});
