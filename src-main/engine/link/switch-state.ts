import type { MacTable } from './mac-table.ts';
import type { SpanningTree } from './spanning-tree/tree.ts';
import type { PortVlan } from './vlan.ts';

/** All that a switch knows. */
export interface SwitchState {
  ports: string[];
  /** VLANs by port; null: nothing is said of VLANs, and tags are passed on unseen. */
  vlans: PortVlan[] | null;
  table: MacTable;
  /** How it takes part in a spanning tree; null: it does not, and forwards by every port. */
  tree: SpanningTree | null;
}
