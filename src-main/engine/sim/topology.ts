import type { CableSettings, DeviceSettings, RuleSettings } from '../devices/settings.ts';
import type { ProgramSettings } from '../apps/settings.ts';

/** All that decides what a network does, besides the seed: what a world is built from. */
export interface Topology {
  devices: DeviceSettings[];
  cables: CableSettings[];
  programs: ProgramSettings[];
  /** Left out: none. */
  rules?: RuleSettings[];
}

/**
 * A change of the topology while it runs: whole settings put in place (new or replaced, by id), and ids taken away.
 * Ids are unique among all records, so one list of removals serves.
 */
export interface TopologyChange {
  devices: DeviceSettings[];
  cables: CableSettings[];
  programs: ProgramSettings[];
  rules?: RuleSettings[];
  remove: string[];
}
