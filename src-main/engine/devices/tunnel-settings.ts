/** The two UDP ports of the machine between which a tunnel's frames go, one a datagram. */
export interface TunnelSettings {
  /** Of both. */
  address: '127.0.0.1' | '::1';
  /** The one the tunnel opens, and sends from. */
  port: number;
  /** The one of whoever is at the other end. */
  peer: number;
}

/**
 * The port of every tunnel that no drawing shows: behind it is a UDP port of the machine. Who holds that joins it
 * (`Timeline.join`), takes the frames that leave by it and injects those that come in.
 */
export const TUNNEL_OUTSIDE = 'udp';
