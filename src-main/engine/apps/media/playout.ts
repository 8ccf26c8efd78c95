import type { StreamRequest } from './stream.ts';

/** What was seen of a stream: plain data. Times are ns. */
export interface Playout {
  /** When frame 0 is played; it moves later with every stall. -1: nothing has come yet. */
  start: number;
  /** The frame that is due next. */
  next: number;
  /** Frames that came before they were due, by number. */
  waiting: Set<number>;
  played: number;
  /** Frames that were not there when they were due (and were not waited for). */
  missed: Set<number>;
  /** Of those, frames that came afterwards, and how much too late the latest was. */
  late: number;
  latest: number;
  /** Runs of missed frames. */
  gaps: number;
  /** Times playing stopped to wait, for how long in all, and the longest. */
  stalls: number;
  stalled: number;
  longest: number;
  /** Since when it waits now; -1: it plays. */
  waitingSince: number;
}

export function newPlayout(): Playout {
  return {
    start: -1,
    next: 0,
    waiting: new Set(),
    played: 0,
    missed: new Set(),
    late: 0,
    latest: 0,
    gaps: 0,
    stalls: 0,
    stalled: 0,
    longest: 0,
    waitingSince: -1,
  };
}

/** A frame has come. Playing begins `buffer` ns after the first. */
export function arrived(playout: Playout, number: number, request: StreamRequest, buffer: number, now: number): void {
  if (playout.start < 0) playout.start = now + buffer - number * request.interval;
  if (number >= request.count) return;
  if (playout.missed.has(number)) {
    playout.missed.delete(number);
    playout.late++;
    playout.latest = Math.max(playout.latest, now - dueAt(playout, number, request));
  } else if (number >= playout.next) playout.waiting.add(number);
}

/** When a frame is played. */
export function dueAt({ start }: Playout, number: number, { interval }: StreamRequest): number {
  return start + number * interval;
}

/** What happened while a stretch of the stream was played. */
export type Event = { what: 'gap'; frame: number } | { what: 'stall'; frame: number; time: number };

/**
 * Plays what is due at `now`. A missing frame is a gap, or, with `patient`, playing stops until it comes. Returns what
 * went wrong; ask again at `dueAt(next)`.
 */
export function play(playout: Playout, request: StreamRequest, patient: boolean, now: number): Event[] {
  const events: Event[] = [];
  while (playout.start >= 0 && playout.next < request.count && now >= dueAt(playout, playout.next, request)) {
    const frame = playout.next;
    if (playout.waiting.delete(frame)) {
      if (playout.waitingSince >= 0) events.push(goOn(playout, frame, now));
      playout.played++;
    } else if (patient) {
      if (playout.waitingSince < 0) playout.waitingSince = dueAt(playout, frame, request);
      return events;
    } else {
      if (frame === 0 || !playout.missed.has(frame - 1)) playout.gaps++;
      playout.missed.add(frame);
      events.push({ what: 'gap', frame });
    }
    playout.next++;
  }
  return events;
}

function goOn(playout: Playout, frame: number, now: number): Event {
  const time = now - playout.waitingSince;
  playout.waitingSince = -1;
  playout.start += time;
  playout.stalls++;
  playout.stalled += time;
  playout.longest = Math.max(playout.longest, time);
  return { what: 'stall', frame, time };
}
