import type { SpanningTree, TreePort } from './tree.ts';

/**
 * The topology change machine (IEEE 802.1D-2004 §17.31): where a port begins to forward, everybody has to forget behind
 * which port an address was. `flush` is called for a port whose addresses are to be forgotten. Returns whether there was
 * a step.
 */
export function topologyStep(
  tree: SpanningTree,
  port: TreePort,
  now: number,
  changed: (port: TreePort) => void,
  flush: (port: TreePort) => void,
): boolean {
  const active = port.role === 'root' || port.role === 'designated';
  switch (port.topology) {
    case 'inactive':
      if (!port.learn) return forget(port);
      port.topology = 'learning';
      forget(port);
      return true;
    case 'learning':
      if (active && port.forward && !port.edge) {
        // DETECTED.
        changed(port);
        tell(tree, port, now);
        propagate(tree, port);
        port.topology = 'active';
        return true;
      }
      if (!active && !port.learn) {
        port.topology = 'inactive';
        port.topologyChangeUntil = 0;
        flush(port);
        return true;
      }
      return forget(port);
    case 'active':
      if (!active || port.edge) {
        port.topology = 'learning';
        return true;
      }
      if (port.topologyChangeReceived) {
        port.topologyChangeReceived = false;
        propagate(tree, port);
        return true;
      }
      if (!port.topologyChangePropagates) return false;
      port.topologyChangePropagates = false;
      tell(tree, port, now);
      flush(port);
      return true;
  }
}

/** What a port that is not active is told of changes is of no use to it. */
function forget(port: TreePort): boolean {
  const told = port.topologyChangeReceived || port.topologyChangePropagates;
  port.topologyChangeReceived = port.topologyChangePropagates = false;
  return told;
}

/** newTcWhile (§17.21.7): says so for a hello and a second. */
function tell(tree: SpanningTree, port: TreePort, now: number): void {
  if (now < port.topologyChangeUntil) return;
  port.topologyChangeUntil = now + tree.times.helloTime + 1e9;
  port.newInfo = true;
}

/** setTcPropTree (§17.21.18). */
function propagate(tree: SpanningTree, port: TreePort): void {
  for (const other of tree.ports) if (other !== port) other.topologyChangePropagates = true;
}
