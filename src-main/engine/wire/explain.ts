import { ARP, parseArp } from './arp.ts';
import { DNS_PORT } from './dns.ts';
import { dnsOverTcp, explainDnsOverTcp } from './dns-text.ts';
import { EMPTY, ETHERNET, ETHERTYPE_ARP, ETHERTYPE_IPV4, parseEthernet } from './ethernet.ts';
import { BPDU, isBpdu, LLC, parseBpdu } from './bpdu.ts';
import { crc32 } from './crc32.ts';
import { DATA_KEY, explainBytes, explainTable } from './explained.ts';
import type { ExplainedField, ExplainedLayer, LayerProtocol } from './explained.ts';
import { isFault } from './fault.ts';
import type { Fault } from './fault.ts';
import { read } from './field.ts';
import type { Field } from './field.ts';
import { FCS_LENGTH, Frame } from './frame.ts';
import * as icmp from './icmp.ts';
import { explainHttp, HTTP_KEYS } from './http-text.ts';
import { HTTP_PORTS, readHttpHead } from './http.ts';
import { IPV4, parseIpv4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, readIpv4 } from './ipv4.ts';
import type { Ipv4 } from './ipv4.ts';
import { IP_OPTION_TABLES, walkIpOptions } from './ipv4-options.ts';
import { OPTIONS, OPTION_SACK, OPTION_START, SACK_BLOCK, walkOptions } from './tcp-options.ts';
import { parseTcp, TCP } from './tcp.ts';
import { parseUdp, UDP } from './udp.ts';
import { UDP_PAYLOAD_KEYS, UDP_PAYLOAD_TABLES, udpPayloadOf } from './udp-payload.ts';
import { ETHERTYPE_VLAN, VLAN } from './vlan.ts';

export type { ExplainedField, ExplainedLayer, LayerProtocol } from './explained.ts';

const FCS_KEY = 'eth.fcs';
const PADDING_KEY = 'eth.padding';
const IP_OPTIONS_KEY = 'ip.options';
const IP_OPTION_KEY = 'ip.option';
const TCP_OPTIONS_KEY = 'tcp.options';
const UNKNOWN_OPTION_KEY = 'tcp.options.unknown';

/** Every table that headers and options are explained with. */
export const FIELD_TABLES: readonly { readonly fields: readonly Field[] }[] = [
  ETHERNET,
  VLAN,
  LLC,
  BPDU,
  ARP,
  IPV4,
  ...IP_OPTION_TABLES,
  icmp.ICMP,
  icmp.ICMP_ECHO,
  icmp.ICMP_UNREACHABLE_MESSAGE,
  icmp.ICMP_EXCEEDED_MESSAGE,
  icmp.ICMP_PROBLEM_MESSAGE,
  icmp.ICMP_REDIRECT_MESSAGE,
  UDP,
  TCP,
  OPTION_START,
  SACK_BLOCK,
  ...Object.values(OPTIONS),
  ...UDP_PAYLOAD_TABLES,
];

/** Every key an explained field can have: each locale has a name for each. */
export const FIELD_KEYS: readonly string[] = [
  ...new Set([
    ...FIELD_TABLES.flatMap(({ fields }) => keysOf(fields)),
    ...Object.values(OPTIONS).map(({ key }) => key),
    ...[FCS_KEY, PADDING_KEY, IP_OPTIONS_KEY, IP_OPTION_KEY, TCP_OPTIONS_KEY, UNKNOWN_OPTION_KEY, DATA_KEY],
    ...UDP_PAYLOAD_KEYS,
    ...HTTP_KEYS,
  ]),
];

function keysOf(fields: readonly Field[]): string[] {
  return fields.flatMap((one) => [one.key, ...keysOf(one.parts)]);
}

/**
 * Explains any bytes of a frame (without its FCS) as far as they can be understood, layer by layer, with the same tables
 * and the same faults as the stack's. Where a header is damaged it goes on as far as the lengths make sense.
 */
export function explain(bytes: Uint8Array, fcs?: number): ExplainedLayer[] {
  const layers = new Explanation(bytes).layers;
  if (fcs === undefined) return layers;
  const from = bytes.length;
  const expected = crc32(bytes);
  const fault: Fault | null =
    expected === fcs
      ? null
      : { fault: 'ethernet.bad-fcs', at: from, parameters: { found: word(fcs), expected: word(expected) } };
  const own: ExplainedField = {
    key: FCS_KEY,
    from,
    to: from + FCS_LENGTH,
    bits: null,
    value: fcs,
    text: word(fcs),
    fault,
  };
  return [...layers, { protocol: 'fcs', from, to: from + FCS_LENGTH, fields: [own], fault, quoted: false }];
}

function word(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** One walk over the bytes. Every method explains what lies between `at` and `end`. */
class Explanation {
  readonly layers: ExplainedLayer[] = [];
  readonly #bytes: Uint8Array;
  /** Whether what is being explained is a quotation. */
  #quoted = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const end = bytes.length;
    const ethernet = parseEthernet(this.#upTo(end));
    if (isFault(ethernet)) {
      this.#header('ethernet', 0, end, ETHERNET.fields, ethernet);
      return;
    }
    const at = this.#header('ethernet', 0, ETHERNET.length, ETHERNET.fields, null);
    if (isBpdu(ethernet.destination, ethernet.type)) this.#bpdu(at, end);
    else this.#typed(ethernet.type, at, end);
  }

  #bpdu(at: number, end: number): void {
    const behind = this.#header('llc', at, Math.min(end, at + LLC.length), LLC.fields, null);
    const parsed = parseBpdu(this.#upTo(end));
    const to = Math.min(end, behind + BPDU.length);
    const fault = isFault(parsed) ? parsed : null;
    this.#stretch('padding', PADDING_KEY, this.#header('stp', behind, to, BPDU.fields, fault), end);
  }

  /** What an EtherType says comes next. */
  #typed(type: number, at: number, end: number): void {
    if (type === ETHERTYPE_IPV4) this.#stretch('padding', PADDING_KEY, this.#ipv4(at, end), end);
    else if (type === ETHERTYPE_ARP) this.#stretch('padding', PADDING_KEY, this.#arp(at, end), end);
    else if (type === ETHERTYPE_VLAN && end - at >= VLAN.length) {
      const behind = this.#header('vlan', at, at + VLAN.length, VLAN.fields, null);
      this.#typed(read(this.#bytes, at, VLAN.type), behind, end);
    } else this.#data(at, end);
  }

  #arp(at: number, end: number): number {
    const arp = parseArp(this.#upTo(end), at);
    return this.#header('arp', at, Math.min(end, at + ARP.length), ARP.fields, isFault(arp) ? arp : null);
  }

  #ipv4(at: number, end: number): number {
    const parsed = parseIpv4(this.#upTo(end), at);
    const fault = isFault(parsed) ? parsed : null;
    if (end - at < IPV4.length) return this.#header('ipv4', at, end, IPV4.fields, fault);
    const ip = readIpv4(this.#bytes, at);
    if (fault?.fault === 'ipv4.bad-version' || ip.headerLength < IPV4.length || ip.payloadAt > end) {
      const behind = this.#header('ipv4', at, at + IPV4.length, IPV4.fields, fault);
      return this.#data(behind, end);
    }
    // A quotation may be shorter than the packet was: that is no fault of the packet.
    const cut = at + ip.totalLength > end;
    const options: ExplainedField[] = [];
    if (ip.headerLength > IPV4.length) {
      options.push(this.#ipOptions(at + IPV4.length, ip.payloadAt));
    }
    this.#header('ipv4', at, ip.payloadAt, IPV4.fields, this.#quoted && cut ? withoutCut(fault) : fault, options);
    const packetEnd = cut || ip.totalLength < ip.headerLength ? end : at + ip.totalLength;
    const packet = { ...ip, payloadLength: packetEnd - ip.payloadAt };
    return this.#payload(packet, packetEnd, !cut && !ip.moreFragments);
  }

  #ipOptions(from: number, to: number): ExplainedField {
    const bytes = this.#bytes;
    let shown = from;
    const each = walkIpOptions(bytes, from, to).spans.map(({ at, length, fields }) => {
      shown = at + length;
      const own = explainTable(bytes, at, shown, fields, null);
      const behind = at + (fields[fields.length - 1]?.to ?? 0);
      if (behind < shown) own.push(explainBytes(DATA_KEY, bytes, behind, shown, null));
      return explainBytes(IP_OPTION_KEY, bytes, at, shown, null, own);
    });
    // Behind the end of the list, or from the first option that is wrong.
    if (shown < to) each.push(explainBytes(DATA_KEY, bytes, shown, to, null));
    return explainBytes(IP_OPTIONS_KEY, bytes, from, to, null, each);
  }

  /** `whole`: whether all the bytes are there that lengths and checksums count. */
  #payload(ip: Ipv4, end: number, whole: boolean): number {
    if (ip.fragmentOffset !== 0 || ip.payloadAt === end) return this.#data(ip.payloadAt, end);
    switch (ip.protocol) {
      case PROTOCOL_ICMP:
        return this.#icmp(ip, end, whole);
      case PROTOCOL_UDP:
        return this.#udp(ip, end, whole);
      case PROTOCOL_TCP:
        return this.#tcp(ip, end, whole);
      default:
        return this.#data(ip.payloadAt, end);
    }
  }

  #icmp(ip: Ipv4, end: number, whole: boolean): number {
    const at = ip.payloadAt;
    const parsed = whole ? icmp.parseIcmp(this.#upTo(end), ip) : null;
    const { fields, quotes } = icmp.icmpLayout(this.#bytes[at]!);
    const behind = Math.min(end, at + icmp.ICMP_HEADER_LENGTH);
    this.#header('icmp', at, behind, fields, parsed !== null && isFault(parsed) ? parsed : null);
    if (!quotes || this.#quoted || behind === end) return this.#data(behind, end);
    this.#quoted = true;
    const quotedEnd = this.#ipv4(behind, end);
    this.#quoted = false;
    return this.#data(quotedEnd, end);
  }

  #udp(ip: Ipv4, end: number, whole: boolean): number {
    const at = ip.payloadAt;
    const parsed = whole ? parseUdp(this.#upTo(end), ip) : null;
    const fault = parsed !== null && isFault(parsed) ? parsed : null;
    const behind = this.#header('udp', at, Math.min(end, at + UDP.length), UDP.fields, fault);
    const payload = behind < end && whole ? udpPayloadOf(...this.#ports(at)) : undefined;
    if (payload === undefined) return this.#data(behind, end);
    const explained = payload.explain(this.#bytes, behind, end);
    const { protocol } = payload;
    this.layers.push({ protocol, from: behind, to: end, ...explained, quoted: this.#quoted });
    return end;
  }

  #ports(at: number): [source: number, destination: number] {
    return [read(this.#bytes, at, UDP.sourcePort), read(this.#bytes, at, UDP.destinationPort)];
  }

  #tcp(ip: Ipv4, end: number, whole: boolean): number {
    const at = ip.payloadAt;
    const parsed = whole ? parseTcp(this.#upTo(end), ip) : null;
    const fault = parsed !== null && isFault(parsed) ? parsed : null;
    if (end - at <= TCP.length) return this.#header('tcp', at, end, TCP.fields, fault);
    const optionsEnd = at + read(this.#bytes, at, TCP.dataOffset);
    const optionsAt = at + TCP.length;
    if (optionsEnd <= optionsAt || optionsEnd > end) {
      const behind = this.#header('tcp', at, optionsAt, TCP.fields, fault);
      return optionsEnd === optionsAt ? this.#tcpText(at, behind, end) : this.#data(behind, end);
    }
    const options = this.#options(optionsAt, optionsEnd, fault);
    return this.#tcpText(ip.payloadAt, this.#header('tcp', at, optionsEnd, TCP.fields, fault, [options]), end);
  }

  /** What a segment carries: a whole DNS message, or HTTP where a message begins, on their ports. */
  #tcpText(tcpAt: number, at: number, end: number): number {
    const ports = [TCP.sourcePort, TCP.destinationPort].map((port) => read(this.#bytes, tcpAt, port));
    if (ports.includes(DNS_PORT) && dnsOverTcp(this.#bytes, at, end) !== null) {
      const { fields, fault } = explainDnsOverTcp(this.#bytes, at, end);
      this.layers.push({ protocol: 'dns', from: at, to: end, fields, fault, quoted: this.#quoted });
      return end;
    }
    if (!ports.some((port) => HTTP_PORTS.includes(port))) return this.#data(at, end);
    const head = readHttpHead(this.#bytes, at, end);
    if (head === null) return this.#data(at, end);
    const fields = explainHttp(head);
    this.layers.push({ protocol: 'http', from: at, to: head.to, fields, fault: null, quoted: this.#quoted });
    return this.#data(head.to, end);
  }

  #options(from: number, to: number, fault: Fault | null): ExplainedField {
    const bytes = this.#bytes;
    let shown = from;
    const each = walkOptions(bytes, from, to).spans.map(({ kind, at, length }) => {
      const known = OPTIONS[kind] ?? { key: UNKNOWN_OPTION_KEY, fields: OPTION_START.fields };
      shown = at + length;
      const fields = explainTable(bytes, at, shown, known.fields, null);
      if (kind === OPTION_SACK) {
        for (let block = at + OPTION_START.length; block < shown; block += SACK_BLOCK.length) {
          fields.push(...explainTable(bytes, block, shown, SACK_BLOCK.fields, null));
        }
      } else if (OPTIONS[kind] === undefined && length > OPTION_START.length) {
        fields.push(explainBytes(DATA_KEY, bytes, at + OPTION_START.length, shown, null));
      }
      return explainBytes(known.key, bytes, at, shown, null, fields);
    });
    // Behind the end of the list, or from the first option that is wrong.
    if (shown < to) each.push(explainBytes(DATA_KEY, bytes, shown, to, fault));
    return explainBytes(TCP_OPTIONS_KEY, bytes, from, to, fault, each);
  }

  /** Adds a layer with the fields of a table and those given; returns where it ends. */
  #header(
    protocol: LayerProtocol,
    from: number,
    to: number,
    fields: readonly Field[],
    fault: Fault | null,
    more: readonly ExplainedField[] = [],
  ): number {
    const own = explainTable(this.#bytes, from, to, fields, fault);
    this.layers.push({ protocol, from, to, fields: [...own, ...more], fault, quoted: this.#quoted });
    return to;
  }

  #data(from: number, to: number): number {
    return this.#stretch('data', DATA_KEY, from, to);
  }

  #stretch(protocol: LayerProtocol, key: string, from: number, to: number): number {
    if (from >= to) return to;
    const fields = [explainBytes(key, this.#bytes, from, to, null)];
    this.layers.push({ protocol, from, to, fields, fault: null, quoted: this.#quoted });
    return to;
  }

  /** The bytes before `end` as a frame, for the parse functions. */
  #upTo(end: number): Frame {
    return new Frame(0, 0, this.#bytes.subarray(0, end), EMPTY, 0);
  }
}

function withoutCut(fault: Fault | null): Fault | null {
  return fault?.fault === 'ipv4.bad-total-length' ? null : fault;
}
