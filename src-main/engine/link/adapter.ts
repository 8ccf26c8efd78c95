import type { Frame } from '../wire/frame.ts';
import { BROADCAST_MAC, formatMac, isMulticastMac } from '../wire/address.ts';
import { crc32 } from '../wire/crc32.ts';
import { parseEthernet, type Ethernet } from '../wire/ethernet.ts';
import { checkOf, isFault } from '../wire/fault.ts';
import type { Station } from './station.ts';

/**
 * What every adapter does before anything looks inside a frame: it throws away damaged ones (IEEE 802.3 §3.2.9 and
 * §4.2.4.1.2, frameCheckError). It never repairs. Returns the header, or null when the frame went no further; the drop
 * is on record then.
 */
export function received(station: Station, port: number, frame: Frame): Ethernet | null {
  if (!frame.intact) {
    const about = { port, frame: frame.id, packet: frame.packet };
    station.record('frame.dropped', { ...about, reason: 'ethernet.bad-fcs', detail: checkSequence(frame) });
    return null;
  }
  const ethernet = parseEthernet(frame);
  if (isFault(ethernet)) {
    station.record('frame.dropped', {
      port,
      frame: frame.id,
      packet: frame.packet,
      reason: ethernet.fault,
      detail: checkOf(ethernet) ?? {},
    });
    return null;
  }
  return ethernet;
}

/** The check sequence a frame came with, and the one its bytes have (IEEE 802.3 §3.2.9). */
function checkSequence(frame: Frame): { found: string; expected: string } {
  const word = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
  return { found: word(frame.fcs), expected: word(crc32(frame.bytes())) };
}

/** Group addresses that bridges keep among themselves and never forward: 01-80-C2-00-00-00 … 0F (IEEE 802.1Q §8.6.3). */
const RESERVED_FIRST = 0x0180c2000000;
const RESERVED_LAST = 0x0180c200000f;

/** Whether a frame to this address never leaves its cable. */
export function isReserved(destination: number): boolean {
  return destination >= RESERVED_FIRST && destination <= RESERVED_LAST;
}

/**
 * Whether an adapter with address `mac` takes a frame up: its own address, broadcast, or a group address, but for those at
 * which only bridges listen.
 */
export function isFor(mac: number, { destination }: Ethernet): boolean {
  if (destination === mac || destination === BROADCAST_MAC) return true;
  return isMulticastMac(destination) && !isReserved(destination);
}

/** Pairs of addresses written before: on a hub nearly every frame is for somebody else. */
const written = new Map<number, Map<number, { found: string; expected: string }>>();
/** Adapters remembered at most, and addresses for each. */
const REMEMBERED = 256;

/** Whom a frame is for, and who adapter `mac` is; the same object for the same two while they are remembered. */
export function addressedTo(destination: number, mac: number): { found: string; expected: string } {
  let seen = written.get(mac);
  if (seen === undefined || seen.size >= REMEMBERED) {
    if (written.size >= REMEMBERED) written.clear();
    written.set(mac, (seen = new Map()));
  }
  let pair = seen.get(destination);
  if (pair === undefined) seen.set(destination, (pair = { found: formatMac(destination), expected: formatMac(mac) }));
  return pair;
}
