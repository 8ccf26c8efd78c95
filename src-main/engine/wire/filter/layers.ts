import { ARP } from '../arp.ts';
import { BPDU, isBpdu, LLC } from '../bpdu.ts';
import { DNS_PORT } from '../dns.ts';
import { dnsOverTcp } from '../dns-text.ts';
import { EMPTY, ETHERNET, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../ethernet.ts';
import { explain, type ExplainedField } from '../explain.ts';
import { read, readByte, readHalf } from '../field.ts';
import { HTTP_PORTS, readHttpHead } from '../http.ts';
import { ICMP, icmpLayout, ICMP_HEADER_LENGTH } from '../icmp.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../ipv4.ts';
import { TCP } from '../tcp.ts';
import { UDP } from '../udp.ts';
import { udpPayloadOf } from '../udp-payload.ts';
import { ETHERTYPE_VLAN, VLAN } from '../vlan.ts';

/** The protocols a filter can name, by Wireshark's names. */
export const LAYER_NAMES = [
  'frame',
  'eth',
  'vlan',
  'llc',
  'stp',
  'arp',
  'ip',
  'icmp',
  'udp',
  'tcp',
  'dns',
  'dhcp',
  'rip',
  'http',
  'data',
] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

/** The number of a layer. */
export const LAYER = Object.fromEntries(LAYER_NAMES.map((name, code) => [name, code])) as Readonly<
  Record<LayerName, number>
>;
const { frame: FRAME, eth: ETH, vlan: TAG, llc: LINK_CONTROL, stp: STP, arp: ARP_LAYER, ip: IP } = LAYER;
const { icmp: ICMP_LAYER, udp: UDP_LAYER, tcp: TCP_LAYER, http: HTTP, dns: DNS_LAYER, data: DATA } = LAYER;
const PAYLOADS = { dns: LAYER.dns, dhcp: LAYER.dhcp, rip: LAYER.rip } as const;

/** Layers of one protocol that are noted: tags may be stacked, and an ICMP error quotes one packet. */
const MOST = 4;

/** What a filter reads of a frame. A `Frame` is one. */
export interface FrameBytes {
  /** The first bytes, as many as lie together. */
  readonly head: Uint8Array;
  /** Bytes without the FCS. */
  readonly length: number;
  /** All bytes without the FCS. */
  bytes(): Uint8Array;
}

/**
 * Where the layers of a frame lie: the same ones as `explain` shows (a test holds the two against each other), found
 * without making anything. One object is used for frame after frame.
 */
export class Layers {
  /** Bytes of the frame without its FCS. */
  length = 0;
  /** The bytes that hold every layer that was noted. */
  bytes: Uint8Array = EMPTY;
  readonly #counts = new Uint8Array(LAYER_NAMES.length);
  /** By layer and place: where the header starts, where it ends, and where what it carries ends. */
  readonly #from = new Int32Array(LAYER_NAMES.length * MOST);
  readonly #to = new Int32Array(LAYER_NAMES.length * MOST);
  readonly #end = new Int32Array(LAYER_NAMES.length * MOST);
  #frame: FrameBytes | null = null;
  #known = 0;
  #deep = false;
  #quoted = false;
  #explained: Map<string, ExplainedField[]> | null = null;

  /**
   * Finds the layers of a frame. `deep`: also those that only the bytes a segment carries tell of (HTTP, DNS over TCP) and
   * the data that nobody reads; without it these layers are not there. Null: nothing is there.
   */
  find(frame: FrameBytes | null, deep: boolean): void {
    this.#explained = null;
    this.#frame = frame;
    if (frame === null) {
      this.#counts.fill(0);
      this.bytes = EMPTY;
      this.length = this.#known = 0;
      return;
    }
    const { head, length } = frame;
    this.length = length;
    this.#deep = deep;
    this.bytes = head;
    this.#known = head.length;
    if (!this.#walk()) {
      this.all();
      this.#walk();
    }
  }

  /** Layers of a protocol. */
  count(layer: number): number {
    return this.#counts[layer]!;
  }
  /** First byte of a layer's header. */
  from(layer: number, place: number): number {
    return this.#from[layer * MOST + place]!;
  }
  /** Behind its last byte. */
  to(layer: number, place: number): number {
    return this.#to[layer * MOST + place]!;
  }
  /** Behind the last byte of what it carries. */
  end(layer: number, place: number): number {
    return this.#end[layer * MOST + place]!;
  }

  /** All bytes of the frame. */
  all(): Uint8Array {
    if (this.#known < this.length) {
      this.bytes = this.#frame!.bytes();
      this.#known = this.length;
    }
    return this.bytes;
  }

  /** Every field of a key, read as it is explained: for what has no fixed place in a header. */
  explained(key: string): readonly ExplainedField[] {
    if (this.#explained === null) {
      this.#explained = new Map();
      for (const { fields } of explain(this.all())) this.#note(fields);
    }
    return this.#explained.get(key) ?? [];
  }

  #note(fields: readonly ExplainedField[]): void {
    for (const one of fields) {
      const same = this.#explained!.get(one.key);
      if (same === undefined) this.#explained!.set(one.key, [one]);
      else same.push(one);
      if (one.fields !== undefined) this.#note(one.fields);
    }
  }

  #add(layer: number, from: number, to: number, end: number): void {
    const place = this.#counts[layer]!;
    if (place === MOST) return;
    this.#counts[layer] = place + 1;
    this.#from[layer * MOST + place] = from;
    this.#to[layer * MOST + place] = to;
    this.#end[layer * MOST + place] = end;
  }

  /** The walk of `explain`. False: the head did not hold all that had to be looked at. */
  #walk(): boolean {
    this.#counts.fill(0);
    this.#quoted = false;
    const { length, bytes } = this;
    this.#add(FRAME, 0, length, length);
    if (length < ETHERNET.length) {
      this.#add(ETH, 0, length, length);
      return this.#known === length;
    }
    if (this.#known < ETHERNET.length) return false;
    this.#add(ETH, 0, ETHERNET.length, length);
    const type = readHalf(bytes, 0, ETHERNET.type);
    if (type <= 1500 && isBpdu(read(bytes, 0, ETHERNET.destination), type)) return this.#bpdu();
    return this.#typed(type, ETHERNET.length);
  }

  #bpdu(): boolean {
    const { length } = this;
    const behind = Math.min(length, ETHERNET.length + LLC.length);
    const to = Math.min(length, behind + BPDU.length);
    this.#add(LINK_CONTROL, ETHERNET.length, behind, length);
    this.#add(STP, behind, to, to);
    return this.#known >= to;
  }

  #typed(type: number, at: number): boolean {
    const { length } = this;
    if (type === ETHERTYPE_IPV4) return this.#ipv4(at, length);
    if (type === ETHERTYPE_ARP) {
      const to = Math.min(length, at + ARP.length);
      this.#add(ARP_LAYER, at, to, to);
      return this.#known >= to;
    }
    if (type === ETHERTYPE_VLAN && length - at >= VLAN.length) {
      const behind = at + VLAN.length;
      if (this.#known < behind) return false;
      this.#add(TAG, at, behind, length);
      return this.#typed(readHalf(this.bytes, at, VLAN.type), behind);
    }
    return this.#data(at, length);
  }

  #ipv4(at: number, end: number): boolean {
    if (end - at < IPV4.length) {
      this.#add(IP, at, end, end);
      return this.#known >= end;
    }
    const { bytes } = this;
    if (this.#known < at + IPV4.length) return false;
    const headerLength = read(bytes, at, IPV4.headerLength);
    const payloadAt = at + headerLength;
    if (read(bytes, at, IPV4.version) !== 4 || headerLength < IPV4.length || payloadAt > end) {
      this.#add(IP, at, at + IPV4.length, end);
      return this.#data(at + IPV4.length, end);
    }
    const totalLength = readHalf(bytes, at, IPV4.totalLength);
    const cut = at + totalLength > end;
    const stop = cut || totalLength < headerLength ? end : at + totalLength;
    if (this.#known < payloadAt) return false;
    this.#add(IP, at, payloadAt, stop);
    if (payloadAt === stop) return true;
    if (read(bytes, at, IPV4.fragmentOffset) !== 0) return this.#data(payloadAt, stop);
    const whole = !cut && (read(bytes, at, IPV4.flags) & MORE_FRAGMENTS) === 0;
    switch (readByte(bytes, at, IPV4.protocol)) {
      case PROTOCOL_ICMP:
        return this.#icmp(payloadAt, stop);
      case PROTOCOL_UDP:
        return this.#udp(payloadAt, stop, whole);
      case PROTOCOL_TCP:
        return this.#tcp(payloadAt, stop);
      default:
        return this.#data(payloadAt, stop);
    }
  }

  #icmp(at: number, end: number): boolean {
    const behind = Math.min(end, at + ICMP_HEADER_LENGTH);
    if (this.#known < behind) return false;
    this.#add(ICMP_LAYER, at, behind, end);
    const { quotes } = icmpLayout(readByte(this.bytes, at, ICMP.type));
    if (!quotes || this.#quoted || behind === end) return this.#data(behind, end);
    this.#quoted = true;
    const found = this.#ipv4(behind, end);
    this.#quoted = false;
    return found;
  }

  #udp(at: number, end: number, whole: boolean): boolean {
    const behind = Math.min(end, at + UDP.length);
    if (this.#known < behind) return false;
    this.#add(UDP_LAYER, at, behind, end);
    if (behind === end) return true;
    const payload = whole
      ? udpPayloadOf(readHalf(this.bytes, at, UDP.sourcePort), readHalf(this.bytes, at, UDP.destinationPort))
      : undefined;
    if (payload === undefined) return this.#data(behind, end);
    this.#add(PAYLOADS[payload.protocol], behind, end, end);
    return true;
  }

  #tcp(at: number, end: number): boolean {
    if (end - at <= TCP.length) {
      this.#add(TCP_LAYER, at, end, end);
      return this.#known >= end;
    }
    if (this.#known < at + TCP.length) return false;
    const stated = at + read(this.bytes, at, TCP.dataOffset);
    const wrong = stated < at + TCP.length || stated > end;
    const behind = wrong ? at + TCP.length : stated;
    if (this.#known < behind) return false;
    this.#add(TCP_LAYER, at, behind, end);
    if (behind === end || !this.#deep) return true;
    return wrong ? this.#data(behind, end) : this.#carried(at, behind, end);
  }

  /** What a segment carries: see `explain`. */
  #carried(tcpAt: number, at: number, end: number): boolean {
    const source = readHalf(this.bytes, tcpAt, TCP.sourcePort);
    const destination = readHalf(this.bytes, tcpAt, TCP.destinationPort);
    const dns = source === DNS_PORT || destination === DNS_PORT;
    if (!dns && !HTTP_PORTS.includes(source) && !HTTP_PORTS.includes(destination)) return this.#data(at, end);
    const bytes = this.all();
    if (dns && dnsOverTcp(bytes, at, end) !== null) {
      this.#add(DNS_LAYER, at, end, end);
      return true;
    }
    const web = HTTP_PORTS.includes(source) || HTTP_PORTS.includes(destination);
    const head = web ? readHttpHead(bytes, at, end) : null;
    if (head === null) return this.#data(at, end);
    this.#add(HTTP, at, head.to, end);
    return this.#data(head.to, end);
  }

  /** Bytes nobody reads: noted where somebody asks for them, and not part of what must be at hand. */
  #data(from: number, to: number): boolean {
    if (this.#deep && from < to) this.#add(DATA, from, to, to);
    return true;
  }
}

/** The lowest of the three flags (RFC 791 §3.1). */
const MORE_FRAGMENTS = 1;
