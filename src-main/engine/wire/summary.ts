import { formatAddress, formatMac } from './address.ts';
import { ARP_REQUEST, parseArp, type Arp } from './arp.ts';
import { formatBpduFlags, isBpdu, parseBpdu } from './bpdu.ts';
import { DNS_PORT, parseDns } from './dns.ts';
import { dnsInfo, dnsOverTcp } from './dns-text.ts';
import { EMPTY, ETHERNET, ETHERTYPE_ARP, ETHERTYPE_IPV4, parseEthernet } from './ethernet.ts';
import { isFault } from './fault.ts';
import { printValue } from './field.ts';
import { Frame } from './frame.ts';
import { HTTP_PORTS, LONGEST_START, readHttpHead } from './http.ts';
import { ICMP, ICMP_EXCEEDED_MESSAGE, ICMP_UNREACHABLE_MESSAGE, parseIcmp } from './icmp.ts';
import type { Icmp } from './icmp.ts';
import { IPV4, parseIpv4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';
import type { Ipv4 } from './ipv4.ts';
import { ACK, formatFlags, parseTcp } from './tcp.ts';
import type { Tcp } from './tcp.ts';
import { parseUdp } from './udp.ts';
import type { Udp } from './udp.ts';
import { udpPayloadOf } from './udp-payload.ts';
import { vlanTagOf, withoutTag } from './vlan.ts';

/** Names of `Summary.protocol`. */
export type SummaryProtocol = 'ethernet' | 'stp' | 'arp' | 'ipv4' | 'icmp' | 'udp' | 'tcp' | 'dns' | 'dhcp' | 'rip';

/** One line about a frame. */
export interface Summary {
  /** The highest protocol the bytes are valid for. */
  readonly protocol: SummaryProtocol;
  /** IPv4 addresses where there are any, else MAC addresses; empty where there is neither. */
  readonly source: string;
  readonly destination: string;
  /** In the field's notation, the same in every language; a fault is its name in brackets. */
  readonly info: string;
  /** Bytes without the FCS. */
  readonly length: number;
}

/** Sums up any bytes of a frame (without its FCS). */
export function summarize(bytes: Uint8Array): Summary {
  return summarizeFrame(new Frame(0, 0, bytes, EMPTY, 0));
}

/** The same for a frame, without putting its bytes together. The FCS is not looked at. */
export function summarizeFrame(frame: Frame): Summary {
  const { length } = frame;
  const ethernet = parseEthernet(frame);
  if (isFault(ethernet)) {
    return { protocol: 'ethernet', source: '', destination: '', info: `[${ethernet.fault}]`, length };
  }
  const source = formatMac(ethernet.source);
  const destination = formatMac(ethernet.destination);
  const below = { protocol: 'ethernet', source, destination, length } as const;
  if (ethernet.type === ETHERTYPE_ARP) {
    const arp = parseArp(frame);
    if (isFault(arp)) return { ...below, info: `[${arp.fault}]` };
    const info = arpInfo(arp);
    return { ...below, protocol: 'arp', info };
  }
  if (isBpdu(ethernet.destination, ethernet.type)) {
    const bpdu = parseBpdu(frame);
    if (isFault(bpdu)) return { ...below, info: `[${bpdu.fault}]` };
    const { rootPriority, rootMac, rootCost, port } = bpdu;
    const root = `${rootPriority}/${formatMac(rootMac)}`;
    const info = `RST. Root=${root} Cost=${rootCost} Port=0x${port.toString(16)} [${formatBpduFlags(bpdu)}]`;
    return { ...below, protocol: 'stp', info };
  }
  const tag = vlanTagOf(frame);
  if (tag !== null) {
    const { head, body } = withoutTag(frame);
    const inner = summarizeFrame(new Frame(0, 0, head, body, 0));
    return { ...inner, info: `[VLAN ${tag.id}] ${inner.info}`, length };
  }
  if (ethernet.type !== ETHERTYPE_IPV4) return { ...below, info: printValue(ETHERNET.type, ethernet.type) };
  const ip = parseIpv4(frame);
  if (isFault(ip)) return { ...below, info: `[${ip.fault}]` };
  const ends = { source: formatAddress(ip.source), destination: formatAddress(ip.destination), length };
  return { ...ends, ...summarizePacket(frame, ip) };
}

function arpInfo({ operation, senderAddress, senderMac, targetAddress }: Arp): string {
  if (senderAddress === targetAddress) return `ARP Announcement for ${formatAddress(targetAddress)}`;
  if (operation !== ARP_REQUEST) return `${formatAddress(senderAddress)} is at ${formatMac(senderMac)}`;
  const tell = senderAddress === 0 ? '(ARP Probe)' : `Tell ${formatAddress(senderAddress)}`;
  return `Who has ${formatAddress(targetAddress)}? ${tell}`;
}

function summarizePacket(frame: Frame, ip: Ipv4): { protocol: SummaryProtocol; info: string } {
  const protocol = printValue(IPV4.protocol, ip.protocol);
  if (ip.moreFragments || ip.fragmentOffset !== 0) {
    const identification = printValue(IPV4.identification, ip.identification);
    const more = ip.moreFragments ? ' [MF]' : '';
    return {
      protocol: 'ipv4',
      info: `Fragment id=${identification} off=${ip.fragmentOffset} proto=${protocol}${more}`,
    };
  }
  switch (ip.protocol) {
    case PROTOCOL_ICMP: {
      const icmp = parseIcmp(frame, ip);
      return isFault(icmp)
        ? { protocol: 'ipv4', info: `${protocol} [${icmp.fault}]` }
        : { protocol: 'icmp', info: icmpInfo(icmp, ip) };
    }
    case PROTOCOL_UDP: {
      const udp = parseUdp(frame, ip);
      return isFault(udp) ? { protocol: 'ipv4', info: `${protocol} [${udp.fault}]` } : udpSummary(frame, udp);
    }
    case PROTOCOL_TCP: {
      const tcp = parseTcp(frame, ip);
      return isFault(tcp)
        ? { protocol: 'ipv4', info: `${protocol} [${tcp.fault}]` }
        : { protocol: 'tcp', info: tcpInfo(tcp) + payloadInfo(frame, tcp) };
    }
    default:
      return { protocol: 'ipv4', info: `${protocol} Len=${ip.payloadLength}` };
  }
}

function udpSummary(frame: Frame, udp: Udp): { protocol: SummaryProtocol; info: string } {
  const payload = udp.payloadLength > 0 ? udpPayloadOf(udp.sourcePort, udp.destinationPort) : undefined;
  const info = payload?.info(frame.slice(udp.payloadAt, udp.payloadLength)) ?? null;
  if (payload !== undefined && info !== null) return { protocol: payload.protocol, info };
  return { protocol: 'udp', info: `${udp.sourcePort} → ${udp.destinationPort} Len=${udp.payloadLength}` };
}

function icmpInfo(icmp: Icmp, ip: Ipv4): string {
  switch (icmp.kind) {
    case 'echo-request':
    case 'echo-reply': {
      const what = icmp.kind === 'echo-request' ? 'request' : 'reply';
      return `Echo (ping) ${what} id=${icmp.identifier} seq=${icmp.sequence} ttl=${ip.ttl}`;
    }
    case 'unreachable': {
      const mtu = icmp.mtu === 0 ? '' : ` MTU=${icmp.mtu}`;
      return `Destination unreachable (${codeName(ICMP_UNREACHABLE_MESSAGE.code.names, icmp.code)})${mtu}`;
    }
    case 'time-exceeded':
      return `Time-to-live exceeded (${codeName(ICMP_EXCEEDED_MESSAGE.code.names, icmp.code)})`;
    case 'parameter-problem':
      return `Parameter problem pointer=${icmp.pointer}`;
    case 'redirect':
      return `Redirect gateway=${formatAddress(icmp.gateway)}`;
    case 'other':
      return `${ICMP.type.names[icmp.type] ?? `type=${icmp.type}`} code=${icmp.code}`;
  }
}

function codeName(names: Readonly<Record<number, string>>, code: number): string {
  return names[code] ?? `code ${code}`;
}

/** What a segment carries, where it can be told: `, GET / HTTP/1.1`, or a DNS message. */
function payloadInfo(frame: Frame, tcp: Tcp): string {
  if (tcp.payloadLength === 0) return '';
  const ports = [tcp.sourcePort, tcp.destinationPort];
  if (ports.includes(DNS_PORT)) {
    const bytes = frame.slice(tcp.payloadAt, tcp.payloadLength);
    const at = dnsOverTcp(bytes, 0, bytes.length);
    const dns = at === null ? null : parseDns(bytes, at);
    return dns === null || isFault(dns) ? '' : `, ${dnsInfo(dns)}`;
  }
  if (!ports.some((port) => HTTP_PORTS.includes(port))) return '';
  const looked = Math.min(tcp.payloadLength, LONGEST_START);
  const head = readHttpHead(frame.slice(tcp.payloadAt, looked), 0, looked);
  return head === null ? '' : `, ${head.lines[0]!.text}`;
}

function tcpInfo(tcp: Tcp): string {
  const { maximumSegmentSize, windowScale, sackPermitted, sack, timestamps } = tcp.options;
  let info = `${tcp.sourcePort} → ${tcp.destinationPort} [${formatFlags(tcp.flags)}] Seq=${tcp.sequence}`;
  if (tcp.flags & ACK) info += ` Ack=${tcp.acknowledgment}`;
  info += ` Win=${tcp.window} Len=${tcp.payloadLength}`;
  if (maximumSegmentSize !== undefined) info += ` MSS=${maximumSegmentSize}`;
  if (windowScale !== undefined) info += ` WS=${2 ** windowScale}`;
  if (sackPermitted === true) info += ' SACK_PERM';
  if (timestamps !== undefined) info += ` TSval=${timestamps.value} TSecr=${timestamps.echo}`;
  for (const [left, right] of sack ?? []) info += ` SLE=${left} SRE=${right}`;
  return info;
}
