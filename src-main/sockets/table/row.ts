/** A line of the operating system's socket table. */
export interface SystemSocket {
  protocol: 'tcp' | 'udp';
  local: SystemEndpoint;
  remote: SystemEndpoint;
  /** As RFC 9293 §3.3.2 spells them (`FIN-WAIT-2`); empty for UDP. */
  state: string;
  /** Bytes not read; of a listening socket, connections not accepted. Null: not told. */
  receiveQueue: number | null;
  /** Bytes not acknowledged. Null: not told. */
  sendQueue: number | null;
  timer: 'retransmission' | 'keep-alive' | 'time-wait' | 'persist' | null;
  /** ns until the timer expires; null: not told. */
  remaining: number | null;
  /** Whether a program holds it. Null: not told. */
  held: boolean | null;
}

/** An address as the system prints it, IPv6 without brackets; port 0: any. */
export interface SystemEndpoint {
  address: string;
  port: number;
}
