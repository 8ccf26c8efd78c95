import { newAccess } from '../link/csma-cd.ts';
import { newLine } from '../link/medium.ts';
import { newRepeater } from '../link/repeater.ts';
import type { CableSlot, DeviceSlot, SharedCable, WorldState } from './state.ts';

/**
 * Finds anew which cables are half duplex, those that end in a hub, and how fast each medium is: all cables of hubs behind
 * one another carry the same bits, so they go at the rate of the slowest (IEEE 802.3 §27.1: a repeater has one rate).
 * `changing` is told of a linked cable that becomes another kind: what is on it is lost.
 */
export function negotiate(state: WorldState, changing: (cable: number) => void): void {
  const rates = mediumRates(state);
  state.devices.forEach((slot, index) => {
    if (slot === null) return;
    const rate = rates.get(index);
    if (rate === undefined) slot.repeater = null;
    else if (slot.repeater === null) slot.repeater = newRepeater(rate);
    else slot.repeater.rate = rate;
  });
  state.cables.forEach((cable, index) => {
    if (cable === null) return;
    const hubs = cable.ends.map(({ device }) => rates.has(device));
    const rate = cable.ends.map(({ device }) => rates.get(device)).find((one) => one !== undefined) ?? null;
    const same =
      rate === null
        ? cable.shared === null
        : cable.shared !== null && hubs.every((hub, end) => (cable.shared!.access[end] === null) === hub);
    if (same) {
      if (cable.shared !== null) cable.shared.rate = rate!;
      return;
    }
    if (cable.up) changing(index);
    cable.shared = rate === null ? null : newShared(rate, hubs);
  });
}

/** Whether both ends of a cable are plugged in, at devices that are switched on. */
export function linkable({ devices }: WorldState, { settings, ends }: CableSlot): boolean {
  return settings.plugged !== false && ends.every(({ device }) => devices[device]?.settings.powered !== false);
}

function newShared(rate: number, hubs: boolean[]): SharedCable {
  const access = hubs.map((hub) => (hub ? null : newAccess()));
  return { rate, lines: [newLine(), newLine()], access: [access[0]!, access[1]!] };
}

/** The rate of the medium of each hub that has stations share one, by its index. */
function mediumRates(state: WorldState): Map<number, number> {
  const rates = new Map<number, number>();
  const isHub = (index: number) => sharesMedium(state.devices[index]!);
  const neighbours = new Map<number, CableSlot[]>();
  state.devices.forEach((slot, index) => {
    if (slot !== null && sharesMedium(slot)) neighbours.set(index, []);
  });
  for (const cable of state.cables) {
    if (cable === null || !linkable(state, cable)) continue;
    for (const { device } of cable.ends) neighbours.get(device)?.push(cable);
  }
  for (const start of neighbours.keys()) {
    if (rates.has(start)) continue;
    const medium = new Set([start]);
    let rate = Infinity;
    for (const hub of medium) {
      for (const { limits, ends } of neighbours.get(hub)!) {
        rate = Math.min(rate, limits[0].bandwidth, limits[1].bandwidth);
        for (const { device } of ends) if (isHub(device)) medium.add(device);
      }
    }
    // A hub without a cable can only repeat to the outside.
    for (const hub of medium) rates.set(hub, rate < Infinity ? rate : USUAL_RATE);
  }
  return rates;
}

/** bit/s of a hub without cables. */
const USUAL_RATE = 100e6;

function sharesMedium({ settings }: DeviceSlot): boolean {
  return settings.kind === 'hub' && settings.medium !== 'ideal';
}
