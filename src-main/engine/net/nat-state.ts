import { formatAddress, parseAddress } from '../wire/address.ts';
import type { End } from '../wire/translate.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import { NAT_PORTS, NAT_TIMEOUTS, type NatFiltering, type NatSettings, type NatTimeouts } from './nat-settings.ts';
import { FILTER_PROTOCOLS, type PortRange } from './filter-settings.ts';
import type { Session } from './session.ts';

/** The memory of a network address translator, as plain data. */
export interface NatState {
  outside: string;
  filtering: NatFiltering;
  ports: PortRange;
  timeouts: NatTimeouts;
  forwards: { protocol: number; port: number; inside: End }[];
  /** By protocol and outside end. */
  mappings: Map<string, Mapping>;
  /** Keys of `mappings` by protocol and inside end: the same mapping whoever is sent to (RFC 4787 REQ-1). */
  byInside: Map<string, string>;
  /** Keys of `mappings` by protocol, inside end and remote end. */
  bySession: Map<string, string>;
  /** ns before which no session ends; Infinity: there is none. */
  nextEnd: number;
}

/** An inside end and what it is called outside. */
export interface Mapping {
  protocol: number;
  inside: End;
  outside: End;
  /** By remote end. */
  sessions: Map<string, NatSession>;
  /** The fact that made it. */
  cause: number;
  /** Parameters of the facts about its packets, on their way out and in. */
  out: { protocol: string; side: 'source'; from: string; to: string };
  in: { protocol: string; side: 'destination'; from: string; to: string };
}

export interface NatSession extends Session {
  remote: End;
  openedInside: boolean;
}

export function newNat(settings: NatSettings | undefined): NatState | null {
  if (settings === undefined) return null;
  const standard = Object.entries(NAT_TIMEOUTS).map(([name, { standard: value }]) => [name, value]);
  return {
    outside: settings.outside,
    filtering: settings.filtering ?? 'address-dependent',
    ports: settings.ports ?? NAT_PORTS,
    timeouts: { ...(Object.fromEntries(standard) as NatTimeouts), ...settings.timeouts },
    forwards: (settings.forwards ?? []).map(({ protocol, port, address, to }) => ({
      protocol: FILTER_PROTOCOLS[protocol],
      port,
      inside: { address: parseAddress(address)!, port: to },
    })),
    mappings: new Map(),
    byInside: new Map(),
    bySession: new Map(),
    nextEnd: Infinity,
  };
}

/** Other settings while it runs: mappings live on while the outside stays the same port. */
export function reconfigureNat(before: NatState | null, settings: NatSettings | undefined): NatState | null {
  const next = newNat(settings);
  if (next === null || before === null || before.outside !== next.outside) return next;
  const { mappings, byInside, bySession, nextEnd } = before;
  return { ...next, mappings, byInside, bySession, nextEnd };
}

export function endKey(protocol: number, { address, port }: End): string {
  return `${protocol} ${address}:${port}`;
}

export function sessionKey(protocol: number, inside: End, remote: End): string {
  return `${endKey(protocol, inside)} ${remote.address}:${remote.port}`;
}

/** A new mapping, on record. */
export function addMapping(
  nat: NatState,
  station: Station,
  packet: number,
  protocol: number,
  inside: End,
  outside: End,
): Mapping {
  const name = protocolName(protocol);
  const [own, shown] = [endText(inside), endText(outside)];
  const detail = { protocol: name, inside: own, outside: shown };
  const mapping: Mapping = {
    protocol,
    inside,
    outside,
    sessions: new Map(),
    cause: station.record('nat.mapped', { packet, detail }),
    out: { protocol: name, side: 'source', from: own, to: shown },
    in: { protocol: name, side: 'destination', from: shown, to: own },
  };
  nat.mappings.set(endKey(protocol, outside), mapping);
  nat.byInside.set(endKey(protocol, inside), endKey(protocol, outside));
  return mapping;
}

/** Takes a mapping away, with its sessions. */
export function removeMapping(nat: NatState, mapping: Mapping): void {
  const { protocol, inside, outside } = mapping;
  const key = endKey(protocol, outside);
  nat.mappings.delete(key);
  if (nat.byInside.get(endKey(protocol, inside)) === key) nat.byInside.delete(endKey(protocol, inside));
  for (const { remote } of mapping.sessions.values()) nat.bySession.delete(sessionKey(protocol, inside, remote));
}

/** Forgets sessions that are over, and mappings without any, and asks for the next wake. */
export function ageNat(nat: NatState, station: Station): void {
  if (nat.nextEnd <= station.now) {
    nat.nextEnd = Infinity;
    for (const mapping of nat.mappings.values()) {
      for (const [key, { deadline, remote }] of mapping.sessions) {
        if (deadline > station.now) {
          nat.nextEnd = Math.min(nat.nextEnd, deadline);
          continue;
        }
        mapping.sessions.delete(key);
        nat.bySession.delete(sessionKey(mapping.protocol, mapping.inside, remote));
      }
      if (mapping.sessions.size > 0) continue;
      removeMapping(nat, mapping);
      const { protocol, from, to } = mapping.out;
      station.record('nat.expired', { cause: mapping.cause, detail: { protocol, inside: from, outside: to } });
    }
  }
  if (nat.nextEnd < Infinity) station.wakeAt(nat.nextEnd);
}

/** Inside and outside ends with whom they speak; port forwards nobody uses stand below. */
export function translationsTable(nat: NatState): Table {
  const rows: Table['rows'] = [];
  const used = new Set<string>();
  for (const { protocol, outside, out, sessions } of nat.mappings.values()) {
    used.add(`${protocol} ${outside.port}`);
    for (const { remote, state, deadline } of sessions.values()) {
      rows.push([out.protocol, out.from, out.to, endText(remote), state, deadline]);
    }
  }
  for (const { protocol, port, inside } of nat.forwards) {
    if (used.has(`${protocol} ${port}`)) continue;
    rows.push([protocolName(protocol), endText(inside), `*:${port}`, null, 'waiting', null]);
  }
  return { name: 'translations', columns: ['protocol', 'inside', 'outside', 'remote', 'state', 'expires'], rows };
}

const NAMES = new Map<number, string>(Object.entries(FILTER_PROTOCOLS).map(([name, number]) => [number, name]));

function protocolName(protocol: number): string {
  return NAMES.get(protocol) ?? String(protocol);
}

function endText({ address, port }: End): string {
  return `${formatAddress(address)}:${port}`;
}
