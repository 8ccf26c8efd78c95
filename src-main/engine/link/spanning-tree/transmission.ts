import { BPDU_ROLES, type Bpdu } from '../../wire/bpdu.ts';
import { TRANSMIT_HOLD_COUNT, type PortRole, type SpanningTree, type TreePort } from './tree.ts';

const ROLES: Record<PortRole, Bpdu['role']> = {
  disabled: BPDU_ROLES.unknown,
  root: BPDU_ROLES.root,
  designated: BPDU_ROLES.designated,
  alternate: BPDU_ROLES.alternate,
  backup: BPDU_ROLES.alternate,
};

/**
 * Port transmit machine (IEEE 802.1D-2004 §17.26): a BPDU with every hello, and at once when there is news, but no more
 * than six in a second. Returns what is to be sent now, if anything.
 */
export function transmission(tree: SpanningTree, port: TreePort, now: number): Bpdu | null {
  if (!port.enabled || !port.selected || port.updateInfo) return null;
  if (now >= port.helloAt) {
    const periodic = port.role === 'designated' || (port.role === 'root' && now < port.topologyChangeUntil);
    port.newInfo ||= periodic;
    port.helloAt = now + tree.times.helloTime;
  }
  if (!port.newInfo || held(port, now)) return null;
  port.newInfo = false;
  port.transmitCount++;
  return bpduOf(port, now);
}

/** Whether as many as may be have been sent; one more may be with every second (TxHoldCount, §17.13.12). */
function held(port: TreePort, now: number): boolean {
  const seconds = Math.floor((now - port.transmitCountSince) / 1e9);
  if (seconds > 0) {
    port.transmitCount = Math.max(0, port.transmitCount - seconds);
    port.transmitCountSince += seconds * 1e9;
  }
  return port.transmitCount >= TRANSMIT_HOLD_COUNT;
}

/** ns at which a port that has news and was held back may send; Infinity: it has none. */
export function heldUntil(port: TreePort): number {
  return port.newInfo && port.transmitCount >= TRANSMIT_HOLD_COUNT ? port.transmitCountSince + 1e9 : Infinity;
}

/** txRstp (§17.21.20). */
function bpduOf(port: TreePort, now: number): Bpdu {
  const [rootPriority, rootMac, rootCost, bridgePriority, bridgeMac, id] = port.designatedPriority;
  return {
    role: ROLES[port.role],
    proposal: port.proposing && port.role === 'designated',
    agreement: port.agree && port.role !== 'designated',
    learning: port.learn,
    forwarding: port.forward,
    topologyChange: now < port.topologyChangeUntil,
    rootPriority,
    rootMac,
    rootCost,
    bridgePriority,
    bridgeMac,
    port: id,
    ...port.designatedTimes,
  };
}
