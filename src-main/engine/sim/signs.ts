import { frameInTurn } from '../link/csma-cd.ts';
import { NO_SIGNS, type DeviceSigns } from '../devices/signs.ts';
import { behaviourOf } from '../devices/kinds.ts';
import type { CableSettings } from '../devices/settings.ts';
import type { WorldState } from './state.ts';

/** What one cable of the network can carry, and what waits for it; direction 0 runs from end a to end b. */
export interface CableLoad {
  settings: CableSettings;
  /** bit/s of each direction; of a half-duplex cable, of both together. */
  bandwidth: readonly [number, number];
  /** Frames that wait at the near end of each direction, and how many may. */
  waiting: readonly [number, number];
  room: readonly [number, number];
  /** Longest time a frame takes to leave, ns. */
  slowest: number;
}

/** Bytes of a frame that are none of its IP packet: header, tag, FCS, preamble and gap (IEEE 802.3 §3.1.1, §4.4.2). */
const AROUND = 14 + 4 + 4 + 8 + 12;

/** All cables as they are loaded now, in the order in which they were drawn. */
export function cableLoads({ cables }: WorldState): CableLoad[] {
  const loads: CableLoad[] = [];
  for (const cable of cables) {
    if (cable === null) continue;
    const [there, back] = cable.limits;
    const bandwidth = [cable.shared?.rate ?? there.bandwidth, cable.shared?.rate ?? back.bandwidth] as const;
    const waiting = ([0, 1] as const).map((direction) => {
      const turn = frameInTurn(cable.shared?.access[direction]) === null ? 0 : 1;
      return cable.transmitters[direction].waiting.length + turn;
    }) as [number, number];
    loads.push({
      settings: cable.settings,
      bandwidth,
      waiting,
      room: [there.queue, back.queue],
      slowest: ((there.mtu + AROUND) * 8e9) / Math.min(...bandwidth),
    });
  }
  return loads;
}

/** One device and what it is busy with. */
export interface DeviceStanding extends DeviceSigns {
  id: string;
  off: boolean;
}

/** All devices as they stand now. */
export function deviceStandings({ devices }: WorldState): DeviceStanding[] {
  const standings: DeviceStanding[] = [];
  for (const slot of devices) {
    if (slot === null) continue;
    const off = slot.settings.powered === false;
    const signs = off ? undefined : behaviourOf(slot.settings.kind).signs?.(slot.state);
    standings.push({ ...(signs ?? NO_SIGNS), id: slot.settings.id, off });
  }
  return standings;
}
