import type { RemoteInfo, Socket } from 'node:dgram';
import { BRIDGE_WINDOW } from '#contract/bridge.ts';
import type { GatewayDoor } from '#contract/gateways.ts';
import type { Connections } from './connections.ts';

/** ms after which a peer that sends no datagrams any more is forgotten. */
const PEER_PATIENCE = 60_000;
/** Datagrams of one peer that may wait to be taken: without this, empty ones could pile up for ever while time stands. */
const MOST_DATAGRAMS = 1024;

/** Who sends datagrams to an inward port. */
interface Peer {
  connection: number;
  patience: NodeJS.Timeout;
  /** Its datagrams that the drawn socket has not taken, and their bytes. */
  waiting: number;
  underWay: number;
}

/** Makes every peer of a bound UDP socket a connection of its own. `rule`: the index of the inward line. */
export function joinPeers(connections: Connections, socket: Socket, rule: number, door: GatewayDoor): void {
  const { tell } = connections;
  const peers = new Map<string, Peer>();

  socket.on('message', (bytes, from) => {
    const key = `${from.address}:${from.port}`;
    const peer = peers.get(key) ?? begin(key, from);
    if (peer === null) return;
    peer.patience.refresh();
    // As in a buffer that is full: while time stands nobody takes them.
    if (peer.waiting >= MOST_DATAGRAMS || peer.underWay + bytes.length > BRIDGE_WINDOW) return;
    peer.waiting++;
    peer.underWay += bytes.length;
    door.entered += bytes.length;
    tell({ what: 'data', connection: peer.connection, bytes });
  });

  function begin(key: string, from: RemoteInfo): Peer | null {
    if (connections.full) return null;
    const connection = connections.nextNumber();
    const leave = (): void => {
      clearTimeout(peer.patience);
      peers.delete(key);
      connections.gone(connection, door);
    };
    const forget = (): void => {
      // What it sent while time stood is not forgotten before it was taken.
      if (peer.waiting > 0) return void peer.patience.refresh();
      leave();
      tell({ what: 'reset', connection });
    };
    const peer: Peer = { connection, patience: setTimeout(forget, PEER_PATIENCE).unref(), waiting: 0, underWay: 0 };
    peers.set(key, peer);
    connections.came(connection, door, {
      give(bytes) {
        door.left += bytes.length;
        peer.patience.refresh();
        tell({ what: 'taken', connection, length: bytes.length });
        socket.send(bytes, from.port, from.address, () => undefined);
      },
      finish: () => undefined,
      reset: leave,
      // A datagram is taken whole.
      taken(length) {
        peer.waiting--;
        peer.underWay -= length;
      },
    });
    tell({ what: 'connect', connection, device: connections.device, rule });
    return peer;
  }
}
