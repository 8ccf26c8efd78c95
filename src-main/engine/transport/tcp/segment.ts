import type { Frame } from '../../wire/frame.ts';
import type { Ipv4 } from '../../wire/ipv4.ts';
import type { Tcp, TcpOptions } from '../../wire/tcp.ts';
import { FIN, SYN } from '../../wire/tcp.ts';

/** CE in the IP header (RFC 3168 §5). */
const MARKED = 3;

/** A received segment as RFC 9293 §3.3.1 speaks of it. */
export interface Segment {
  /** SEG.SEQ. */
  sequence: number;
  /** SEG.ACK. */
  acknowledgment: number;
  flags: number;
  /** SEG.WND, bytes: scaled, where it is for a connection that has agreed on that. */
  window: number;
  text: Uint8Array;
  /** SEG.LEN: the text, and one each for SYN and FIN. */
  length: number;
  /** SEG.UP, meaningful with URG. */
  urgentPointer: number;
  options: TcpOptions;
  /** A router has marked the packet instead of dropping it: CE (RFC 3168 §5). */
  marked: boolean;
}

export function segmentOf(tcp: Tcp, ip: Ipv4, frame: Frame): Segment {
  const text = frame.slice(tcp.payloadAt, tcp.payloadLength);
  return {
    sequence: tcp.sequence,
    acknowledgment: tcp.acknowledgment,
    flags: tcp.flags,
    window: tcp.window,
    text,
    length: text.length + ((tcp.flags & SYN) !== 0 ? 1 : 0) + ((tcp.flags & FIN) !== 0 ? 1 : 0),
    urgentPointer: tcp.urgentPointer,
    options: tcp.options,
    marked: ip.ecn === MARKED,
  };
}
