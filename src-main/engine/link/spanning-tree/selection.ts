import { isOwn, sameTimes } from './information.ts';
import { AGE_PER_BRIDGE, type PortRole, type SpanningTree, type TreePort } from './tree.ts';
import { compareVectors, type Vector } from './vectors.ts';

/**
 * Port role selection (IEEE 802.1D-2004 §17.28, updtRolesTree §17.21.25): the best word any port has had names the root;
 * every other port either speaks for its segment or keeps silent. Returns whether there was anything to choose.
 */
export function selectRoles(tree: SpanningTree): boolean {
  if (!tree.ports.some(({ reselect }) => reselect)) return false;
  for (const port of tree.ports) port.reselect = false;
  const own: Vector = [tree.priority, tree.mac, 0, tree.priority, tree.mac, 0];
  let best = own;
  tree.rootPort = -1;
  tree.ports.forEach((port, index) => {
    if (port.infoIs !== 'received' || isOwn(tree, port.portPriority)) return;
    const [rootPriority, rootMac, cost, ...designated] = port.portPriority;
    const path: Vector = [rootPriority, rootMac, cost + port.cost, ...designated];
    const order = compareVectors(path, best);
    // Of equals, the lower port id (§17.5, the last component).
    if (order < 0 || (order === 0 && tree.rootPort >= 0 && port.id < tree.ports[tree.rootPort]!.id)) {
      best = path;
      tree.rootPort = index;
    }
  });
  tree.rootPriority = best;
  const root = tree.ports[tree.rootPort];
  const times = root?.portTimes;
  tree.rootTimes = times === undefined ? tree.times : { ...times, messageAge: times.messageAge + AGE_PER_BRIDGE };
  tree.ports.forEach((port, index) => {
    const [rootPriority, rootMac, cost] = best;
    port.designatedPriority = [rootPriority, rootMac, cost, tree.priority, tree.mac, port.id];
    port.designatedTimes = { ...tree.rootTimes, helloTime: tree.times.helloTime };
    port.selectedRole = roleOf(tree, port, index);
    port.updateInfo = port.selectedRole === 'designated' && !speaksAlready(port);
    port.selected = true;
  });
  return true;
}

function roleOf(tree: SpanningTree, port: TreePort, index: number): PortRole {
  if (port.infoIs === 'disabled') return 'disabled';
  if (port.infoIs !== 'received') return 'designated';
  if (index === tree.rootPort) return 'root';
  if (compareVectors(port.designatedPriority, port.portPriority) < 0) return 'designated';
  return isOwn(tree, port.portPriority) ? 'backup' : 'alternate';
}

function speaksAlready(port: TreePort): boolean {
  return (
    port.infoIs === 'mine' &&
    compareVectors(port.portPriority, port.designatedPriority) === 0 &&
    sameTimes(port.portTimes, port.designatedTimes)
  );
}
