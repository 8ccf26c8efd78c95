import type { Reason } from '../trace/reasons.ts';
import { formatAddress } from '../wire/address.ts';
import { checkOf, isFault } from '../wire/fault.ts';
import { read } from '../wire/field.ts';
import type { Frame } from '../wire/frame.ts';
import { emitIcmp, ICMP, parseIcmp, parseQuoted, UNREACHABLE_FRAGMENTATION } from '../wire/icmp.ts';
import { IPV4, withIpOptions, type Ipv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { echoOptions } from './echo-options.ts';
import { errorName, ownFields } from './icmp-errors.ts';
import { isOwn } from './interface.ts';
import { martian } from './martian.ts';
import type { NetworkState } from './state.ts';
import { originate } from './output.ts';
import { learnPathMtu } from './path-mtu.ts';
import { redirectReceived } from './redirect.ts';
import type { Upper } from './upper.ts';

/** An ICMP message for this host (RFC 792, RFC 1122 §3.2.2), from interface `port` (-1: itself). Returns why it was thrown away, or null. */
export function icmpReceived(
  state: NetworkState,
  station: Station,
  upper: Upper,
  port: number,
  ip: Ipv4,
  frame: Frame,
): Reason | null {
  const icmp = parseIcmp(frame, ip);
  upper.check = undefined;
  if (isFault(icmp)) {
    upper.check = checkOf(icmp);
    return icmp.fault;
  }
  switch (icmp.kind) {
    case 'echo-request':
      return answerEcho(state, station, upper, ip, frame, icmp);
    case 'echo-reply':
      return upper.received(ip, frame, port, icmp);
    case 'unreachable':
    case 'time-exceeded':
    case 'parameter-problem': {
      const detail = { error: errorName(icmp), peer: formatAddress(ip.source) };
      station.cause = station.record('icmp.error.received', { packet: frame.packet, frame: frame.id, detail });
      if (icmp.kind === 'unreachable' && icmp.code === UNREACHABLE_FRAGMENTATION) tooLarge(state, station, icmp);
      upper.failed(icmp, ip.source);
      return null;
    }
    case 'redirect':
      return redirectReceived(state, station, port, ip, frame, icmp);
    case 'other':
      // RFC 1122 §3.2.2: a message of unknown type is silently thrown away; here silence is a fact like any other.
      upper.check = { found: String(read(frame.slice(ip.payloadAt, 1), 0, ICMP.type)) };
      return 'unknown-icmp-type';
  }
}

function tooLarge(state: NetworkState, station: Station, { quoted, mtu }: { quoted: Uint8Array; mtu: number }): void {
  const about = parseQuoted(quoted);
  if (isFault(about)) return;
  const before = station.cause;
  learnPathMtu(state, station, about, mtu, read(quoted, 0, IPV4.totalLength));
  station.cause = before;
}

/** RFC 1122 §3.2.2.6: every host answers echo requests, with the same data, from the address that was asked. */
function answerEcho(
  state: NetworkState,
  station: Station,
  upper: Upper,
  ip: Ipv4,
  frame: Frame,
  echo: { identifier: number; sequence: number; data: Uint8Array },
): Reason | null {
  // A host that has no address yet cannot be answered by one (RFC 1122 §3.2.1.3 (a)).
  if (ip.source === 0) {
    upper.check = martian('ip.src', ip.source, '0.0.0.0');
    return 'martian-address';
  }
  if (isOwn(state, ip.destination)) {
    const { identifier, sequence, data } = echo;
    const packet = station.newPacket();
    const detail = { peer: formatAddress(ip.source), identifier, sequence };
    station.cause = station.record('icmp.echo.answered', { packet, detail });
    const { options, destination } = echoOptions(ip, frame);
    const answer = emitIcmp(
      { kind: 'echo-reply', identifier, sequence, data },
      ownFields(state, station, ip.destination, destination, data.length + options.length),
    );
    originate(state, station, withIpOptions(answer, options), packet);
    return null;
  }
  // RFC 1122 §3.2.2.6 lets a host ignore a request to a broadcast address, and most do.
  return 'echo-to-broadcast';
}
