import { maskOf, parseAddress } from '../wire/address.ts';
import type { Frame } from '../wire/frame.ts';
import type { Ipv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import { ageFlows, endsOf, flowPassed, isEstablished, newFlowTable, protocolName, type FlowTable } from './flows.ts';
import {
  FILTER_DIRECTIONS,
  FILTER_PROTOCOLS,
  matchText,
  type FilterAction,
  type FilterDirection,
  type FilterRule,
  type FilterSettings,
  type PortRange,
  type RejectWith,
  type Subnet,
} from './filter-settings.ts';
import { headingOf } from './session.ts';

/**
 * The packet filter of a host or router: an ordered list of rules, the first that matches decides, as in the filters of
 * real systems. It looks and counts; whoever asks it throws away and answers.
 */
export interface FilterState {
  chains: Record<FilterDirection, FilterChain>;
  /** Known exchanges; null while no rule asks for them, so that nothing is remembered for nobody. */
  flows: FlowTable | null;
}

interface FilterChain {
  policy: ReadRule;
  rules: ReadRule[];
}

/** A rule with its texts read, and how often it decided. */
export interface ReadRule {
  /** Its place in the list, from 1; 0: the policy. */
  number: number;
  action: FilterAction;
  rejectWith: RejectWith | null;
  from: string | null;
  to: string | null;
  source: number;
  sourceMask: number;
  destination: number;
  destinationMask: number;
  /** Protocol number; -1: any. */
  protocol: number;
  sourcePorts: PortRange | null;
  destinationPorts: PortRange | null;
  flags: { mask: number; set: number } | null;
  established: boolean;
  packets: number;
  bytes: number;
  /** What it matches, in the notation of the field. */
  match: string;
  /** Parameters of every fact about it. */
  detail: { rule: number; action: FilterAction; direction: FilterDirection; match: string };
}

/** A filter as its settings say; null where there are none, so that the path of a packet stays short. */
export function newFilter(settings: FilterSettings | undefined): FilterState | null {
  if (settings === undefined) return null;
  const chains = Object.fromEntries(
    FILTER_DIRECTIONS.map((direction) => [direction, chainOf(settings, direction)]),
  ) as Record<FilterDirection, FilterChain>;
  const flows = settings.rules.some(({ established }) => established) ? newFlowTable() : null;
  return { chains, flows };
}

/** Other settings while it runs: rules that stay as they are keep their counts, and known exchanges stay known. */
export function reconfigureFilter(
  before: FilterState | null,
  settings: FilterSettings | undefined,
): FilterState | null {
  const next = newFilter(settings);
  if (next === null || before === null) return next;
  for (const direction of FILTER_DIRECTIONS) {
    const known = [...before.chains[direction].rules];
    for (const rule of next.chains[direction].rules) {
      const at = known.findIndex(({ match, action }) => match === rule.match && action === rule.action);
      if (at >= 0) count(rule, known.splice(at, 1)[0]!);
    }
    const { policy } = next.chains[direction];
    if (policy.action === before.chains[direction].policy.action) count(policy, before.chains[direction].policy);
  }
  if (next.flows !== null && before.flows !== null) next.flows = before.flows;
  return next;

  function count(rule: ReadRule, { packets, bytes }: ReadRule): void {
    rule.packets = packets;
    rule.bytes = bytes;
  }
}

/**
 * Asks the filter about a packet. Null: it may pass. Else the rule that refuses it. `station.cause` is the decision then,
 * either way.
 * `from` and `to` are names of ports, empty where there is none.
 */
export function filtered(
  filter: FilterState,
  station: Station,
  direction: FilterDirection,
  from: string,
  to: string,
  ip: Ipv4,
  frame: Frame,
): ReadRule | null {
  const chain = filter.chains[direction];
  const known = filter.flows !== null && isEstablished(filter.flows, station.now, ip, frame);
  const rule = chain.rules.find((one) => matches(one, from, to, ip, frame, known)) ?? chain.policy;
  rule.packets++;
  rule.bytes += ip.totalLength;
  // A policy without rules before it has decided nothing that is worth a word: it lets everything through.
  if (rule.action !== 'accept' || chain.rules.length > 0) {
    const kind = rule.number === 0 ? 'filter.defaulted' : 'filter.matched';
    station.cause = station.record(kind, { frame: frame.id, packet: frame.packet, detail: rule.detail });
  }
  if (rule.action !== 'accept') return rule;
  if (filter.flows !== null) {
    flowPassed(filter.flows, station, ip, frame);
    if (filter.flows.nextEnd < Infinity) station.wakeAt(filter.flows.nextEnd);
  }
  return null;
}

/** Forgets exchanges that are over, and asks for the next wake. */
export function ageFilter(filter: FilterState, station: Station): void {
  if (filter.flows === null) return;
  const next = ageFlows(filter.flows, station);
  if (next < Infinity) station.wakeAt(next);
}

function matches(rule: ReadRule, from: string, to: string, ip: Ipv4, frame: Frame, known: boolean): boolean {
  if (rule.established && !known) return false;
  if (rule.protocol >= 0 && rule.protocol !== ip.protocol) return false;
  if ((ip.source & rule.sourceMask) >>> 0 !== rule.source) return false;
  if ((ip.destination & rule.destinationMask) >>> 0 !== rule.destination) return false;
  if (rule.from !== null && rule.from !== from) return false;
  if (rule.to !== null && rule.to !== to) return false;
  const { sourcePorts, destinationPorts, flags } = rule;
  if (sourcePorts === null && destinationPorts === null && flags === null) return true;
  const heading = headingOf(frame, ip);
  if (heading === null) return false;
  if (sourcePorts !== null && !within(sourcePorts, heading.sourcePort)) return false;
  if (destinationPorts !== null && !within(destinationPorts, heading.destinationPort)) return false;
  return flags === null || (heading.flags & flags.mask) === flags.set;
}

function within({ first, last }: PortRange, port: number): boolean {
  return port >= first && port <= last;
}

function chainOf(settings: FilterSettings, direction: FilterDirection): FilterChain {
  const action = settings.policy?.[direction] ?? 'accept';
  const rules: ReadRule[] = [];
  settings.rules.forEach((rule, index) => {
    if (rule.direction === direction) rules.push(readRule(rule, index + 1));
  });
  return { policy: readRule({ action, direction }, 0), rules };
}

function readRule(rule: FilterRule, number: number): ReadRule {
  const { action, direction, source, destination, protocol } = rule;
  const match = matchText(rule);
  return {
    number,
    action,
    rejectWith: rule.rejectWith ?? null,
    from: rule.from ?? null,
    to: rule.to ?? null,
    ...{ source: networkIn(source), sourceMask: maskOf(source?.prefix ?? 0) },
    ...{ destination: networkIn(destination), destinationMask: maskOf(destination?.prefix ?? 0) },
    protocol: protocol === undefined ? -1 : FILTER_PROTOCOLS[protocol],
    sourcePorts: rule.sourcePorts ?? null,
    destinationPorts: rule.destinationPorts ?? null,
    flags: rule.flags ?? null,
    established: rule.established === true,
    packets: 0,
    bytes: 0,
    match,
    detail: { rule: number, action, direction, match },
  };
}

function networkIn(subnet: Subnet | undefined): number {
  return subnet === undefined ? 0 : (parseAddress(subnet.address)! & maskOf(subnet.prefix)) >>> 0;
}

/** The rules in their order with how often each decided; the policy of each direction last. */
export function filterTable(filter: FilterState): Table {
  const rules = FILTER_DIRECTIONS.flatMap((direction) => filter.chains[direction].rules);
  const policies = FILTER_DIRECTIONS.map((direction) => filter.chains[direction].policy);
  const rows = [...rules.sort((a, b) => a.number - b.number), ...policies].map((rule) => [
    rule.number === 0 ? null : rule.number,
    rule.detail.direction,
    rule.action,
    rule.number === 0 ? null : rule.match,
    rule.packets,
    rule.bytes,
  ]);
  return { name: 'filter', columns: ['rule', 'direction', 'action', 'match', 'packets', 'bytes'], rows };
}

/** The exchanges a filter knows, for the rules that ask for them. */
export function flowsTable(flows: FlowTable): Table {
  const rows = [...flows.flows.values()].map((flow) => {
    const { source, destination } = endsOf(flow);
    return [protocolName(flow.protocol), source, destination, flow.state, flow.deadline];
  });
  return { name: 'flows', columns: ['protocol', 'source', 'destination', 'state', 'expires'], rows };
}
