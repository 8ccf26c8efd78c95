import type { Frame } from '../wire/frame.ts';
import type { FrameOnLine } from '../link/medium.ts';
import { frameInTurn, type Access } from '../link/csma-cd.ts';
import { eventsOf } from './event-queue.ts';
import { FLYING, type Event } from './events.ts';
import type { CableSlot, HeldFrame, WorldState } from './state.ts';

/** Which frame a person means. */
export interface TouchTarget {
  /** Cable id. */
  cable: string;
  /** 0: from end a to end b. */
  direction: 0 | 1;
  /** Frame id. */
  frame: number;
  /** ns at which it left, to tell copies of one frame apart; left out: the one that left first. */
  departure?: number;
}

/** What a person does to one frame on a cable, or waiting to be put on it. */
export type TouchAction =
  | { do: 'lose' }
  /** It stays where it is until it is released. */
  | { do: 'hold' }
  | { do: 'release' }
  /** It stays where it is for `by` ns, and goes on by itself. */
  | { do: 'delay'; by: number }
  /** A copy follows right behind it. */
  | { do: 'duplicate' }
  /** `bit`: from the first of the frame; its FCS is its last 32. */
  | { do: 'flip'; bit: number }
  /** `fields`: filter name → value as text. `keep`: checksums stay as they were. The FCS is made anew. */
  | { do: 'edit'; fields: Readonly<Record<string, string>>; checksums: 'recompute' | 'keep' };

/** Where a frame was found. */
export type Found = { index: number; cable: CableSlot; frame: Frame; cause: number } & (
  | { where: 'flying'; event: Event }
  | { where: 'held'; held: HeldFrame }
  /**
   * `at`: its place in the queue. -1: before a half-duplex cable `access` has taken it out, and waits for a turn to send it;
   * else `access` is null.
   */
  | { where: 'waiting'; at: number; access: Access | null }
  /** On a half-duplex cable; `heard`: the far end has begun to hear it. `far`: what is at that end. */
  | { where: 'line'; on: FrameOnLine; heard: boolean; far: 'adapter' | 'hub' }
);

/** Finds a frame on a cable, held there, or waiting to be put on it; else says why there is none. */
export function find(state: WorldState, target: TouchTarget): Found | 'unknown-cable' | 'not-there' {
  const index = state.cables.findIndex((slot) => slot?.settings.id === target.cable);
  const cable = state.cables[index];
  if (!cable) return 'unknown-cable';
  const { direction, departure } = target;
  const meant = (frame: Frame | null, left: number): boolean =>
    frame?.id === target.frame && (departure === undefined || departure === left);
  const here = { index, cable };

  let event: Event | undefined;
  for (const one of eventsOf(state.heap, FLYING)) {
    if (one.target !== index || one.direction !== direction) continue;
    // The queue of events is in no order that means anything: the one asked for first left first.
    if (meant(one.frame, one.departure) && (event === undefined || one.order < event.order)) event = one;
  }
  if (event !== undefined) return { ...here, where: 'flying', event, frame: event.frame!, cause: event.cause };

  const held = cable.held.find((one) => one.direction === direction && meant(one.frame, one.departure));
  if (held !== undefined) return { ...here, where: 'held', held, frame: held.frame, cause: held.cause };

  const lines = cable.shared?.lines[direction];
  const on = lines?.frames.find((one) => !one.cut && meant(one.frame, one.departure));
  if (lines !== undefined && on !== undefined) {
    const heard = lines.far !== 'silent' && lines.frames[0] === on;
    const far = cable.shared!.access[direction === 0 ? 1 : 0] === null ? 'hub' : 'adapter';
    return { ...here, where: 'line', on, heard, far, frame: on.frame, cause: on.cause };
  }

  const access = cable.shared?.access[direction] ?? null;
  const inTurn = frameInTurn(access);
  if (inTurn !== null && meant(inTurn.frame, 0)) return { ...here, where: 'waiting', at: -1, access, ...inTurn };

  const { waiting } = cable.transmitters[direction];
  const at = waiting.findIndex(({ frame }) => meant(frame, 0));
  return at < 0 ? 'not-there' : { ...here, where: 'waiting', at, access: null, ...waiting[at]! };
}
