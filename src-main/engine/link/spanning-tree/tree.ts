/**
 * The rapid spanning tree protocol: switches agree on a tree in a network with loops (IEEE 802.1D-2004 clause 17). This
 * folder is its state machines over plain data, with the standard's variables under whole names; it forwards no frame.
 *
 * Read in this order: `settings.ts`, `tree.ts` (the variables), `vectors.ts` (what is better than what), `information.ts` (what a port
 * is told), `selection.ts` (which role it gets), `transitions.ts` (how it gets there), `topology-change.ts`,
 * `transmission.ts`, `machines.ts` (all of them, until nothing changes).
 */
import { timesOf, type PortTreeSettings, type SpanningTreeSettings, type Times } from './settings.ts';
import { emptyVector, type Vector } from './vectors.ts';

export type PortRole = 'disabled' | 'root' | 'designated' | 'alternate' | 'backup';
export type PortState = 'discarding' | 'learning' | 'forwarding';

/** MigrateTime (§17.14, Table 17-1), ns. */
export const MIGRATE_TIME = 3e9;
/** BPDUs in one second at most (TxHoldCount, §17.14, Table 17-1). */
export const TRANSMIT_HOLD_COUNT = 6;
/** By how much information is older behind each bridge (§17.21.23, §17.19.22), ns. */
export const AGE_PER_BRIDGE = 1e9;

/** The variables of one port (§17.19). Times `…Until` and `…At` are deadlines in ns, where the standard counts down. */
export interface TreePort {
  enabled: boolean;
  id: number;
  cost: number;
  pointToPoint: boolean;
  settings: PortTreeSettings;
  role: PortRole;
  selectedRole: PortRole;
  selected: boolean;
  reselect: boolean;
  updateInfo: boolean;
  infoIs: 'disabled' | 'aged' | 'mine' | 'received';
  portPriority: Vector;
  portTimes: Times;
  designatedPriority: Vector;
  designatedTimes: Times;
  proposing: boolean;
  proposed: boolean;
  agree: boolean;
  agreed: boolean;
  sync: boolean;
  synced: boolean;
  reRoot: boolean;
  disputed: boolean;
  learn: boolean;
  forward: boolean;
  edge: boolean;
  newInfo: boolean;
  transmitCount: number;
  transmitCountSince: number;
  topology: 'inactive' | 'learning' | 'active';
  topologyChangeReceived: boolean;
  topologyChangePropagates: boolean;
  forwardDelayUntil: number;
  recentRootUntil: number;
  recentBackupUntil: number;
  informationUntil: number;
  helloAt: number;
  topologyChangeUntil: number;
  edgeDelayUntil: number;
  /** The facts by which it got its role or state, and by which it heard a BPDU last; 0: none. Not of the standard. */
  decided: number;
  heard: number;
}

export interface SpanningTree {
  priority: number;
  mac: number;
  times: Times;
  ports: TreePort[];
  /** The best the bridge knows (§17.18.6), and by which port, -1: it is the root. */
  rootPriority: Vector;
  rootTimes: Times;
  rootPort: number;
  /** ns up to which expired timers are on record. */
  looked: number;
}

export function newSpanningTree(settings: SpanningTreeSettings, mac: number): SpanningTree {
  const times = timesOf(settings);
  return {
    priority: settings.priority ?? 32_768,
    mac,
    times,
    ports: [],
    rootPriority: emptyVector(),
    rootTimes: times,
    rootPort: -1,
    looked: -1,
  };
}

/** A port that is not enabled. `number`: from 1. */
export function newTreePort(number: number, settings: PortTreeSettings, times: Times): TreePort {
  return {
    enabled: false,
    id: portId(number, settings),
    cost: settings.cost ?? 0,
    pointToPoint: true,
    settings,
    role: 'disabled',
    selectedRole: 'disabled',
    selected: false,
    reselect: true,
    updateInfo: false,
    infoIs: 'disabled',
    portPriority: emptyVector(),
    portTimes: times,
    designatedPriority: emptyVector(),
    designatedTimes: times,
    proposing: false,
    proposed: false,
    agree: false,
    agreed: false,
    sync: false,
    synced: true,
    reRoot: false,
    disputed: false,
    learn: false,
    forward: false,
    edge: settings.edge ?? false,
    newInfo: false,
    transmitCount: 0,
    transmitCountSince: 0,
    topology: 'inactive',
    topologyChangeReceived: false,
    topologyChangePropagates: false,
    forwardDelayUntil: 0,
    recentRootUntil: 0,
    recentBackupUntil: 0,
    informationUntil: 0,
    helloAt: 0,
    topologyChangeUntil: 0,
    edgeDelayUntil: 0,
    decided: 0,
    heard: 0,
  };
}

/** Priority in the upper four bits, number in the lower twelve (§9.2.7). */
export function portId(number: number, { priority = 128 }: PortTreeSettings): number {
  return (priority / 16) * 4096 + number;
}

/** Table 17-3: 20 Tbit/s divided by the bandwidth in bit/s. */
export function pathCost(bandwidth: number): number {
  return Math.min(200_000_000, Math.max(1, Math.round(20e12 / bandwidth)));
}

export function stateOf({ learn, forward }: Pick<TreePort, 'learn' | 'forward'>): PortState {
  if (forward) return 'forwarding';
  return learn ? 'learning' : 'discarding';
}
