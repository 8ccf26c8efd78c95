/**
 * The link layer: cables, hubs and switches. This room moves frames by MAC address and never looks past Ethernet.
 */
import type { Frame } from '../wire/frame.ts';
import { FCS_LENGTH } from '../wire/frame.ts';
import { ETHERNET_HEADER_LENGTH } from '../wire/datagram.ts';
import { VLAN_TAG_LENGTH, vlanTagOf } from '../wire/vlan.ts';
import { isImpaired, type Impairment } from './impairment.ts';

/** Bytes sent before a frame: preamble and start delimiter (IEEE 802.3 §3.1.1). */
export const PREAMBLE_LENGTH = 8;
/** Bytes of silence that must follow a frame: the interpacket gap of 96 bit times (IEEE 802.3 §4.4.2). */
const GAP_LENGTH = 12;

/** A frame waiting for the transmitter, with the fact that put it there. */
export interface WaitingFrame {
  frame: Frame;
  cause: number;
}

/** One direction of a cable: the transmitter at its near end, and the frames waiting for it. */
export interface Transmitter {
  /** Frames put on the cable so far; the lists of {@link Impairment} count in these. */
  count: number;
  /** ns at which it may send again. */
  freeAt: number;
  /** ns at which the last bit of the newest frame arrives: nothing on a cable overtakes. */
  lastArrival: number;
  waiting: WaitingFrame[];
}

/** What one direction of a cable needs to know of its settings to carry a frame. */
export interface CableLimits {
  /** bit/s. */
  bandwidth: number;
  /** Propagation, ns. */
  delay: number;
  /** Largest IP packet, bytes. */
  mtu: number;
  /** Frames that may wait at one end. */
  queue: number;
  /** Frames waiting from which on packets are marked; left out: none are. */
  markAbove?: number;
  /** What may go wrong on the way; left out: nothing. */
  impairment?: Impairment;
}

/** The limits of both directions: what a direction does not say for itself is as the cable says. */
export function limitsOf(
  cable: CableLimits & { directions?: readonly [Impairment, Impairment] },
): [CableLimits, CableLimits] {
  return [limits(0), limits(1)];

  function limits(direction: 0 | 1): CableLimits {
    const impairment = cable.directions?.[direction] ?? {};
    return {
      bandwidth: impairment.bandwidth ?? cable.bandwidth,
      delay: impairment.delay ?? cable.delay,
      mtu: cable.mtu,
      queue: impairment.queue ?? cable.queue,
      ...(impairment.markAbove === undefined ? {} : { markAbove: impairment.markAbove }),
      ...(isImpaired(impairment) ? { impairment } : {}),
    };
  }
}

/** ns in which a frame's bits leave, preamble included. At least 1, so that time always moves. */
export function transmissionTime(limits: CableLimits, frame: Frame): number {
  return timeOf(PREAMBLE_LENGTH + frame.length + FCS_LENGTH, limits.bandwidth);
}

/** ns of silence after a frame. */
export function gapTime(limits: Pick<CableLimits, 'bandwidth'>): number {
  return timeOf(GAP_LENGTH, limits.bandwidth);
}

function timeOf(bytes: number, bandwidth: number): number {
  return Math.max(1, Math.round((bytes * 8e9) / bandwidth));
}

/**
 * Whether an adapter on this cable may send the frame at all (IEEE 802.3 §3.2.7: the largest frame the link carries; a
 * tagged one may be as much longer as its tag is).
 */
export function fits(limits: CableLimits, frame: Frame): boolean {
  const over = frame.length - limits.mtu - ETHERNET_HEADER_LENGTH;
  return over <= 0 || (over <= VLAN_TAG_LENGTH && vlanTagOf(frame) !== null);
}

/** What a frame that does not fit was found to carry, and what the link carries, bytes behind the Ethernet header. */
export function tooLong(limits: CableLimits, frame: Frame): { found: string; expected: string } {
  return { found: String(frame.length - ETHERNET_HEADER_LENGTH), expected: String(limits.mtu) };
}

/** A transmitter at rest. */
export function newTransmitter(): Transmitter {
  return { count: 0, freeAt: 0, lastArrival: -Infinity, waiting: [] };
}
