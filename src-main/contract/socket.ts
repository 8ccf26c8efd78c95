import type { Channel } from './channel.ts';
import { decode, encode } from './encoding.ts';

/** What this needs of a WebSocket: the shape both of the browser's and of the one in Node. */
export interface Socket {
  binaryType: string;
  /** 1: open. */
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open', opened: () => void): void;
  addEventListener(type: 'message', heard: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', closed: (event: { code: number }) => void): void;
}

/** Close code of a page whose place another page has taken (4000 … 4999 are an application's own, RFC 6455 §7.4.2). */
export const TAKEN_OVER = 4001;

/** A channel over an open WebSocket. What arrives and is no message (text, faulty bytes) is dropped. */
export function overSocket(socket: Socket): Channel {
  let heard = (_message: unknown): void => {};
  let closed = (): void => {};
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    const decoded = decode(new Uint8Array(data));
    if ('message' in decoded) heard(decoded.message);
  });
  socket.addEventListener('close', () => closed());
  return {
    post(message) {
      if (socket.readyState === 1) socket.send(encode(message));
    },
    onMessage(listener) {
      heard = listener;
    },
    onClose(listener) {
      closed = listener;
    },
    close: () => socket.close(1000),
  };
}
