import { createSocket, type Socket } from 'node:dgram';
import type { Problem } from '#contract/shapes.ts';
import type { LoopbackAddress } from './loopback.ts';
import { whyNot } from './why-not.ts';

/** Bytes a UDP socket should keep for us: bursts come faster than a simulation takes them. */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/**
 * Binds a UDP socket to a port of a loopback address, for nobody else to share. `bound` gets it before anything can come.
 * Null: it is bound; else why not.
 */
export function bindDatagrams(
  address: LoopbackAddress,
  port: number,
  bound: (socket: Socket) => void,
): Promise<Problem | null> {
  const six = address === '::1';
  const socket = createSocket({ type: six ? 'udp6' : 'udp4', ipv6Only: six });
  return new Promise((resolve) => {
    socket.once('error', (error) => {
      socket.close();
      resolve(whyNot(error, port));
    });
    socket.bind({ address, port, exclusive: true }, () => {
      // Where nobody listens at the other end the system may say so by an error (ECONNREFUSED): no fault of the port.
      socket.removeAllListeners('error').on('error', () => undefined);
      try {
        socket.setRecvBufferSize(RECEIVE_BUFFER);
      } catch {
        // A system that gives less keeps to its own.
      }
      bound(socket);
      resolve(null);
    });
  });
}
