import type { Recorder } from '../trace/recorder.ts';
import type { WaitingFrame } from './cable.ts';
import {
  ATTEMPT_LIMIT,
  BACKOFF_LIMIT,
  bitsOf,
  GAP_BITS,
  GAP_BITS_SENSED,
  JAM_BITS,
  PREAMBLE_BITS,
  SLOT_BITS,
  timeOfBits,
} from './medium.ts';

/**
 * Carrier sense multiple access with collision detection (IEEE 802.3 clause 4): how an adapter on a half-duplex cable
 * takes its turn. Read §4.2.3.2 beside it. At 1 Gbit/s and more the standard has other slots and carrier extension;
 * hubs of that rate were never built, and here the slot stays 512 bits.
 *
 * ```
 *            frame          silence for a gap              last bit left
 *   idle ───────────▶ deferring ───────────────▶ sending ────────────────▶ idle
 *                        ▲                          │ carrier heard: a collision
 *                        │ slots are over           ▼
 *                    backing-off ◀─────────────── jamming
 *                                   jam has left
 * ```
 */
export interface Access {
  phase: 'idle' | 'deferring' | 'sending' | 'jamming' | 'backing-off';
  /** ns at which the phase ends by itself; Infinity: it waits for a frame or for silence. */
  deadline: number;
  /** The frame it tries to send, and how often that collided. */
  frame: WaitingFrame | null;
  collisions: number;
  /** ns at which it began to send. */
  started: number;
  /** Whether it hears somebody. */
  carrier: boolean;
  /** ns since which it has neither heard nor sent anything. */
  silentSince: number;
  /** Whether it is on record that the frame had to wait for somebody. */
  deferred: boolean;
  /** Collisions it took part in, those of them that were late, frames given up, frames that had to wait. */
  counters: { collisions: number; late: number; excessive: number; deferred: number };
}

/** The medium, the queue and the clock of one adapter, for the length of one call. */
export interface AccessOutside extends Pick<Recorder, 'record'> {
  readonly now: number;
  /** bit/s of everything on this medium. */
  readonly rate: number;
  /** Port index, for facts. */
  readonly port: number | undefined;
  /** Next number of the device's dice. */
  random(): number;
  /** Takes the next waiting frame. */
  next(): WaitingFrame | undefined;
  /** Puts the first bit of a frame on the line. Returns the fact of that. */
  begin(waiting: WaitingFrame): number;
  /** From now on the line carries nothing that means anything. */
  jam(): void;
  /** The last bit has left; `complete`: of a whole frame. */
  end(complete: boolean): void;
  /** Asks for `accessWoken` at the deadline. */
  wakeAt(time: number): void;
}

export function newAccess(): Access {
  return {
    phase: 'idle',
    deadline: Infinity,
    frame: null,
    collisions: 0,
    started: 0,
    carrier: false,
    silentSince: -Infinity,
    deferred: false,
    counters: { collisions: 0, late: 0, excessive: 0, deferred: 0 },
  };
}

/** A frame may be waiting: tries to send it, if nothing else is being sent. */
export function frameWaits(access: Access, outside: AccessOutside): void {
  if (access.phase === 'idle') contend(access, outside);
}

/** Takes a frame and defers to whoever is heard, and then for a gap of silence (IEEE 802.3 §4.2.3.2.1). */
function contend(access: Access, outside: AccessOutside): void {
  access.phase = 'idle';
  access.deadline = Infinity;
  access.frame ??= outside.next() ?? null;
  if (access.frame === null) return;
  if (access.carrier) {
    access.phase = 'deferring';
    if (access.deferred) return;
    access.deferred = true;
    access.counters.deferred++;
    const { frame, cause } = access.frame;
    const { id, packet } = frame;
    access.frame = { frame, cause: outside.record('csma.deferred', { port: outside.port, frame: id, packet, cause }) };
    return;
  }
  const silence = access.silentSince + timeOfBits(GAP_BITS, outside.rate);
  if (outside.now < silence) enter(access, outside, 'deferring', silence);
  else send(access, outside, access.frame);
}

function send(access: Access, outside: AccessOutside, waiting: WaitingFrame): void {
  access.started = outside.now;
  enter(access, outside, 'sending', outside.now + timeOfBits(bitsOf(waiting.frame), outside.rate));
  const begun = { frame: waiting.frame, cause: outside.begin(waiting) };
  access.frame = begun;
  if (access.carrier) collide(access, outside, begun);
}

/** Somebody begins to be heard. */
export function carrierOn(access: Access, outside: AccessOutside): void {
  access.carrier = true;
  if (access.phase === 'sending' && access.frame !== null) collide(access, outside, access.frame);
  else if (access.phase === 'deferring' && access.deadline < Infinity) {
    const sensed = access.silentSince + timeOfBits(GAP_BITS_SENSED, outside.rate);
    // In the last third of the gap nothing is sensed any more: who has waited so long sends (IEEE 802.3 §4.2.3.2.1).
    if (outside.now < sensed) contend(access, outside);
  }
}

/** Nobody is heard any more. */
export function carrierOff(access: Access, outside: AccessOutside): void {
  access.carrier = false;
  access.silentSince = outside.now;
  if (access.phase === 'deferring' && access.deadline === Infinity) contend(access, outside);
}

/** The frame that waits for its turn: it has been taken out of the queue, and is not being sent. Null: there is none. */
export function frameInTurn(access: Access | null | undefined): WaitingFrame | null {
  return !access || access.phase === 'sending' ? null : access.frame;
}

/** The frame that waits for its turn is taken away; the next one is as if it were the first. */
export function withdraw(access: Access, outside: AccessOutside): void {
  // A jam is sent to its end, whatever becomes of the frame.
  if (access.phase === 'jamming') access.frame = null;
  else {
    leave(access);
    contend(access, outside);
  }
}

/** The deadline may be reached. */
export function accessWoken(access: Access, outside: AccessOutside): void {
  const { phase, frame } = access;
  if (outside.now < access.deadline) return;
  if (phase === 'jamming') {
    access.silentSince = outside.now;
    outside.end(false);
    if (frame !== null) return backOff(access, outside, frame);
    leave(access);
    return contend(access, outside);
  }
  if (frame === null) return;
  if (phase === 'deferring') send(access, outside, frame);
  else if (phase === 'backing-off') contend(access, outside);
  else if (phase === 'sending') {
    access.silentSince = outside.now;
    leave(access);
    outside.end(true);
    contend(access, outside);
  }
}

/** Two send at once: the bits are worth nothing, and all have to know (IEEE 802.3 §4.2.3.2.4, collision handling). */
function collide(access: Access, outside: AccessOutside, waiting: WaitingFrame): void {
  const { frame } = waiting;
  const { now, port, rate } = outside;
  access.collisions++;
  access.counters.collisions++;
  // Within the slot time every collision must have come back; a later one tells that the medium is too long.
  const late = now - access.started > timeOfBits(SLOT_BITS, rate);
  if (late) access.counters.late++;
  const about = { port, frame: frame.id, packet: frame.packet };
  const detail = { attempt: access.collisions };
  const cause = outside.record(late ? 'csma.late-collision' : 'csma.collision', {
    ...about,
    cause: waiting.cause,
    detail,
  });
  access.frame = { frame, cause };
  const jam = Math.max(now, access.started + timeOfBits(PREAMBLE_BITS, rate)) + timeOfBits(JAM_BITS, rate);
  enter(access, outside, 'jamming', jam);
  outside.jam();
}

/** Waits a random number of slots, twice as many with each collision (IEEE 802.3 §4.2.3.2.5). */
function backOff(access: Access, outside: AccessOutside, { frame, cause }: WaitingFrame): void {
  const about = { port: outside.port, frame: frame.id, packet: frame.packet, cause };
  const attempt = access.collisions;
  if (attempt >= ATTEMPT_LIMIT) {
    access.counters.excessive++;
    outside.record('frame.dropped', { ...about, reason: 'excessive-collisions' });
    leave(access);
    contend(access, outside);
    return;
  }
  const slots = outside.random() % 2 ** Math.min(attempt, BACKOFF_LIMIT);
  const wait = slots === 0 ? 0 : slots * timeOfBits(SLOT_BITS, outside.rate);
  const decided = outside.record('csma.backed-off', { ...about, detail: { attempt, slots, wait } });
  access.frame = { frame, cause: decided };
  access.deferred = false;
  enter(access, outside, 'backing-off', outside.now + wait);
}

function enter(access: Access, outside: AccessOutside, phase: Access['phase'], deadline: number): void {
  access.phase = phase;
  access.deadline = deadline;
  outside.wakeAt(deadline);
}

/** Done with a frame. */
function leave(access: Access): void {
  access.phase = 'idle';
  access.deadline = Infinity;
  access.frame = null;
  access.collisions = 0;
  access.deferred = false;
}
