/** Acknowledgments that tell a peer where we are because something it sent does not fit (RFC 9293 §3.10.7.4, RFC 5961). */
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Connection } from './connection.ts';
import { emitAcknowledgment } from './emit.ts';
import type { Segment } from './segment.ts';
import { SECOND } from './timers.ts';

/** Least time between two answers to empty segments that cannot be accepted: two ends must not answer each other for ever. */
const ANSWER_INTERVAL = SECOND / 2;

/** Answers a segment that cannot be accepted with where we are. */
export function answerUnacceptable(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): void {
  if (segment.length === 0) {
    if (connection.challenged !== null && outside.now - connection.challenged < ANSWER_INTERVAL) return;
    connection.challenged = outside.now;
  }
  emitAcknowledgment(state, outside, connection);
}

/**
 * A challenge ACK (RFC 5961 §3.2, §4.2, §5.2): whoever sent the doubtful segment in earnest answers it with something exact.
 * So many a second and host, that an attacker cannot make us send more than that (§7).
 */
export function challenge(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const { challenges } = state;
  if (outside.now - challenges.since >= SECOND) {
    challenges.since = outside.now;
    challenges.count = 0;
  }
  if (challenges.count >= state.settings.challengeLimit) return;
  challenges.count++;
  emitAcknowledgment(state, outside, connection);
}
