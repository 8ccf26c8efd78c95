import type { Detail, Kind } from './kinds.ts';
import type { Reason } from './reasons.ts';

/** What one fact may say besides its kind. Everything left out is "none". */
export interface FactFields {
  /** The port of the device, by index; -1: none. */
  port?: number;
  /** The id of the frame it happened to; 0: none. */
  frame?: number;
  /** The id of the packet (the journey) it happened to; 0: none. */
  packet?: number;
  /** A number whose meaning the kind gives. */
  value?: number;
  /** Why something was thrown away or refused. */
  reason?: Reason;
  /** The sequence number of the fact that made this one happen; left out: what is being handled now (`Recorder.cause`). */
  cause?: number;
  /** The parameters listed for the kind in `KINDS`. */
  detail?: Detail;
}

/**
 * Writes facts, at the current simulated time, for the device that is being run.
 * Facts are numbered from 1; 0 means "no fact".
 */
export interface Recorder {
  /** The fact being handled: the default cause of the next one. A module that decides something sets it to that decision. */
  cause: number;
  /** Appends a fact and returns its sequence number. */
  record(kind: Kind, fields: FactFields): number;
  /**
   * `record` for what every segment leaves. `kind` is a code (`kindCode`, asked for once); no port is -1, no frame and no
   * packet 0. It costs no object beside the detail.
   */
  recordDetail(kind: number, port: number, frame: number, packet: number, detail: Detail): number;
}
