import { hasNetworkLayer } from '../device-kinds.ts';
import type { DeviceRecord, DocumentRecord } from '../records.ts';

/**
 * The broadcast domains of a drawing: ports of hosts, servers and routers that hear each other's broadcasts, each as
 * `JSON.stringify([device, port])`. Only domains with two or more ports.
 */
export function segmentsOf(records: Iterable<DocumentRecord>): string[][] {
  const devices = new Map<string, DeviceRecord>();
  const all = [...records];
  for (const record of all) if (record.type === 'device') devices.set(record.id, record);

  // A disjoint-set forest: what is joined by cables, and by the inside of hubs and switches, gets one root.
  const parents = new Map<string, string>();
  const root = (one: string): string => {
    let top = one;
    for (let next = parents.get(top); next !== undefined; next = parents.get(top)) top = next;
    for (let at = one; at !== top;) {
      const next = parents.get(at)!;
      parents.set(at, top);
      at = next;
    }
    return top;
  };
  const knot = (device: string, port: string): string => {
    const kind = devices.get(device)?.kind;
    return kind !== undefined && !hasNetworkLayer(kind) ? JSON.stringify([device]) : JSON.stringify([device, port]);
  };
  const ends = new Set<string>();
  for (const record of all) {
    if (record.type !== 'cable') continue;
    const a = knot(record.a.device, record.a.port);
    const b = knot(record.b.device, record.b.port);
    ends.add(a).add(b);
    const [top, other] = [root(a), root(b)];
    if (top !== other) parents.set(other, top);
  }
  const ports = [...ends].filter((end) => (JSON.parse(end) as string[]).length === 2);
  const groups = new Map<string, string[]>();
  for (const port of ports) {
    const top = root(port);
    const group = groups.get(top);
    if (group) group.push(port);
    else groups.set(top, [port]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
