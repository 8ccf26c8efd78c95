import type { Socket } from 'node:net';
import { BRIDGE_WINDOW } from '#contract/bridge.ts';
import type { GatewayDoor } from '#contract/gateways.ts';
import type { Connections } from './connections.ts';

/**
 * Makes a TCP socket, connected or about to be, the real end of a connection. It is read no further than a window beyond
 * what the drawn socket has taken. The socket must allow half-open connections.
 */
export function joinStream(connections: Connections, connection: number, socket: Socket, door: GatewayDoor): void {
  const { tell } = connections;
  let underWay = 0;
  /** Which directions were finished in order; one that broke is told as a reset. */
  const finished = { real: false, drawn: false };
  let dismissed = false;
  socket.setNoDelay(true);
  socket.on('data', (bytes) => {
    underWay += bytes.length;
    door.entered += bytes.length;
    tell({ what: 'data', connection, bytes });
    if (underWay >= BRIDGE_WINDOW) socket.pause();
  });
  socket.once('end', () => {
    finished.real = true;
    tell({ what: 'end', connection });
  });
  // What went wrong is told when it is closed.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    if (!connections.gone(connection, door)) return;
    if (!dismissed && !(finished.real && finished.drawn)) tell({ what: 'reset', connection });
  });
  connections.came(connection, door, {
    give(bytes) {
      door.left += bytes.length;
      socket.write(bytes, () => tell({ what: 'taken', connection, length: bytes.length }));
    },
    finish() {
      finished.drawn = true;
      socket.end();
    },
    reset() {
      dismissed = true;
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
    },
    taken(length) {
      underWay -= length;
      if (underWay < BRIDGE_WINDOW && socket.isPaused()) socket.resume();
    },
  });
}
