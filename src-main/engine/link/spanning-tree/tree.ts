/**
 * The rapid spanning tree protocol: switches agree on a tree in a network with loops (IEEE 802.1D-2004 clause 17). This
 * folder is its state machines over plain data, with the standard's variables under whole names; it forwards no frame.
 *
 * Read in this order: `tree.ts` (the variables), `vectors.ts` (what is better than what), `information.ts` (what a port
 * is told), `selection.ts` (which role it gets), `transitions.ts` (how it gets there), `topology-change.ts`,
 * `transmission.ts`, `machines.ts` (all of them, until nothing changes).
 */
import { emptyVector, type Vector } from './vectors.ts';

export type PortRole = 'disabled' | 'root' | 'designated' | 'alternate' | 'backup';
export type PortState = 'discarding' | 'learning' | 'forwarding';

/** What a person sets on a switch; missing: it does not take part, and loops are loops. */
export interface SpanningTreeSettings {
  /** 0 … 61440 in steps of 4096; 32768 unless set (§17.14, Table 17-2). */
  priority?: number;
  /** ns, 1 … 2 s; 2 s unless set (§17.14, Table 17-1). */
  helloTime?: number;
  /** ns, 6 … 40 s; 20 s unless set. */
  maxAge?: number;
  /** ns, 4 … 30 s; 15 s unless set. */
  forwardDelay?: number;
}

/** What a person sets on a port of a switch. */
export interface PortTreeSettings {
  /** 1 … 200,000,000; by the bandwidth unless set (§17.14, Table 17-3). */
  cost?: number;
  /** 0 … 240 in steps of 16; 128 unless set (§17.14, Table 17-2). */
  priority?: number;
  /** Whether there are stations only behind it; found out unless set (AdminEdge and AutoEdge, §17.13.1). */
  edge?: boolean;
}

/** MigrateTime (§17.14, Table 17-1), ns. */
export const MIGRATE_TIME = 3e9;
/** BPDUs in one second at most (TxHoldCount, §17.14, Table 17-1). */
export const TRANSMIT_HOLD_COUNT = 6;
/** By how much information is older behind each bridge (§17.21.23, §17.19.22), ns. */
export const AGE_PER_BRIDGE = 1e9;

/** The times that come with what a root says (§17.19.22), ns. */
export interface Times {
  messageAge: number;
  maxAge: number;
  helloTime: number;
  forwardDelay: number;
}

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

export function timesOf({ maxAge = 20e9, helloTime = 2e9, forwardDelay = 15e9 }: SpanningTreeSettings): Times {
  return { messageAge: 0, maxAge, helloTime, forwardDelay };
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
