import type { Frame } from '../../wire/frame.ts';
import type { Tcp, TcpOptions } from '../../wire/tcp.ts';
import { FIN, SYN } from '../../wire/tcp.ts';

/** A received segment as RFC 9293 §3.3.1 speaks of it. */
export interface Segment {
  /** SEG.SEQ. */
  sequence: number;
  /** SEG.ACK. */
  acknowledgment: number;
  flags: number;
  /** SEG.WND: as the field has it until the connection it is for is known, then in bytes. */
  window: number;
  text: Uint8Array;
  /** SEG.LEN: the text, and one each for SYN and FIN. */
  length: number;
  /** SEG.UP, meaningful with URG. */
  urgentPointer: number;
  options: TcpOptions;
}

export function segmentOf(tcp: Tcp, frame: Frame): Segment {
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
  };
}
