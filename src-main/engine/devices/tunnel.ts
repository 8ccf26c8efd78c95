import { received } from '../link/adapter.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import { EMPTY } from '../wire/ethernet.ts';
import { MINIMUM_LENGTH, type Frame } from '../wire/frame.ts';
import type { Behaviour } from './behaviour.ts';
import type { DeviceSettings } from './settings.ts';
import { TUNNEL_OUTSIDE } from './tunnel-settings.ts';

/** Settings as the world keeps them: a tunnel has its port to the outside besides the drawn one. */
export function withOutside(settings: DeviceSettings): DeviceSettings {
  if (settings.kind !== 'tunnel') return settings;
  const outside = { name: TUNNEL_OUTSIDE, mac: null, address: null, prefix: 0 };
  return { ...settings, ports: [...settings.ports, outside] };
}

export interface TunnelState {
  ports: string[];
  /** Frames that went each way, their bytes without the FCS, and how many of them were made longer. */
  entered: Count & { padded: number };
  left: Count;
}

interface Count {
  frames: number;
  bytes: number;
}

/**
 * Two ports that hand each other every frame whoever it is for, as a wire does: the drawn one, and the one to the outside.
 * The FCS stays inside: a damaged frame ends here, and what comes from outside gets one. What is shorter than Ethernet
 * allows is padded on its way in, since adapters and virtual machines hand out frames without their padding.
 */
export const tunnel: Behaviour<TunnelState> = {
  create: (settings) => ({
    ports: portNames(settings),
    entered: { frames: 0, bytes: 0, padded: 0 },
    left: { frames: 0, bytes: 0 },
  }),
  configure(state, _station, settings) {
    state.ports = portNames(settings);
  },
  arrived(state, station, port, frame) {
    if (received(station, port, frame) === null) return;
    const outside = state.ports.length - 1;
    if (port === outside) enter(state, station, frame);
    else if (station.linked(outside)) {
      count(state.left, frame);
      station.send(outside, frame);
    } else {
      station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'tunnel-off' });
    }
  },
  woken() {},
  view: ({ ports, entered, left }) => [
    { name: 'ports', columns: ['port'], rows: ports.map((name) => [name]) },
    tunnelTable(entered, left),
  ],
};

function enter(state: TunnelState, station: Station, frame: Frame): void {
  count(state.entered, frame);
  const whole = frame.length < MINIMUM_LENGTH ? padded(station, frame) : frame;
  if (whole !== frame) state.entered.padded++;
  station.send(0, whole);
}

/** The frame as long as the shortest one that Ethernet knows, zeros behind it (IEEE 802.3 §3.2.8). */
function padded(station: Station, frame: Frame): Frame {
  const head = new Uint8Array(MINIMUM_LENGTH);
  head.set(frame.bytes());
  const whole = station.frame(head, EMPTY, frame.packet, frame);
  const detail = { length: frame.length, padding: MINIMUM_LENGTH - frame.length };
  station.cause = station.record('tunnel.padded', { port: 0, frame: whole.id, packet: whole.packet, detail });
  return whole;
}

function count(sum: Count, frame: Frame): void {
  sum.frames++;
  sum.bytes += frame.length;
}

function portNames(settings: DeviceSettings): string[] {
  return settings.ports.map(({ name }) => name);
}

function tunnelTable(entered: TunnelState['entered'], left: Count): Table {
  return {
    name: 'tunnel',
    columns: ['direction', 'frames', 'bytes', 'padded'],
    rows: [
      ['in', entered.frames, entered.bytes, entered.padded],
      ['out', left.frames, left.bytes, null],
    ],
  };
}
