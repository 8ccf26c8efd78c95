import { BRIDGE_GROUP, emitBpdu, formatBpduFlags, parseBpdu, type Bpdu } from '../wire/bpdu.ts';
import { formatMac } from '../wire/address.ts';
import { checkOf, isFault } from '../wire/fault.ts';
import type { Frame } from '../wire/frame.ts';
import { flush } from './mac-table.ts';
import { nextDeadline, runTree, treeHears, type TreeOutside } from './spanning-tree/machines.ts';
import { timesOf, type PortTreeSettings, type SpanningTreeSettings } from './spanning-tree/settings.ts';
import { newSpanningTree, newTreePort, pathCost, portId, stateOf, type SpanningTree } from './spanning-tree/tree.ts';
import type { Station } from './station.ts';
import type { SwitchState } from './switch-state.ts';
import type { Table } from './table.ts';

/** A spanning tree among the other things a switch does: its BPDUs as frames, its decisions as facts. */

/** The tree of a switch, all its ports without a link. */
export function treeFor(settings: SpanningTreeSettings, mac: number, ports: readonly PortTreeSettings[]): SpanningTree {
  const tree = newSpanningTree(settings, mac);
  tree.ports = ports.map((port, index) => newTreePort(index + 1, port, tree.times));
  return tree;
}

/**
 * Other settings, or other ports, from now on: `was[port]` is the index a port had before, -1 for a new one. Every role is
 * chosen anew.
 */
export function configureTree(
  tree: SpanningTree,
  settings: SpanningTreeSettings,
  ports: readonly PortTreeSettings[],
  was: readonly number[],
): void {
  tree.priority = newSpanningTree(settings, tree.mac).priority;
  tree.times = timesOf(settings);
  tree.ports = ports.map((own, index) => {
    const known = tree.ports[was[index]!] ?? newTreePort(index + 1, own, tree.times);
    const cost = own.cost ?? (known.settings.cost === undefined ? known.cost : 0);
    return {
      ...known,
      settings: own,
      cost,
      id: portId(index + 1, own),
      edge: own.edge ?? known.edge,
      reselect: true,
      selected: false,
    };
  });
}

/** A link came up at a port, or may have changed. */
export function portUp(tree: SpanningTree, station: Station, index: number): void {
  const port = tree.ports[index];
  if (port === undefined) return;
  port.enabled = true;
  port.cost = port.settings.cost ?? pathCost(station.bandwidth(index));
  port.pointToPoint = station.fullDuplex(index);
  port.reselect = true;
  port.selected = false;
  station.wakeAt(station.now);
}

/** The link of a port is gone. */
export function portDown(state: SwitchState, tree: SpanningTree, station: Station, index: number): void {
  const port = tree.ports[index];
  if (port === undefined) return;
  port.enabled = false;
  run(state, tree, station);
}

/** A frame to the bridge group. */
export function bpduReceived(
  state: SwitchState,
  tree: SpanningTree,
  station: Station,
  index: number,
  frame: Frame,
): void {
  const bpdu = parseBpdu(frame);
  const about = { port: index, frame: frame.id, packet: frame.packet };
  if (isFault(bpdu)) {
    station.record('frame.dropped', { ...about, reason: bpdu.fault, detail: checkOf(bpdu) ?? {} });
    return;
  }
  station.cause = station.record('stp.received', { ...about, detail: saying(bpdu) });
  tree.ports[index]!.heard = station.cause;
  treeHears(tree, outsideOf(state, tree, station), index, bpdu);
  look(tree, station);
}

/** A timer of the tree may be due. `station.cause` says nothing but that the switch is on. */
export function treeWoken(state: SwitchState, tree: SpanningTree, station: Station): void {
  run(state, tree, station, station.cause);
}

/** Lets the tree do what is due, and asks for the next wake. `nothing`: the cause that stands for "by itself"; -1: there is one. */
function run(state: SwitchState, tree: SpanningTree, station: Station, nothing = -1): void {
  runTree(tree, outsideOf(state, tree, station, nothing));
  look(tree, station);
}

function look(tree: SpanningTree, station: Station): void {
  const next = nextDeadline(tree, station.now);
  if (next < Infinity) station.wakeAt(next);
}

function outsideOf(state: SwitchState, tree: SpanningTree, station: Station, nothing = -1): TreeOutside {
  const name = (port: number) => state.ports[port]!;
  return {
    now: station.now,
    send(port, bpdu) {
      // The address of a port is the bridge's and the port's number (IEEE 802.1D-2004 §7.12.2 asks for one a port).
      const { head, body } = emitBpdu(bpdu, tree.mac + port + 1);
      const frame = station.frame(head, body, 0);
      const because = station.cause;
      // What is said again and again is said because of what the port is.
      const cause = because === nothing ? tree.ports[port]!.decided || because : because;
      const about = { port, frame: frame.id, packet: frame.packet };
      station.cause = station.record('stp.sent', { ...about, cause, detail: saying(bpdu) });
      station.send(port, frame);
      station.cause = because;
    },
    flush: (port) => flush(state.table, station, port),
    roleChanged(port, from, to) {
      station.cause = station.record('stp.role', { port, detail: { port: name(port), from, to } });
      tree.ports[port]!.decided = station.cause;
    },
    stateChanged(port, from, to) {
      station.cause = station.record('stp.state', { port, detail: { port: name(port), from, to } });
      tree.ports[port]!.decided = station.cause;
    },
    rootChanged() {
      const [priority, mac] = tree.rootPriority;
      const own = tree.rootPort < 0 ? 'yes' : 'no';
      const bridge = `${priority}.${formatMac(mac)}`;
      station.cause = station.record('stp.root', { detail: { bridge, own } });
    },
    topologyChanged(port) {
      station.cause = station.record('stp.topology-changed', { port, detail: { port: name(port) } });
    },
    expired(port, timer) {
      // Information is too old since it was heard; the other timers run since the port got its role or state.
      const { heard, decided } = tree.ports[port]!;
      const cause = (timer === 'information' ? heard : decided) || station.cause;
      station.cause = station.record('stp.expired', { port, cause, detail: { port: name(port), timer } });
    },
  };
}

function saying(bpdu: Bpdu): { flags: string; root: string; cost: number } {
  const { rootPriority, rootMac, rootCost } = bpdu;
  return { flags: formatBpduFlags(bpdu), root: `${rootPriority}.${formatMac(rootMac)}`, cost: rootCost };
}

/** Whether a frame goes to the bridges themselves. */
export function isForBridges(destination: number): boolean {
  return destination === BRIDGE_GROUP;
}

/** The tree as this switch sees it: the root and itself in the first two rows, then its ports. */
export function treeTable(tree: SpanningTree, ports: readonly string[]): Table {
  const columns = ['port', 'role', 'state', 'cost', 'designated'];
  const [rootPriority, rootMac, rootCost] = tree.rootPriority;
  const rows: Table['rows'] = [
    [null, 'root-bridge', null, rootCost, `${rootPriority}.${formatMac(rootMac)}`],
    [null, 'this-bridge', null, null, `${tree.priority}.${formatMac(tree.mac)}`],
  ];
  tree.ports.forEach((port, index) => {
    const [, , , priority, mac] = port.portPriority;
    const designated = port.role === 'disabled' ? null : `${priority}.${formatMac(mac)}`;
    const role = port.role === 'designated' && port.edge ? 'edge' : port.role;
    rows.push([ports[index]!, role, stateOf(port), port.enabled ? port.cost : null, designated]);
  });
  return { name: 'spanning-tree', columns, rows };
}
