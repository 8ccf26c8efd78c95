import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';

/** DNS messages over a connection, each with its length in two bytes in front (RFC 1035 §4.2.2): plain data. */
export interface MessageStream {
  /** The connection is there. */
  open: boolean;
  out: Outgoing;
  /** What has come and is no whole message yet. */
  incoming: Uint8Array;
}

export function newMessageStream(): MessageStream {
  return { open: false, out: newOutgoing(), incoming: new Uint8Array(0) };
}

/** Puts a message behind those that wait to be sent. */
export function putMessage({ out }: MessageStream, bytes: Uint8Array): void {
  put(out, Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes);
}

/** Sends what waits, and takes the next message; `ended`: there will be none any more. */
export function nextMessage(stream: MessageStream, descriptor: number, system: System): Uint8Array | 'wait' | 'ended' {
  if (typeof flush(stream.out, descriptor, system) === 'string') return 'ended';
  for (;;) {
    const { incoming } = stream;
    const length = 2 + ((incoming[0] ?? 0) << 8) + (incoming[1] ?? 0);
    if (incoming.length >= 2 && incoming.length >= length) {
      stream.incoming = incoming.subarray(length);
      return incoming.subarray(2, length);
    }
    const bytes = system.receive(descriptor, 65_536);
    if (bytes === 'EAGAIN') return 'wait';
    if (typeof bytes === 'string' || bytes.length === 0) return 'ended';
    const whole = new Uint8Array(incoming.length + bytes.length);
    whole.set(incoming);
    whole.set(bytes, incoming.length);
    stream.incoming = whole;
  }
}
