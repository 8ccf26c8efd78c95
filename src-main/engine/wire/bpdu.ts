import type { MacAddress } from './address.ts';
import type { Datagram } from './datagram.ts';
import { bytesUpTo, ETHERNET, writeEthernet } from './ethernet.ts';
import { truncated, type Fault } from './fault.ts';
import { field, layout, read, write } from './field.ts';
import { MINIMUM_LENGTH, type Frame } from './frame.ts';

/** Where bridges speak to their neighbours: never forwarded (IEEE 802.1Q Table 8-1, Bridge Group Address). */
export const BRIDGE_GROUP = 0x0180c2000000;
/** The LLC address of the spanning tree protocol (IEEE 802.1D-2004 §9.2, Table 7-9). */
export const LLC_SPANNING_TREE = 0x42;
/** Unnumbered information (IEEE 802.2 §5.4.1). */
const UNNUMBERED = 0x03;

/** Logical link control behind a length instead of an EtherType (IEEE 802.2 §3.2). */
export const LLC = layout({
  destination: field('llc.dsap', 8, 'named-hex', { names: { 0x42: 'Spanning Tree BPDU' } }),
  source: field('llc.ssap', 8, 'named-hex', { names: { 0x42: 'Spanning Tree BPDU' } }),
  control: field('llc.control', 8, 'hex'),
});

/** Port roles as a BPDU tells them (IEEE 802.1D-2004 §9.2.9). */
export const BPDU_ROLES = { unknown: 0, alternate: 1, root: 2, designated: 3 } as const;

/** Times in a BPDU are in 1/256 s (IEEE 802.1D-2004 §9.2.8). */
const TIME_UNIT = 1e9 / 256;

const flag = (name: string, label: string) => field(`stp.flags.${name}`, 1, 'flag', { label });

/** A rapid spanning tree BPDU (IEEE 802.1D-2004 §9.3.3). */
export const BPDU = layout({
  protocol: field('stp.protocol', 16, 'hex'),
  version: field('stp.version', 8, 'named', { names: { 0: 'STP', 2: 'RSTP' } }),
  type: field('stp.type', 8, 'named-hex', { names: { 0x00: 'Configuration', 0x02: 'Rapid/Multiple', 0x80: 'TCN' } }),
  flags: field('stp.flags', 8, 'flags', {
    parts: [
      flag('tcack', 'TCA'),
      flag('agreement', 'Agreement'),
      flag('forwarding', 'Forwarding'),
      flag('learning', 'Learning'),
      field('stp.flags.port_role', 2, 'named', {
        names: { 0: 'Unknown', 1: 'Alternate or Backup', 2: 'Root', 3: 'Designated' },
      }),
      flag('proposal', 'Proposal'),
      flag('tc', 'TC'),
    ],
  }),
  rootPriority: field('stp.root.prio', 4, 'number', { scale: 4096 }),
  rootExtension: field('stp.root.ext', 12),
  rootMac: field('stp.root.hw', 48, 'mac'),
  rootCost: field('stp.root.cost', 32),
  bridgePriority: field('stp.bridge.prio', 4, 'number', { scale: 4096 }),
  bridgeExtension: field('stp.bridge.ext', 12),
  bridgeMac: field('stp.bridge.hw', 48, 'mac'),
  port: field('stp.port', 16, 'hex'),
  messageAge: field('stp.msg_age', 16),
  maxAge: field('stp.max_age', 16),
  helloTime: field('stp.hello', 16),
  forwardDelay: field('stp.forward', 16),
  version1Length: field('stp.version_1_length', 8),
});

const FLAG = { tc: 0x01, proposal: 0x02, learning: 0x10, forwarding: 0x20, agreement: 0x40 } as const;
const ROLE_SHIFT = 2;
const BPDU_AT = ETHERNET.length + LLC.length;

/** What a rapid BPDU says. Bridges are told by priority (0 … 61440 in steps of 4096) and MAC address. */
export interface Bpdu {
  readonly role: (typeof BPDU_ROLES)[keyof typeof BPDU_ROLES];
  readonly proposal: boolean;
  readonly agreement: boolean;
  readonly learning: boolean;
  readonly forwarding: boolean;
  readonly topologyChange: boolean;
  readonly rootPriority: number;
  readonly rootMac: MacAddress;
  readonly rootCost: number;
  readonly bridgePriority: number;
  readonly bridgeMac: MacAddress;
  /** Port id: priority and number of the sending port. */
  readonly port: number;
  /** ns. */
  readonly messageAge: number;
  readonly maxAge: number;
  readonly helloTime: number;
  readonly forwardDelay: number;
}

/** Reads the rapid BPDU behind Ethernet and LLC. BPDUs of the first spanning tree protocol are `bpdu.not-rapid`. */
export function parseBpdu(frame: Frame): Bpdu | Fault {
  const end = BPDU_AT + BPDU.length;
  if (frame.length < BPDU_AT + 4) return truncated('bpdu.truncated', BPDU_AT, BPDU.length, frame.length);
  const bytes = bytesUpTo(frame, Math.min(end, frame.length));
  const type = read(bytes, BPDU_AT, BPDU.type);
  if (read(bytes, ETHERNET.length, LLC.destination) !== LLC_SPANNING_TREE) {
    return { fault: 'bpdu.not-rapid', at: ETHERNET.length };
  }
  // A later version is read as this one (IEEE 802.1D-2004 §9.3.4).
  if (type !== 0x02 || read(bytes, BPDU_AT, BPDU.version) < 2) {
    return { fault: 'bpdu.not-rapid', at: BPDU_AT + BPDU.version.at, parameters: { found: type } };
  }
  if (frame.length < end) return truncated('bpdu.truncated', BPDU_AT, BPDU.length, frame.length);
  const flags = read(bytes, BPDU_AT, BPDU.flags);
  const time = (which: (typeof BPDU)['maxAge']) => Math.round(read(bytes, BPDU_AT, which) * TIME_UNIT);
  return {
    role: ((flags >> ROLE_SHIFT) & 3) as Bpdu['role'],
    proposal: (flags & FLAG.proposal) !== 0,
    agreement: (flags & FLAG.agreement) !== 0,
    learning: (flags & FLAG.learning) !== 0,
    forwarding: (flags & FLAG.forwarding) !== 0,
    topologyChange: (flags & FLAG.tc) !== 0,
    rootPriority: read(bytes, BPDU_AT, BPDU.rootPriority),
    rootMac: read(bytes, BPDU_AT, BPDU.rootMac),
    rootCost: read(bytes, BPDU_AT, BPDU.rootCost),
    bridgePriority: read(bytes, BPDU_AT, BPDU.bridgePriority),
    bridgeMac: read(bytes, BPDU_AT, BPDU.bridgeMac),
    port: read(bytes, BPDU_AT, BPDU.port),
    messageAge: time(BPDU.messageAge),
    maxAge: time(BPDU.maxAge),
    helloTime: time(BPDU.helloTime),
    forwardDelay: time(BPDU.forwardDelay),
  };
}

/** A whole frame with a BPDU, from the port with address `source`, padded to the least length. */
export function emitBpdu(bpdu: Bpdu, source: MacAddress): Datagram {
  const head = new Uint8Array(MINIMUM_LENGTH);
  writeEthernet(head, { destination: BRIDGE_GROUP, source, type: LLC.length + BPDU.length });
  write(head, ETHERNET.length, LLC.destination, LLC_SPANNING_TREE);
  write(head, ETHERNET.length, LLC.source, LLC_SPANNING_TREE);
  write(head, ETHERNET.length, LLC.control, UNNUMBERED);
  const put = (one: (typeof BPDU)['type'], value: number) => write(head, BPDU_AT, one, value);
  put(BPDU.version, 2);
  put(BPDU.type, 0x02);
  let flags = bpdu.role << ROLE_SHIFT;
  if (bpdu.topologyChange) flags |= FLAG.tc;
  if (bpdu.proposal) flags |= FLAG.proposal;
  if (bpdu.learning) flags |= FLAG.learning;
  if (bpdu.forwarding) flags |= FLAG.forwarding;
  if (bpdu.agreement) flags |= FLAG.agreement;
  put(BPDU.flags, flags);
  put(BPDU.rootPriority, bpdu.rootPriority);
  put(BPDU.rootMac, bpdu.rootMac);
  put(BPDU.rootCost, bpdu.rootCost);
  put(BPDU.bridgePriority, bpdu.bridgePriority);
  put(BPDU.bridgeMac, bpdu.bridgeMac);
  put(BPDU.port, bpdu.port);
  put(BPDU.messageAge, Math.round(bpdu.messageAge / TIME_UNIT));
  put(BPDU.maxAge, Math.round(bpdu.maxAge / TIME_UNIT));
  put(BPDU.helloTime, Math.round(bpdu.helloTime / TIME_UNIT));
  put(BPDU.forwardDelay, Math.round(bpdu.forwardDelay / TIME_UNIT));
  return { head, body: new Uint8Array(0) };
}

/** Whether a frame with this destination and this in its type field carries LLC with a BPDU. */
export function isBpdu(destination: MacAddress, type: number): boolean {
  // Up to 1500 it is a length (IEEE 802.3 §3.2.6).
  return destination === BRIDGE_GROUP && type <= 1500;
}

/** The flags of a BPDU as one text, in the field's notation: `Designated, Proposal`. */
export function formatBpduFlags(bpdu: Bpdu): string {
  const role = ['Unknown', 'Alternate', 'Root', 'Designated'][bpdu.role]!;
  const set = [
    bpdu.proposal && 'Proposal',
    bpdu.agreement && 'Agreement',
    bpdu.learning && 'Learning',
    bpdu.forwarding && 'Forwarding',
    bpdu.topologyChange && 'TC',
  ].filter((one) => one !== false);
  return [role, ...set].join(', ');
}
