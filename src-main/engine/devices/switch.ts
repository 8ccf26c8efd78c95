import { age, flush, macTable, newMacTable, NO_VLAN, renumber } from '../link/mac-table.ts';
import { bridge, type SwitchState } from '../link/switch.ts';
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
  }),
  configure(state, station, settings) {
    const { ageingTime } = newMacTable(settings.ageingTime);
    state.ports = portNames(settings);
    state.vlans = vlansOf(settings);
    const { ports, table, vlans } = state;
    renumber(table, ports, (vlan, port) => (vlans === null ? vlan === NO_VLAN : isMember(vlans[port]!, vlan)));
    table.ageingTime = ageingTime;
    station.wakeAt(station.now);
  },
  unplugged: (state, station, port) => flush(state.table, station, port),
  arrived: bridge,
  woken: (state, station) => age(state.table, station),
  view: (state) => [portsTable(state), macTable(state.table, state.vlans !== null)],
};

function portNames(settings: DeviceSettings): string[] {
  return settings.ports.map(({ name }) => name);
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
