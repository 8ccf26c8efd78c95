import { age, flush, macTable, newMacTable, NO_VLAN, renumber } from '../link/mac-table.ts';
import { configureTree, portDown, portUp, treeFor, treeTable, treeWoken } from '../link/spanning-switch.ts';
import type { SpanningTree } from '../link/spanning-tree/tree.ts';
import { bridge } from '../link/switch.ts';
import type { SwitchState } from '../link/switch-state.ts';
import type { Table } from '../link/table.ts';
import { DEFAULT_VLAN, isMember, type PortVlan } from '../link/vlan.ts';
import type { Behaviour } from './behaviour.ts';
import type { DeviceSettings } from './settings.ts';

/** A learning switch. */
export const learningSwitch: Behaviour<SwitchState> = {
  create: (settings) => ({
    ports: portNames(settings),
    vlans: vlansOf(settings),
    table: newMacTable(settings.ageingTime),
    tree: newTree(settings),
  }),
  configure(state, station, settings) {
    const { ageingTime } = newMacTable(settings.ageingTime);
    const before = state.ports;
    state.ports = portNames(settings);
    state.vlans = vlansOf(settings);
    const { ports, table, vlans } = state;
    renumber(table, ports, (vlan, port) => (vlans === null ? vlan === NO_VLAN : isMember(vlans[port]!, vlan)));
    table.ageingTime = ageingTime;
    if (settings.spanningTree === undefined) state.tree = null;
    else if (state.tree === null) state.tree = newTree(settings);
    else {
      const was = ports.map((name) => before.indexOf(name));
      configureTree(state.tree, settings.spanningTree, portTrees(settings), was);
    }
    const { tree } = state;
    ports.forEach((_, port) => {
      if (tree !== null && station.linked(port)) portUp(tree, station, port);
    });
    station.wakeAt(station.now);
  },
  plugged(state, station, port) {
    if (state.tree !== null) portUp(state.tree, station, port);
  },
  unplugged(state, station, port) {
    flush(state.table, station, port);
    if (state.tree !== null) portDown(state, state.tree, station, port);
  },
  arrived: bridge,
  woken(state, station) {
    age(state.table, station);
    if (state.tree !== null) treeWoken(state, state.tree, station);
  },
  view(state) {
    const tables = [portsTable(state), macTable(state.table, state.vlans !== null)];
    return state.tree === null ? tables : [...tables, treeTable(state.tree, state.ports)];
  },
};

function portNames(settings: DeviceSettings): string[] {
  return settings.ports.map(({ name }) => name);
}

function newTree(settings: DeviceSettings): SpanningTree | null {
  const { spanningTree } = settings;
  return spanningTree === undefined ? null : treeFor(spanningTree, bridgeMac(settings.id), portTrees(settings));
}

function portTrees({ ports }: DeviceSettings) {
  return ports.map(({ spanningTree }) => spanningTree ?? {});
}

/**
 * The address by which a bridge is told from others (IEEE 802.1D-2004 §7.12.5): a local one made from its id, so that it
 * is the same in every run. Its last byte is left to the ports.
 */
function bridgeMac(id: string): number {
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  return 0x0200_0000_0000 + hash * 0x100;
}

/** The VLANs of all ports as soon as something is said of one; null: this switch knows nothing of VLANs. */
function vlansOf({ ports }: DeviceSettings): PortVlan[] | null {
  if (ports.every(({ vlan }) => vlan === undefined)) return null;
  return ports.map(({ vlan }) => vlan ?? { mode: 'access', id: DEFAULT_VLAN });
}

function portsTable({ ports, vlans }: SwitchState): Table {
  if (vlans === null) return { name: 'ports', columns: ['port'], rows: ports.map((name) => [name]) };
  const rows = ports.map((name, port) => {
    const own = vlans[port]!;
    if (own.mode === 'access') return [name, 'access', own.id, null];
    return [name, 'trunk', own.native, own.allowed === undefined ? '1-4094' : own.allowed.join(', ')];
  });
  return { name: 'ports', columns: ['port', 'mode', 'untagged', 'tagged'], rows };
}
