import { repeat } from '../link/hub.ts';
import type { Behaviour } from './behaviour.ts';
import type { DeviceSettings } from './settings.ts';

export interface HubState {
  ports: string[];
}

/** A box of ports that repeats. */
export const hub: Behaviour<HubState> = {
  create: (settings) => ({ ports: portNames(settings) }),
  configure(state, _station, settings) {
    state.ports = portNames(settings);
  },
  arrived: (state, station, port, frame) => repeat(station, state.ports.length, port, frame),
  woken() {},
  view: (state) => [{ name: 'ports', columns: ['port'], rows: state.ports.map((name) => [name]) }],
};

function portNames(settings: DeviceSettings): string[] {
  return settings.ports.map(({ name }) => name);
}
