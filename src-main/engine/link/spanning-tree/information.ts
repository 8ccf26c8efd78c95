import { BPDU_ROLES, type Bpdu } from '../../wire/bpdu.ts';
import type { Times } from './settings.ts';
import { AGE_PER_BRIDGE, MIGRATE_TIME, type SpanningTree, type TreePort } from './tree.ts';
import { compareVectors, supersedes, type Vector } from './vectors.ts';

/** Port receive and port information machines (IEEE 802.1D-2004 §17.23, §17.27): what a port is told of the tree. */

/** A neighbour speaks: this is no edge, and what it says is better, the same, or worse than what was known (§17.21.8). */
export function bpduArrived(port: TreePort, bpdu: Bpdu, now: number): void {
  port.edge = false;
  port.edgeDelayUntil = now + MIGRATE_TIME;
  const message = vectorOf(bpdu);
  const times = timesOf(bpdu);
  if (bpdu.role === BPDU_ROLES.designated) {
    const same = compareVectors(message, port.portPriority) === 0 && sameTimes(times, port.portTimes);
    if (same && port.infoIs === 'received') repeated(port, bpdu, now);
    else if (supersedes(message, port.portPriority)) superior(port, bpdu, message, times, now);
    else if (compareVectors(message, port.portPriority) > 0) inferior(port, bpdu);
  } else if (bpdu.role !== BPDU_ROLES.unknown && compareVectors(message, port.portPriority) >= 0) {
    recordAgreement(port, bpdu);
    if (bpdu.topologyChange) port.topologyChangeReceived = true;
  }
}

/** SUPERIOR_DESIGNATED. */
function superior(port: TreePort, bpdu: Bpdu, message: Vector, times: Times, now: number): void {
  port.agreed = false;
  port.proposing = false;
  if (bpdu.proposal) port.proposed = true;
  if (bpdu.topologyChange) port.topologyChangeReceived = true;
  // betterorsameinfo (§17.21.1): what was agreed to holds for what is better still.
  port.agree = port.agree && port.infoIs === 'received' && compareVectors(message, port.portPriority) <= 0;
  recordAgreement(port, bpdu);
  port.synced = port.synced && port.agreed;
  port.portPriority = message;
  port.portTimes = times;
  refresh(port, now);
  port.infoIs = 'received';
  port.reselect = true;
  port.selected = false;
}

/** REPEATED_DESIGNATED. */
function repeated(port: TreePort, bpdu: Bpdu, now: number): void {
  if (bpdu.proposal) port.proposed = true;
  if (bpdu.topologyChange) port.topologyChangeReceived = true;
  recordAgreement(port, bpdu);
  refresh(port, now);
}

/** INFERIOR_DESIGNATED: who forwards there without having heard of us must not be agreed with (IEEE 802.1Q §13.29.19). */
function inferior(port: TreePort, bpdu: Bpdu): void {
  if (!bpdu.learning) return;
  port.disputed = true;
  port.agreed = false;
}

/** recordAgreement (§17.21.9): an agreement can only be had with one neighbour. */
function recordAgreement(port: TreePort, bpdu: Bpdu): void {
  port.agreed = port.pointToPoint && bpdu.agreement;
  if (port.agreed) port.proposing = false;
}

/** updtRcvdInfoWhile (§17.21.23): three hellos may be missed, and too old is not worth keeping. */
function refresh(port: TreePort, now: number): void {
  const { messageAge, maxAge, helloTime } = port.portTimes;
  port.informationUntil = messageAge + AGE_PER_BRIDGE <= maxAge ? now + 3 * helloTime : now;
}

/** The steps of the port information machine that no message is needed for. Returns whether there was one. */
export function informationStep(port: TreePort, now: number): boolean {
  if (!port.enabled) {
    if (port.infoIs === 'disabled') return false;
    port.proposing = port.proposed = port.agree = port.agreed = false;
    port.infoIs = 'disabled';
    return chooseAgain(port);
  }
  if (port.infoIs === 'disabled') {
    port.infoIs = 'aged';
    return chooseAgain(port);
  }
  if (port.infoIs === 'received' && now >= port.informationUntil && !port.updateInfo) {
    port.infoIs = 'aged';
    return chooseAgain(port);
  }
  if (!port.selected || !port.updateInfo) return false;
  // UPDATE: the port speaks for its segment from now on.
  port.proposing = port.proposed = false;
  const better = port.infoIs === 'mine' && compareVectors(port.designatedPriority, port.portPriority) <= 0;
  port.agreed = port.agreed && better;
  port.synced = port.synced && port.agreed;
  port.portPriority = port.designatedPriority;
  port.portTimes = port.designatedTimes;
  port.updateInfo = false;
  port.infoIs = 'mine';
  port.newInfo = true;
  return true;
}

function chooseAgain(port: TreePort): true {
  port.reselect = true;
  port.selected = false;
  return true;
}

function vectorOf(bpdu: Bpdu): Vector {
  return [bpdu.rootPriority, bpdu.rootMac, bpdu.rootCost, bpdu.bridgePriority, bpdu.bridgeMac, bpdu.port];
}

function timesOf({ messageAge, maxAge, helloTime, forwardDelay }: Bpdu): Times {
  return { messageAge, maxAge, helloTime, forwardDelay };
}

export function sameTimes(one: Times, other: Times): boolean {
  return (
    one.messageAge === other.messageAge &&
    one.maxAge === other.maxAge &&
    one.helloTime === other.helloTime &&
    one.forwardDelay === other.forwardDelay
  );
}

/** Whether a bridge is the one that speaks in this vector. */
export function isOwn(tree: SpanningTree, vector: Vector): boolean {
  return vector[4] === tree.mac;
}
