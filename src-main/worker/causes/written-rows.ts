import type { Detail, Kind } from '#engine/trace/kinds.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { UsedRow } from '#contract/causes.ts';
import type { DeviceTable } from '#contract/shapes.ts';
import { formatAddress, formatMac, isMulticastMac } from '#engine/wire/address.ts';
import { parseEthernet } from '#engine/wire/ethernet.ts';
import { parseDhcp } from '#engine/wire/dhcp.ts';
import { isFault } from '#engine/wire/fault.ts';
import type { Frame } from '#engine/wire/frame.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { parseUdp } from '#engine/wire/udp.ts';
import { TraceReader } from '../reading/trace-reader.ts';
import { Numbers } from '../reading/numbers.ts';

/** What names a row of a table of a device; the parts are those a fact and the table both tell. */
type Key = readonly (string | number | null | undefined)[];

/** One fact, as far as it says which row it wrote. */
interface Writing {
  detail: Detail;
  value: number;
  port: string | null;
  /** The frame it is about. */
  frame: () => Frame | undefined;
}

/**
 * Which rows a kind of fact writes: the table, and the key of the row. The newest fact with a key tells why a row is as
 * it is. A table a row may stand in under several keys asks for the first that is known.
 */
const WRITES: Readonly<Partial<Record<Kind, (fact: Writing) => readonly [table: string, key: Key][]>>> = {
  'mac.learned': ({ detail }) => [['mac', [detail.mac, detail.fid]]],
  'mac.moved': ({ detail }) => [['mac', [detail.mac, detail.fid]]],
  'arp.requested': ({ detail }) => [['arp', [detail.address]]],
  'arp.learned': ({ detail }) => [['arp', [detail.address]]],
  'arp.state': ({ detail }) => [['arp', [detail.address]]],
  'route.added': ({ detail }) => [['routes', [detail.route, detail.via, detail.port]]],
  'interface.address': ({ port }) => [
    ['address', [port]],
    ['ports', [port]],
  ],
  'interface.state': ({ port }) => [['ports', [port]]],
  'link.up': ({ port }) => [['ports', [port]]],
  'link.down': ({ port }) => [['ports', [port]]],
  'path-mtu.learned': ({ detail }) => [['path-mtu', [detail.address]]],
  // What a row of a filter counts, it counts since its latest packet.
  'filter.matched': ({ detail }) => [['filter', [detail.rule, detail.direction]]],
  'filter.defaulted': ({ detail }) => [['filter', [null, detail.direction]]],
  'filter.flow': ({ detail }) => [['flows', [detail.protocol, detail.source, detail.destination]]],
  'udp.received': ({ detail, frame }) => (String(detail.local).endsWith(DHCP_SERVER) ? leaseWritten(frame()) : []),
  'nat.mapped': ({ detail }) => [['translations', [detail.protocol, detail.inside, detail.outside]]],
  'stp.role': ({ detail }) => [['spanning-tree', [detail.port]]],
  'stp.state': ({ detail }) => [['spanning-tree', [detail.port]]],
  'stp.root': () => [['spanning-tree', ['root-bridge']]],
  'tcp.state': ({ detail }) => [['connections', [detail.connection]]],
  'tcp.timer.started': ({ detail }) => [['timers', [detail.connection, detail.timer]]],
  // Two processes may run the same program: a socket is told by the number of its process.
  'socket.called': ({ detail, value }) =>
    SETS_UP.has(String(detail.call)) ? [['sockets', [value, detail.descriptor]]] : [],
  'socket.returned': ({ detail, value }) =>
    OPENS.has(String(detail.call)) && /^\d/.test(String(detail.result))
      ? [['sockets', [value, Number.parseInt(String(detail.result), 10)]]]
      : [],
  'program.started': ({ value }) => [['programs', [value]]],
  'program.ended': ({ value }) => [['programs', [value]]],
};

/** A DHCP server's end, whatever its address (RFC 2131 §4.1). */
const DHCP_SERVER = ':67';

/** A server changes the lease of a client by what that client says. */
function leaseWritten(frame: Frame | undefined): [string, Key][] {
  const ip = frame === undefined ? undefined : parseIpv4(frame);
  if (frame === undefined || ip === undefined || isFault(ip)) return [];
  const udp = parseUdp(frame, ip);
  if (isFault(udp)) return [];
  const message = parseDhcp(frame.slice(udp.payloadAt, udp.payloadLength));
  return isFault(message) ? [] : [['leases', [formatMac(message.hardware)]]];
}

/** Calls that make a socket what it is. */
const SETS_UP: ReadonlySet<string> = new Set(['bind', 'listen', 'connect']);
/** Calls that return a new descriptor. */
const OPENS: ReadonlySet<string> = new Set(['socket', 'accept']);

/** The keys under which the rows of a table may have been written, the best first. */
const KEYS: Readonly<Record<string, (cell: (column: string) => string | number | null) => [string, Key][]>> = {
  mac: (cell) => [['mac', [cell('mac'), textOf(cell('vlan'))]]],
  arp: (cell) => [['arp', [cell('address')]]],
  routes: (cell) =>
    cell('kind') === 'connected'
      ? [['address', [cell('port')]]]
      : [['routes', [cell('destination'), cell('via') ?? '', cell('port') ?? '']]],
  ports: (cell) => [['ports', [cell('port')]]],
  // An interface that got its address by DHCP has it since its client bound it.
  dhcp: (cell) => [['address', [cell('port')]]],
  leases: (cell) => [['leases', [cell('mac')]]],
  filter: (cell) => [['filter', [cell('rule'), cell('direction')]]],
  'path-mtu': (cell) => [['path-mtu', [cell('destination')]]],
  translations: (cell) => [['translations', [cell('protocol'), cell('inside'), cell('outside')]]],
  'spanning-tree': (cell) => [['spanning-tree', [cell('port') ?? cell('role')]]],
  connections: (cell) => [['connections', [cell('connection')]]],
  // While a timer runs, the row waits for that.
  sockets: (cell) => [
    ...(cell('timer') === null
      ? []
      : ([['timers', [`${cell('local')}-${cell('remote')}`, cell('timer')]]] as [string, Key][])),
    ['connections', [`${cell('local')}-${cell('remote')}`]],
    ['sockets', [cell('process'), cell('descriptor')]],
  ],
  rip: (cell) => [['routes', [cell('destination'), cell('via') ?? '', cell('port') ?? '']]],
  programs: (cell) => [['programs', [cell('process')]]],
  flows: (cell) => [['flows', [cell('protocol'), cell('source'), cell('destination')]]],
};

function textOf(cell: string | number | null): string | undefined {
  return cell === null ? undefined : String(cell);
}

/**
 * Which facts wrote the rows of the tables of devices: so that a decision names the row it was made by and why that row
 * is there, and each row of a table can be asked why. It reads only what was added to the trace since the last time.
 */
export class WrittenRows extends TraceReader {
  /** Numbers of facts by what they wrote, ascending. */
  readonly #facts = new Map<string, Numbers>();

  protected take(first: number, last: number): void {
    const trace = this.trace;
    for (let seq = first; seq <= last; seq++) {
      const writes = WRITES[trace.kind(seq)];
      if (writes === undefined) continue;
      const device = trace.device(seq) ?? '';
      const frame = (): Frame | undefined => trace.frameOf(trace.frame(seq));
      const fact = { detail: trace.detail(seq), value: trace.value(seq), port: trace.port(seq), frame };
      for (const [table, key] of writes(fact)) this.#note(nameOf(device, table, key), seq);
    }
  }

  #note(name: string, seq: number): void {
    let facts = this.#facts.get(name);
    if (facts === undefined) this.#facts.set(name, (facts = new Numbers()));
    facts.push(seq);
  }

  protected forget(length: number): void {
    for (const [name, facts] of this.#facts) {
      facts.truncate(facts.countUpTo(length));
      if (facts.length === 0) this.#facts.delete(name);
    }
  }

  /** For each row of a table, as it stands after fact `cursor`, the fact that made it so; null: none is known. */
  because(device: string, table: Pick<DeviceTable, 'name' | 'columns' | 'rows'>, cursor: number): (number | null)[] {
    this.catchUp();
    const keys = KEYS[table.name];
    return table.rows.map((row) => {
      const found = keys?.((column) => row[table.columns.indexOf(column)] ?? null) ?? [];
      for (const [written, key] of found) {
        const fact = this.#newest(device, written, key, cursor);
        if (fact !== null) return fact;
      }
      return null;
    });
  }

  /** The rows a fact was decided by. */
  usedBy(seq: number): UsedRow[] {
    this.catchUp();
    const trace = this.trace;
    const device = trace.device(seq);
    if (device === null) return [];
    const kind = trace.kind(seq);
    const fact = { detail: trace.detail(seq), port: trace.port(seq) };
    const used = kind === 'frame.sent' || kind === 'frame.queued' ? neighbourUsed(trace, seq) : USES[kind]?.(fact);
    return (used ?? []).map(([table, cells, written, key]) => ({
      table,
      cells: Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== undefined)) as UsedRow['cells'],
      fact: this.#newest(device, written, key, seq),
    }));
  }

  #newest(device: string, table: string, key: Key, cursor: number): number | null {
    const facts = this.#facts.get(nameOf(device, table, key));
    const count = facts?.countUpTo(cursor) ?? 0;
    return count === 0 ? null : facts!.at(count - 1);
  }
}

type Use = readonly [table: string, cells: Record<string, string | number | undefined>, written: string, key: Key];

function routeUsed({ detail }: { detail: Detail }): Use[] {
  const { route, via, port, kind, metric } = detail;
  const cells = { destination: route, via, port, kind, metric };
  const written: [string, Key] = kind === 'connected' ? ['address', [port]] : ['routes', [route, via, port]];
  return [['routes', cells, ...written]];
}

/** The ARP entry by which a packet that IP has just routed got its frame. */
function neighbourUsed(trace: TraceStore, seq: number): Use[] {
  const cause = trace.cause(seq);
  const frame = trace.frameOf(trace.frame(seq));
  if (cause === 0 || frame === undefined || !ROUTED.has(trace.kind(cause))) return [];
  const ethernet = parseEthernet(frame);
  const ip = parseIpv4(frame);
  if (isFault(ethernet) || isFault(ip) || isMulticastMac(ethernet.destination)) return [];
  // A fragment is routed with the packet it was cut from.
  const routed = trace.kind(cause) === 'ip.fragmented' ? trace.cause(cause) : cause;
  const address = String(trace.detail(routed).via || formatAddress(ip.destination));
  const port = trace.port(seq) ?? undefined;
  return [['arp', { address, mac: formatMac(ethernet.destination), port }, 'arp', [address]]];
}

const ROUTED: ReadonlySet<Kind> = new Set<Kind>(['ip.originated', 'ip.forwarded', 'ip.fragmented']);

/** The rows a kind of fact is decided by: the table, its cells, and how the fact that wrote the row is found. */
const USES: Readonly<Partial<Record<Kind, (fact: { detail: Detail; port: string | null }) => Use[]>>> = {
  'ip.originated': routeUsed,
  'ip.forwarded': routeUsed,
  'switch.forwarded': ({ detail: { mac, port, fid } }) => [['mac', { mac, vlan: fid, port }, 'mac', [mac, fid]]],
  'arp.released': ({ detail: { address, mac }, port }) => [
    ['arp', { address, mac, port: port ?? undefined }, 'arp', [address]],
  ],
  'nat.translated': ({ detail: { protocol, side, from, to } }) => {
    const [inside, outside] = side === 'source' ? [from, to] : [to, from];
    return [['translations', { protocol, inside, outside }, 'translations', [protocol, inside, outside]]];
  },
  'filter.matched': ({ detail: { rule, direction, action, match } }) => [
    ['filter', { rule, direction, action, match }, 'filter', []],
  ],
  'filter.defaulted': ({ detail: { direction, action } }) => [['filter', { direction, action }, 'filter', []]],
};

function nameOf(device: string, table: string, key: Key): string {
  return `${device}\n${table}\n${key.map((part) => part ?? '').join('\n')}`;
}
