import type { Bpdu } from '../../wire/bpdu.ts';
import { bpduArrived, informationStep } from './information.ts';
import { selectRoles } from './selection.ts';
import { topologyStep } from './topology-change.ts';
import { transitionStep } from './transitions.ts';
import { heldUntil, transmission } from './transmission.ts';
import { stateOf, type PortRole, type PortState, type SpanningTree, type TreePort } from './tree.ts';

/** What the machines do to their switch, and say of themselves. Ports are told by index. */
export interface TreeOutside {
  readonly now: number;
  send(port: number, bpdu: Bpdu): void;
  /** What was learned at a port is to be forgotten. */
  flush(port: number): void;
  roleChanged(port: number, from: PortRole, to: PortRole): void;
  stateChanged(port: number, from: PortState, to: PortState): void;
  rootChanged(): void;
  topologyChanged(port: number): void;
  /** A timer ran out whose end decides something: what follows is because of it. */
  expired(port: number, timer: 'information' | 'forward-delay' | 'edge'): void;
}

/** Steps of all machines together in one call. They settle in a few; more would be our bug, shown rather than hung on. */
const MOST_STEPS = 10_000;

/** A BPDU has come in at a port. */
export function treeHears(tree: SpanningTree, outside: TreeOutside, port: number, bpdu: Bpdu): void {
  if (!tree.ports[port]!.enabled) return;
  bpduArrived(tree.ports[port]!, bpdu, outside.now);
  runTree(tree, outside);
}

/** Lets all machines run until none of them has a step to take (IEEE 802.1D-2004 §17.16). */
export function runTree(tree: SpanningTree, outside: TreeOutside): void {
  const { now } = outside;
  tellExpired(tree, outside);
  for (let steps = 0; step(tree, outside); steps++) {
    if (steps > MOST_STEPS) throw new Error('the machines of a spanning tree do not come to rest');
  }
  tree.ports.forEach((port, index) => {
    for (let bpdu = transmission(tree, port, now); bpdu !== null; bpdu = transmission(tree, port, now)) {
      outside.send(index, bpdu);
    }
  });
}

/** One step of each machine. Returns whether any took one. */
function step(tree: SpanningTree, outside: TreeOutside): boolean {
  const { now } = outside;
  let moved = false;
  for (const port of tree.ports) if (informationStep(port, now)) moved = true;
  const root = tree.rootPriority;
  if (selectRoles(tree)) {
    moved = true;
    if (root[0] !== tree.rootPriority[0] || root[1] !== tree.rootPriority[1]) outside.rootChanged();
  }
  tree.ports.forEach((port, index) => {
    const { role } = port;
    const before = stateOf(port);
    if (edgeStep(port, now)) moved = true;
    if (transitionStep(tree, port, now)) moved = true;
    if (role !== port.role) outside.roleChanged(index, role, port.role);
    const after = stateOf(port);
    if (before !== after) outside.stateChanged(index, before, after);
  });
  tree.ports.forEach((port) => {
    const changed = (one: TreePort) => outside.topologyChanged(tree.ports.indexOf(one));
    const flush = (one: TreePort) => outside.flush(tree.ports.indexOf(one));
    if (topologyStep(tree, port, now, changed, flush)) moved = true;
  });
  return moved;
}

/** Bridge detection (§17.25): who has not spoken within the edge delay is no bridge. */
function edgeStep(port: TreePort, now: number): boolean {
  const { settings, enabled, edge, proposing, role } = port;
  if (!enabled) {
    const wanted = settings.edge ?? false;
    if (edge === wanted) return false;
    port.edge = wanted;
    return true;
  }
  if (edge || settings.edge !== undefined || !proposing || role !== 'designated') return false;
  if (now < port.edgeDelayUntil) return false;
  port.edge = true;
  return true;
}

/** Timers that decide something in the present state of a port, with their deadlines. */
function timersOf(port: TreePort): ['information' | 'forward-delay' | 'edge', number][] {
  if (!port.enabled) return [];
  const timers: ['information' | 'forward-delay' | 'edge', number][] = [];
  if (port.infoIs === 'received') timers.push(['information', port.informationUntil]);
  if ((port.role === 'designated' || port.role === 'root') && !port.forward) {
    timers.push(['forward-delay', port.forwardDelayUntil]);
  }
  if (port.role === 'designated' && port.proposing && !port.edge && port.settings.edge === undefined) {
    timers.push(['edge', port.edgeDelayUntil]);
  }
  return timers;
}

function tellExpired(tree: SpanningTree, outside: TreeOutside): void {
  const { now } = outside;
  tree.ports.forEach((port, index) => {
    for (const [timer, deadline] of timersOf(port)) {
      if (deadline <= now && deadline > tree.looked) outside.expired(index, timer);
    }
  });
  tree.looked = now;
}

/** ns of the next thing a tree does by itself; Infinity: nothing. */
export function nextDeadline(tree: SpanningTree, now: number): number {
  let next = Infinity;
  for (const port of tree.ports) {
    if (!port.enabled) continue;
    const deadlines = [port.helloAt, port.recentRootUntil, port.recentBackupUntil, heldUntil(port)];
    for (const [, deadline] of timersOf(port)) deadlines.push(deadline);
    for (const deadline of deadlines) if (deadline > now) next = Math.min(next, deadline);
  }
  return next;
}
