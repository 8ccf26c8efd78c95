import { formatAddress } from '../wire/address.ts';
import { isFault } from '../wire/fault.ts';
import type { Frame } from '../wire/frame.ts';
import { parseIcmp, parseQuoted, type Quoted } from '../wire/icmp.ts';
import { PROTOCOL_ICMP, type Ipv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { FILTER_PROTOCOLS } from './filter-settings.ts';
import { headingOf, newSession, sessionPassed, type Heading, type Session, type SessionTimeouts } from './session.ts';

/** The exchanges a packet filter has let through, so that their answers can be told from uninvited packets. */
export interface FlowTable {
  /** By both endpoints, whichever comes first. */
  flows: Map<string, Flow>;
  /** ns before which no flow ends; Infinity: there is none. */
  nextEnd: number;
}

export interface Flow extends Session {
  /** The newest fact about it: why it is as it is. */
  cause: number;
  protocol: number;
  /** Who opened it, and to whom. Port: a UDP or TCP port, or the identifier of ICMP echo. */
  source: number;
  sourcePort: number;
  destination: number;
  destinationPort: number;
}

/** RFC 5382 REQ-5, RFC 4787 REQ-5 and RFC 5508 REQ-2: a filter that forgets earlier would break what these keep alive. */
const TIMEOUTS: SessionTimeouts = { tcpEstablished: 7440e9, tcpTransitory: 240e9, udp: 300e9, icmp: 60e9 };
/** Flows remembered at most: a flood of new ones must not fill the memory. */
const FLOW_LIMIT = 65_536;

export function newFlowTable(): FlowTable {
  return { flows: new Map(), nextEnd: Infinity };
}

/** Whether a packet belongs to a known exchange, or is an ICMP error about a packet of one. */
export function isEstablished(table: FlowTable, now: number, ip: Ipv4, frame: Frame): boolean {
  const heading = headingOf(frame, ip);
  if (heading !== null) return flowOf(table, now, ip, heading) !== undefined;
  if (ip.protocol !== PROTOCOL_ICMP || ip.fragmentOffset > 0) return false;
  const icmp = parseIcmp(frame, ip);
  if (isFault(icmp) || !('quoted' in icmp)) return false;
  const quoted = parseQuoted(icmp.quoted);
  return !isFault(quoted) && flowOf(table, now, quoted, echoOf(quoted)) !== undefined;
}

/** A packet was let through: its flow lives on, or begins. */
export function flowPassed(table: FlowTable, station: Station, ip: Ipv4, frame: Frame): void {
  const heading = headingOf(frame, ip);
  if (heading === null) return;
  const { now } = station;
  let flow = flowOf(table, now, ip, heading);
  const before = flow?.state ?? '';
  if (flow === undefined) {
    if (!heading.opens || table.flows.size >= FLOW_LIMIT) return;
    const { source, destination } = ip;
    const { protocol, sourcePort, destinationPort } = heading;
    flow = { ...newSession(), cause: 0, protocol, source, sourcePort, destination, destinationPort };
    table.flows.set(keyOf(ip, heading), flow);
  }
  const byOpener = flow.source === ip.source && flow.sourcePort === heading.sourcePort;
  // An echo has one number for both ends: a reply never comes from the opener.
  sessionPassed(flow, TIMEOUTS, now, byOpener && (heading.opens || heading.protocol !== PROTOCOL_ICMP), heading);
  table.nextEnd = Math.min(table.nextEnd, flow.deadline);
  if (flow.state !== before) flow.cause = tell(station, flow, before, flow.state, station.cause);
}

/** How a protocol number is written; a number where it has no name. */
export function protocolName(protocol: number): string | number {
  return NAMES.get(protocol) ?? protocol;
}

const NAMES = new Map<number, string>(Object.entries(FILTER_PROTOCOLS).map(([name, number]) => [number, name]));

/** The two ends of a flow, as the table and the facts write them. */
export function endsOf({ source, sourcePort, destination, destinationPort }: Flow): {
  source: string;
  destination: string;
} {
  return {
    source: `${formatAddress(source)}:${sourcePort}`,
    destination: `${formatAddress(destination)}:${destinationPort}`,
  };
}

/** A flow begins (`from` empty), changes its state, or is forgotten (`to` empty). */
function tell(station: Station, flow: Flow, from: string, to: string, cause: number): number {
  const detail = { protocol: String(protocolName(flow.protocol)), ...endsOf(flow), from, to };
  return station.record('filter.flow', { cause, detail });
}

/** Forgets what is over; returns when to look again, ns. */
export function ageFlows(table: FlowTable, station: Station): number {
  const { now } = station;
  if (table.nextEnd > now) return table.nextEnd;
  table.nextEnd = Infinity;
  for (const [key, flow] of table.flows) {
    if (flow.deadline > now) {
      table.nextEnd = Math.min(table.nextEnd, flow.deadline);
      continue;
    }
    table.flows.delete(key);
    tell(station, flow, flow.state, '', flow.cause);
  }
  return table.nextEnd;
}

function flowOf(
  table: FlowTable,
  now: number,
  ends: { source: number; destination: number },
  heading: Pick<Heading, 'protocol' | 'sourcePort' | 'destinationPort'>,
): Flow | undefined {
  const flow = table.flows.get(keyOf(ends, heading));
  return flow !== undefined && flow.deadline > now ? flow : undefined;
}

/** A quoted echo names its identifier once. */
function echoOf(quoted: Quoted): Pick<Heading, 'protocol' | 'sourcePort' | 'destinationPort'> {
  return quoted.protocol === PROTOCOL_ICMP ? { ...quoted, destinationPort: quoted.sourcePort } : quoted;
}

function keyOf(
  { source, destination }: { source: number; destination: number },
  { protocol, sourcePort, destinationPort }: Pick<Heading, 'protocol' | 'sourcePort' | 'destinationPort'>,
): string {
  const one = source * 0x10000 + sourcePort;
  const other = destination * 0x10000 + destinationPort;
  return one < other ? `${protocol} ${one} ${other}` : `${protocol} ${other} ${one}`;
}
