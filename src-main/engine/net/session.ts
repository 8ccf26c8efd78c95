import { ACK, FIN, RST, SYN, TCP } from '../wire/tcp.ts';
import { bytesUpTo } from '../wire/ethernet.ts';
import { readByte, readHalf } from '../wire/field.ts';
import type { Frame } from '../wire/frame.ts';
import { ICMP_ECHO, ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST } from '../wire/icmp.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, type Ipv4 } from '../wire/ipv4.ts';

/** Sessions as packet filters and address translators watch them: from the headers that pass, never from their own ends. */

/** How long a session is remembered after its last packet, ns. */
export interface SessionTimeouts {
  /** An open TCP connection. */
  tcpEstablished: number;
  /** A TCP connection that is being opened or closed. */
  tcpTransitory: number;
  udp: number;
  icmp: number;
}

/**
 * `opening`: one side has spoken. `established`: both have. `closing`: TCP, both have sent FIN, or one RST.
 * The names are those of RFC 5382 §5, whose "transitory" is both of the others.
 */
export type SessionState = 'opening' | 'established' | 'closing';

export interface Session {
  state: SessionState;
  /** Who has sent SYN and FIN: 1 the opener, 2 the other side, 3 both. */
  syn: number;
  fin: number;
  /** ns at which it is forgotten. */
  deadline: number;
}

/** The part of a packet's transport header that tells sessions apart. */
export interface Heading {
  protocol: number;
  /** ICMP echo: the identifier, in both. */
  sourcePort: number;
  destinationPort: number;
  /** TCP control bits, else 0. */
  flags: number;
  /** Whether this packet may open a session: a bare SYN, any UDP datagram, an echo request. */
  opens: boolean;
}

/** Reads the heading of a packet; null for later fragments, other protocols, and packets too short to hold one. */
export function headingOf(frame: Frame, ip: Ipv4): Heading | null {
  if (ip.fragmentOffset > 0 || ip.payloadLength < 8) return null;
  const at = ip.payloadAt;
  switch (ip.protocol) {
    case PROTOCOL_TCP: {
      if (ip.payloadLength < TCP.length) return null;
      const bytes = bytesUpTo(frame, at + TCP.length);
      const flags = readByte(bytes, at, FLAGS);
      const opens = (flags & (SYN | ACK | RST)) === SYN;
      return { ...portsAt(bytes, at), protocol: PROTOCOL_TCP, flags, opens };
    }
    case PROTOCOL_UDP:
      return { ...portsAt(bytesUpTo(frame, at + 8), at), protocol: PROTOCOL_UDP, flags: 0, opens: true };
    case PROTOCOL_ICMP: {
      const bytes = bytesUpTo(frame, at + 8);
      const type = readByte(bytes, at, ICMP_ECHO.type);
      if (type !== ICMP_ECHO_REQUEST && type !== ICMP_ECHO_REPLY) return null;
      const port = readHalf(bytes, at, ICMP_ECHO.identifier);
      const opens = type === ICMP_ECHO_REQUEST;
      return { protocol: PROTOCOL_ICMP, sourcePort: port, destinationPort: port, flags: 0, opens };
    }
    default:
      return null;
  }
}

/** The low byte of the field of flags. */
const FLAGS = { ...TCP.flags, at: TCP.flags.to - 1 };

function portsAt(bytes: Uint8Array, at: number): { sourcePort: number; destinationPort: number } {
  return { sourcePort: readHalf(bytes, at, TCP.sourcePort), destinationPort: readHalf(bytes, at, TCP.destinationPort) };
}

export function newSession(): Session {
  return { state: 'opening', syn: 0, fin: 0, deadline: 0 };
}

/** A packet of a session passes: its state and its deadline follow. Returns whether the state changed. */
export function sessionPassed(
  session: Session,
  timeouts: SessionTimeouts,
  now: number,
  byOpener: boolean,
  heading: Heading,
): boolean {
  const before = session.state;
  if (heading.protocol === PROTOCOL_TCP) {
    segmentPassed(session, byOpener ? 1 : 2, heading.flags);
    session.deadline = now + (session.state === 'established' ? timeouts.tcpEstablished : timeouts.tcpTransitory);
  } else {
    if (!byOpener) session.state = 'established';
    session.deadline = now + (heading.protocol === PROTOCOL_UDP ? timeouts.udp : timeouts.icmp);
  }
  return session.state !== before;
}

/**
 * TCP seen from between its ends (RFC 5382 §5, with the states of RFC 6146 §3.5.2): open once both SYNs were seen and
 * acknowledged; closing after a FIN from each side, or a reset, which may have been refused and then means nothing.
 */
function segmentPassed(session: Session, side: number, flags: number): void {
  if (flags & RST) {
    if (session.state === 'established') session.state = 'closing';
    return;
  }
  if (flags & SYN) {
    // A new connection under the old numbers.
    if (session.state === 'closing') {
      session.state = 'opening';
      session.syn = 0;
      session.fin = 0;
    }
    session.syn |= side;
    return;
  }
  if (session.syn === 3 && session.state === 'opening' && flags & ACK) session.state = 'established';
  if (session.state === 'closing' && session.fin !== 3) session.state = 'established';
  if (flags & FIN) session.fin |= side;
  if (session.fin === 3) session.state = 'closing';
}
