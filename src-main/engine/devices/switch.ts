import { age, bridge, flush, macTable, type SwitchState } from '../link/switch.ts';
import type { Behaviour } from './behaviour.ts';

/** A learning switch. */
export const learningSwitch: Behaviour<SwitchState> = {
  create: (settings) => ({ ports: settings.ports.map(({ name }) => name), table: new Map() }),
  configure(state, _station, settings) {
    const ports = settings.ports.map(({ name }) => name);
    for (const [mac, entry] of state.table) {
      const port = ports.indexOf(entry.detail.port);
      if (port < 0) state.table.delete(mac);
      else entry.port = port;
    }
    state.ports = ports;
  },
  unplugged: flush,
  arrived: bridge,
  woken: age,
  view: (state) => [{ name: 'ports', columns: ['port'], rows: state.ports.map((name) => [name]) }, macTable(state)],
};
