import type { Detail } from '../trace/kinds.ts';
import type { Recorder } from '../trace/recorder.ts';
import type { Frame, Heading } from '../wire/frame.ts';

/**
 * The world as one device sees it while it is being run: time, its ports, its dice, the trace.
 * A device keeps all it knows in its own plain state; it holds nothing of this between two calls.
 */
export interface Station extends Recorder {
  /** Simulated time, whole ns. */
  readonly now: number;
  /** Hands a frame to the adapter of a port, which sends it when the cable is free; without a cable it is dropped. */
  send(port: number, frame: Frame): void;
  /** Whether anything is plugged into a port: a cable, or the outside. */
  linked(port: number): boolean;
  /**
   * `record` for what is on record of every frame that passes: its port, id and packet. `kind` is a code (`kindCode`, asked
   * for once). It costs no object.
   */
  recordFrame(kind: number, port: number, frame: Frame, detail?: Detail): number;
  /**
   * Makes a frame of finished bytes. `packet` 0 starts a new journey. `before`: the frame of which it is a rewriting, if it
   * is one; what both have in common is kept, and computed, once.
   */
  frame(head: Uint8Array, body: Uint8Array, packet: number, before?: Frame): Frame;
  /** Makes a frame that differs from `before`, which `heading` was read of, only as `heading` says. */
  rewriting(before: Frame, heading: Heading): Frame;
  /** A number for a packet that has no frame yet. */
  newPacket(): number;
  /** Largest IP packet in bytes the cable at a port carries; 1500 without a cable. */
  mtu(port: number): number;
  /** bit/s of the cable at a port, outwards; 100 Mbit/s without one. */
  bandwidth(port: number): number;
  /** Whether there is nobody on the cable at a port but the two at its ends: a hub shares its medium. */
  fullDuplex(port: number): boolean;
  /**
   * Asks for `woken` at `time` ns or before. Every `woken` must ask again for what is still to come: of several wakes
   * asked for, only the earliest is sure. Needless wakes are harmless, so nothing is ever cancelled.
   */
  wakeAt(time: number): void;
  /** Next number of the device's dice, 0 … 2^32-1. */
  random(): number;
}
