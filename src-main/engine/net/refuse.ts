import { formatAddress } from '../wire/address.ts';
import { EMPTY } from '../wire/ethernet.ts';
import { isFault } from '../wire/fault.ts';
import type { Frame } from '../wire/frame.ts';
import { PROTOCOL_TCP, type Ipv4 } from '../wire/ipv4.ts';
import { ACK, emitTcp, FIN, parseTcp, RST, SYN } from '../wire/tcp.ts';
import type { Station } from '../link/station.ts';
import type { ReadRule } from './filter.ts';
import { REJECT_CODES, type RejectWith } from './filter-settings.ts';
import { dropFrame } from './counters.ts';
import { deservesError, sendError } from './icmp-errors.ts';
import { isOwn } from './interface.ts';
import type { NetworkState } from './state.ts';
import { output } from './output.ts';
import { lookUp } from './routing.ts';

/** The filter refuses a packet: it is dropped on record and, where the rule says so, its sender is told. */
export function refuse(
  state: NetworkState,
  station: Station,
  port: number,
  ip: Ipv4,
  frame: Frame,
  rule: Pick<ReadRule, 'action' | 'rejectWith'>,
): void {
  dropFrame(state, station, port, frame, 'filtered');
  if (rule.action === 'reject') tellRefused(state, station, ip, frame, rule.rejectWith);
}

/** Answers a refused packet: TCP with RST unless the rule names an ICMP error, the rest with the error. */
export function tellRefused(
  state: NetworkState,
  station: Station,
  ip: Ipv4,
  frame: Frame,
  rejectWith: RejectWith | null,
): void {
  if (ip.protocol === PROTOCOL_TCP && rejectWith === null) return sendReset(state, station, ip, frame);
  const code = REJECT_CODES[rejectWith ?? 'admin-prohibited'];
  sendError(state, station, ip, frame, { kind: 'unreachable', code, mtu: 0 });
}

/** The reset a closed port would have answered with (RFC 9293 §3.10.7.1), in the name of whom the segment was for. */
function sendReset(state: NetworkState, station: Station, ip: Ipv4, frame: Frame): void {
  // RFC 1122 §4.2.3.10: a segment to everybody, or from nobody, is never answered.
  if (ip.moreFragments || !deservesError(state, ip, frame)) return;
  const tcp = parseTcp(frame, ip);
  if (isFault(tcp) || tcp.flags & RST) return;
  const route = isOwn(state, ip.source) ? null : lookUp(state.routes, ip.source);
  if (route === undefined) return;
  const length = tcp.payloadLength + (tcp.flags & SYN ? 1 : 0) + (tcp.flags & FIN ? 1 : 0);
  const answered = (tcp.flags & ACK) !== 0;
  const reset = emitTcp(
    {
      sourcePort: tcp.destinationPort,
      destinationPort: tcp.sourcePort,
      sequence: answered ? tcp.acknowledgment : 0,
      acknowledgment: answered ? 0 : (tcp.sequence + length) >>> 0,
      flags: answered ? RST : RST | ACK,
      window: 0,
      payload: EMPTY,
    },
    {
      source: ip.destination,
      destination: ip.source,
      ttl: state.options.timeToLive,
      identification: 0,
      dontFragment: true,
    },
  );
  const packet = station.newPacket();
  const before = station.cause;
  station.cause = station.record('filter.reset', { packet, detail: { peer: formatAddress(ip.source) } });
  if (route !== null) output(state, station, route.port, route.via ?? ip.source, reset, packet, false);
  else {
    state.looped.push({ datagram: reset, packet, cause: station.cause });
    station.wakeAt(station.now);
  }
  station.cause = before;
}
