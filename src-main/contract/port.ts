import type { Channel } from './channel.ts';

/** What this needs of a port: the shape of Node's `MessagePort` and `parentPort`; a `Worker` calls its end `exit`. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', heard: (message: unknown) => void): unknown;
  on(event: 'close', closed: () => void): unknown;
  close(): void;
}

/** A channel over a port that clones. */
export function overPort(port: Port): Channel {
  let open = true;
  let heard = (_message: unknown): void => {};
  let closed = (): void => {};
  port.on('close', () => {
    open = false;
    closed();
  });
  let listening = false;
  return {
    post(message) {
      if (open) port.postMessage(message);
    },
    onMessage(listener) {
      heard = listener;
      // Listening starts a port: not before there is somebody to hear.
      if (!listening) port.on('message', (message) => heard(message));
      listening = true;
    },
    onClose(listener) {
      closed = listener;
    },
    close() {
      if (!open) return;
      open = false;
      port.close();
    },
  };
}
