import type { Reason } from '../trace/reasons.ts';
import type { Datagram } from '../wire/datagram.ts';
import { isFault } from '../wire/fault.ts';
import type { Frame } from '../wire/frame.ts';
import { parseIcmp, parseQuoted, type Quoted } from '../wire/icmp.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, type Ipv4 } from '../wire/ipv4.ts';
import { RST } from '../wire/tcp.ts';
import { withEnd, withQuotedEnd, type End } from '../wire/translate.ts';
import type { Station } from '../link/station.ts';
import {
  addMapping,
  endKey,
  removeMapping,
  sessionKey,
  type Mapping,
  type NatSession,
  type NatState,
} from './nat-state.ts';
import { headingOf, newSession, sessionPassed, type Heading } from './session.ts';

/**
 * Network address and port translation (RFC 3022 §2.2 "NAPT"), behaving as RFC 4787, RFC 5382 and RFC 5508 ask: one
 * outside port for an inside one whoever is sent to, answers from strangers refused, hairpins turned, ICMP errors followed.
 * Each function returns the packet as it goes on, or why it cannot. They are given whole packets, never fragments.
 */
export type Translated = { datagram: Datagram } | { reason: Reason };

/** Whether the router itself uses a port (of ICMP: an identifier) for a socket of its own. */
export type PortHeld = (protocol: number, port: number) => boolean;

/** A packet from inside is about to leave by the outside port, whose address is `address`. `frame` holds it as it came. */
export function natDeparts(
  nat: NatState,
  station: Station,
  address: number | null,
  ip: Ipv4,
  frame: Frame,
  datagram: Datagram,
  held: PortHeld,
): Translated {
  if (address === null) return { reason: 'no-address' };
  const heading = headingOf(frame, ip);
  if (heading === null) return errorDeparts(nat, station, address, ip, frame, datagram);
  const remote = { address: ip.destination, port: heading.destinationPort };
  const mapping = mappingFor(nat, station, address, ip, frame, heading, remote, held);
  if ('reason' in mapping) return mapping;
  passed(nat, station, mapping, remote, heading, true);
  tell(station, mapping.out, frame);
  return { datagram: withEnd(datagram, ip, 'source', mapping.outside) };
}

/**
 * A packet for the outside address has come, from outside or (`fromInside`) from a host inside that calls its neighbour by
 * the outside name. Null: it is for the router itself.
 */
export function natArrives(
  nat: NatState,
  station: Station,
  ip: Ipv4,
  frame: Frame,
  datagram: Datagram,
  fromInside: boolean,
  held: PortHeld,
): Translated | null {
  const heading = headingOf(frame, ip);
  if (heading === null) return fromInside ? null : errorArrives(nat, station, ip, frame, datagram);
  const outside = { address: ip.destination, port: heading.destinationPort };
  const mapping =
    nat.mappings.get(endKey(ip.protocol, outside)) ?? forwarded(nat, station, ip, frame, heading, outside);
  if (mapping === undefined) return null;
  let remote: End = { address: ip.source, port: heading.sourcePort };
  let turned = datagram;
  if (fromInside) {
    // RFC 4787 REQ-9: the neighbour sees the caller under its outside name too.
    const caller = mappingFor(nat, station, ip.destination, ip, frame, heading, outside, held);
    if ('reason' in caller) return caller;
    passed(nat, station, caller, outside, heading, true);
    tell(station, caller.out, frame);
    remote = caller.outside;
    turned = withEnd(turned, ip, 'source', remote);
  }
  if (!welcome(nat, mapping, remote, heading)) return { reason: 'nat-filtered' };
  passed(nat, station, mapping, remote, heading, false);
  tell(station, mapping.in, frame);
  const now = fromInside ? { ...ip, source: remote.address } : ip;
  return { datagram: withEnd(turned, now, 'destination', mapping.inside) };
}

/** An ICMP error about a packet that left under the outside name: for whoever inside has sent it (RFC 5508 REQ-4). */
export function errorArrives(
  nat: NatState,
  station: Station,
  ip: Ipv4,
  frame: Frame,
  datagram: Datagram,
): Translated | null {
  const quoted = quotedIn(ip, frame);
  if (quoted === null) return null;
  const mapping = nat.mappings.get(endKey(quoted.protocol, { address: quoted.source, port: quoted.sourcePort }));
  if (mapping === undefined) return null;
  tell(station, mapping.in, frame);
  const { inside } = mapping;
  return { datagram: withQuotedEnd(datagram, ip, 'destination', inside.address, 'source', inside) };
}

/** An ICMP error from inside about a packet that came in through a mapping (RFC 5508 REQ-5). */
function errorDeparts(
  nat: NatState,
  station: Station,
  address: number,
  ip: Ipv4,
  frame: Frame,
  datagram: Datagram,
): Translated {
  const quoted = quotedIn(ip, frame);
  if (quoted === null) return { reason: 'nat-protocol' };
  // An echo carries one number for both ends.
  const port = quoted.protocol === PROTOCOL_ICMP ? quoted.sourcePort : quoted.destinationPort;
  const inside = { address: quoted.destination, port };
  const remote = { address: quoted.source, port: quoted.sourcePort };
  const key =
    nat.bySession.get(sessionKey(quoted.protocol, inside, remote)) ?? nat.byInside.get(endKey(quoted.protocol, inside));
  const mapping = key === undefined ? undefined : nat.mappings.get(key);
  if (mapping === undefined) return { reason: 'nat-no-mapping' };
  tell(station, mapping.out, frame);
  return { datagram: withQuotedEnd(datagram, ip, 'source', address, 'destination', mapping.outside) };
}

function quotedIn(ip: Ipv4, frame: Frame): Quoted | null {
  if (ip.protocol !== PROTOCOL_ICMP) return null;
  const icmp = parseIcmp(frame, ip);
  if (isFault(icmp) || !('quoted' in icmp)) return null;
  const quoted = parseQuoted(icmp.quoted);
  return isFault(quoted) ? null : quoted;
}

/** The mapping of an inside end: that of the session, else the one it has, else a new one. */
function mappingFor(
  nat: NatState,
  station: Station,
  address: number,
  ip: Ipv4,
  frame: Frame,
  heading: Heading,
  remote: End,
  held: PortHeld,
): Mapping | { reason: Reason } {
  const { protocol } = ip;
  const inside = { address: ip.source, port: heading.sourcePort };
  const key = nat.bySession.get(sessionKey(protocol, inside, remote)) ?? nat.byInside.get(endKey(protocol, inside));
  const known = key === undefined ? undefined : nat.mappings.get(key);
  if (known !== undefined) {
    if (known.outside.address === address) return known;
    // The router was given another address: nothing sent under the old one finds back.
    removeMapping(nat, known);
  }
  // A reply or a reset for nobody known opens nothing.
  if (heading.flags & RST || (protocol === PROTOCOL_ICMP && !heading.opens)) return { reason: 'nat-no-mapping' };
  const fixed = nat.forwards.find(
    ({ protocol: of, inside: to }) => of === protocol && to.address === inside.address && to.port === inside.port,
  );
  const port = fixed?.port ?? freePort(nat, station, protocol, address, inside.port, held);
  if (port === null) return { reason: 'nat-ports-exhausted' };
  return addMapping(nat, station, frame.packet, protocol, inside, { address, port });
}

/**
 * An outside port: the inside one where it is free (RFC 4787 §4.2.1, "port preservation"), else one of the same parity where
 * there is one (REQ-4), sought from a random place on. What the router uses itself, and what is forwarded, is never free.
 */
function freePort(
  nat: NatState,
  station: Station,
  protocol: number,
  address: number,
  wanted: number,
  held: PortHeld,
): number | null {
  const { first, last } = nat.ports;
  const free = (port: number): boolean =>
    !nat.mappings.has(endKey(protocol, { address, port })) &&
    !held(protocol, port) &&
    !nat.forwards.some((forward) => forward.protocol === protocol && forward.port === port);
  if (wanted >= first && wanted <= last && free(wanted)) return wanted;
  const count = last - first + 1;
  const start = station.random() % count;
  let other: number | null = null;
  for (let step = 0; step < count; step++) {
    const port = first + ((start + step) % count);
    if (!free(port)) continue;
    if (protocol !== PROTOCOL_UDP || (port - wanted) % 2 === 0) return port;
    other ??= port;
  }
  return other;
}

/** The mapping a static forward makes for a packet that nobody inside has asked for. */
function forwarded(
  nat: NatState,
  station: Station,
  ip: Ipv4,
  frame: Frame,
  heading: Heading,
  outside: End,
): Mapping | undefined {
  // A stray segment opens nothing: as at any port without a mapping, the router answers it (RFC 9293 §3.10.7.1).
  if (!heading.opens) return undefined;
  const forward = nat.forwards.find(({ protocol, port }) => protocol === ip.protocol && port === outside.port);
  return forward && addMapping(nat, station, frame.packet, ip.protocol, forward.inside, outside);
}

/** Whether a remote end may come in through a mapping (RFC 4787 §5 and REQ-8, RFC 5382 REQ-3). */
function welcome(nat: NatState, mapping: Mapping, remote: End, heading: Heading): boolean {
  if (mapping.sessions.has(endKey(mapping.protocol, remote))) return true;
  if (!heading.opens && mapping.protocol === PROTOCOL_TCP) return false;
  const { protocol, outside } = mapping;
  if (nat.forwards.some((forward) => forward.protocol === protocol && forward.port === outside.port)) return true;
  if (nat.filtering === 'endpoint-independent') return true;
  if (nat.filtering === 'address-and-port-dependent') return false;
  for (const session of mapping.sessions.values()) if (session.remote.address === remote.address) return true;
  return false;
}

/** A packet passes through a mapping: its session lives on, or begins. */
function passed(
  nat: NatState,
  station: Station,
  mapping: Mapping,
  remote: End,
  heading: Heading,
  fromInside: boolean,
): void {
  const key = endKey(mapping.protocol, remote);
  let session: NatSession | undefined = mapping.sessions.get(key);
  if (session === undefined) {
    session = { ...newSession(), remote, openedInside: fromInside };
    mapping.sessions.set(key, session);
    nat.bySession.set(sessionKey(mapping.protocol, mapping.inside, remote), endKey(mapping.protocol, mapping.outside));
  }
  sessionPassed(session, nat.timeouts, station.now, session.openedInside === fromInside, heading);
  nat.nextEnd = Math.min(nat.nextEnd, session.deadline);
  station.wakeAt(nat.nextEnd);
}

function tell(station: Station, detail: Mapping['out'] | Mapping['in'], frame: Frame): void {
  station.cause = station.record('nat.translated', { frame: frame.id, packet: frame.packet, detail });
}
