import { MIGRATE_TIME, type SpanningTree, type TreePort } from './tree.ts';

/**
 * Port role transitions (IEEE 802.1D-2004 §17.29): how a port gets from what it is to what it was chosen to be, without a
 * loop in between. What the standard counts down again and again while a role lasts (fdWhile of an alternate port, rrWhile
 * of the root port) is set here when the role ends, which is the same.
 *
 * Returns whether there was a step.
 */
export function transitionStep(tree: SpanningTree, port: TreePort, now: number): boolean {
  if (!port.selected || port.updateInfo) return false;
  if (port.role !== port.selectedRole) {
    changeRole(tree, port, now);
    return true;
  }
  switch (port.role) {
    case 'disabled':
      return silent(port);
    case 'alternate':
    case 'backup':
      return answered(tree, port) || silent(port);
    case 'root':
      return rootStep(tree, port, now);
    case 'designated':
      return designatedStep(tree, port, now);
  }
}

/** forwardDelay (§17.20.6): neighbours that answer rapidly need no longer than a hello. */
function forwardDelay(port: TreePort): number {
  return port.designatedTimes.helloTime;
}

function changeRole(tree: SpanningTree, port: TreePort, now: number): void {
  const { role, designatedTimes: times } = port;
  if (role === 'disabled') port.forwardDelayUntil = now + times.maxAge;
  else if (role === 'alternate' || role === 'backup') port.forwardDelayUntil = now + forwardDelay(port);
  if (role === 'backup') port.recentBackupUntil = now + 2 * tree.times.helloTime;
  if (role === 'root') port.recentRootUntil = now + times.forwardDelay;
  port.role = port.selectedRole;
  if (port.role === 'root' || port.role === 'designated') return;
  // DISABLE_PORT and BLOCK_PORT.
  port.learn = port.forward = false;
}

/** DISABLED_PORT and ALTERNATE_PORT: there is nothing to wait for. */
function silent(port: TreePort): boolean {
  if (port.synced && !port.sync && !port.reRoot && port.recentRootUntil === 0) return false;
  port.synced = true;
  port.sync = port.reRoot = false;
  port.recentRootUntil = 0;
  return true;
}

/** A proposal is agreed to as soon as all other ports are in step with it (…_PROPOSED and …_AGREED). */
function answered(tree: SpanningTree, port: TreePort): boolean {
  if (port.proposed && !port.agree && !allSynced(tree, port)) {
    for (const other of tree.ports) other.sync = true;
    port.proposed = false;
    return true;
  }
  if ((allSynced(tree, port) && !port.agree) || (port.proposed && port.agree)) {
    port.proposed = port.sync = false;
    port.agree = true;
    port.newInfo = true;
    return true;
  }
  return false;
}

/** allSynced (§17.20.3). */
function allSynced(tree: SpanningTree, port: TreePort): boolean {
  return tree.ports.every(
    (other) =>
      other === port ||
      (other.selected && other.role === other.selectedRole && (other.synced || other.role === 'root')),
  );
}

function rootStep(tree: SpanningTree, port: TreePort, now: number): boolean {
  if (answered(tree, port)) return true;
  if (!port.forward && !port.reRoot) {
    for (const other of tree.ports) other.reRoot = true;
    return true;
  }
  if (port.reRoot && port.forward) {
    port.reRoot = false;
    return true;
  }
  // reRooted (§17.20.10): no other port may still forward what it did as the root port of before.
  const reRooted = tree.ports.every((other) => other === port || now >= other.recentRootUntil);
  const ready = now >= port.forwardDelayUntil || (reRooted && now >= port.recentBackupUntil);
  return ready && opened(port, now);
}

function designatedStep(tree: SpanningTree, port: TreePort, now: number): boolean {
  if (!port.forward && !port.agreed && !port.proposing && !port.edge) {
    port.proposing = true;
    // EdgeDelay (§17.20.4).
    port.edgeDelayUntil = now + (port.pointToPoint ? MIGRATE_TIME : tree.times.maxAge);
    port.newInfo = true;
    return true;
  }
  const inStep = (!port.learn && !port.forward) || port.agreed || port.edge;
  if ((inStep && !port.synced) || (port.sync && port.synced)) {
    port.recentRootUntil = 0;
    port.synced = true;
    port.sync = false;
    return true;
  }
  if (port.reRoot && now >= port.recentRootUntil) {
    port.reRoot = false;
    return true;
  }
  const mustStop = (port.sync && !port.synced) || (port.reRoot && now < port.recentRootUntil) || port.disputed;
  if (mustStop && !port.edge && (port.learn || port.forward)) {
    port.learn = port.forward = port.disputed = false;
    port.forwardDelayUntil = now + forwardDelay(port);
    return true;
  }
  // A dispute with a port that forwards nothing is settled already.
  port.disputed = false;
  const ready = now >= port.forwardDelayUntil || port.agreed || port.edge;
  const free = (now >= port.recentRootUntil || !port.reRoot) && !port.sync;
  if (!ready || !free || !opened(port, now)) return false;
  if (port.forward) port.agreed = true;
  return true;
}

/** …_LEARN, then …_FORWARD. */
function opened(port: TreePort, now: number): boolean {
  if (!port.learn) {
    port.learn = true;
    port.forwardDelayUntil = now + forwardDelay(port);
    return true;
  }
  if (port.forward) return false;
  port.forward = true;
  port.forwardDelayUntil = now;
  return true;
}
