import { hasNetworkLayer } from '#document/device-kinds.ts';
import type { CableRecord, DeviceRecord, DocumentRecord } from '#document/records.ts';
import { formatAddress, networkOf, parseAddress } from '#engine/wire/address.ts';

/** One port with an address, and the cable in it. */
export interface AreaPort {
  device: string;
  cable: string;
  /** End of the cable it is at. */
  end: 'a' | 'b';
}

/**
 * A subnet as it lies on the drawing: the ports whose addresses are part of it and that hear each other's broadcasts
 * (RFC 950 §1), with the cables, hubs and switches between them.
 */
export interface SubnetArea {
  /** `192.168.1.0/24`. */
  prefix: string;
  /** The VLAN that its frames are in, where its switches know any; null: none. */
  vlan: number | null;
  ports: readonly AreaPort[];
  cables: readonly string[];
  /** Devices that belong to it alone: hubs and switches, and hosts with no address elsewhere. */
  devices: readonly string[];
}

/** Tag of frames that carry none. */
const UNTAGGED = 0;
/** The VLAN of ports about which nothing is said (IEEE 802.1Q Table 9-2). */
const DEFAULT_VLAN = 1;

/** The subnets of a drawing, in the order of their addresses. Pure: of ports without an address nothing is said. */
export function subnetAreas(records: Iterable<DocumentRecord>): SubnetArea[] {
  const all = [...records];
  const devices = new Map<string, DeviceRecord>();
  for (const record of all) if (record.type === 'device') devices.set(record.id, record);
  const wires = all
    .filter((record): record is CableRecord => record.type === 'cable' && record.plugged !== false)
    .flatMap((cable) => wiresOf(cable, devices));
  const domainOf = domains(wires);

  const groups = new Map<string, { number: number; bits: number; domain: string; members: Map<string, AreaPort> }>();
  for (const { cable, ends } of wires) {
    for (const end of ['a', 'b'] as const) {
      const port = portOf(devices.get(cable[end].device), cable[end].port);
      const knot = ends[end];
      if (port === undefined || port.address === null || knot.tag !== null) continue;
      const number = networkOf(parseAddress(port.address) ?? 0, port.prefix);
      const domain = domainOf(knot.name);
      const key = `${number}/${port.prefix} ${domain}`;
      const group = groups.get(key) ?? { number, bits: port.prefix, domain, members: new Map() };
      group.members.set(knot.name, { device: cable[end].device, cable: cable.id, end });
      groups.set(key, group);
    }
  }

  const addressed = new Map<string, number>();
  for (const { members } of groups.values()) {
    for (const id of new Set([...members.values()].map(({ device }) => device))) {
      addressed.set(id, (addressed.get(id) ?? 0) + 1);
    }
  }
  return [...groups.values()]
    .sort((one, other) => one.number - other.number || one.bits - other.bits)
    .map(({ number, bits, domain, members }) => {
      const inside = pruned(
        wires.filter(({ ends }) => domainOf(ends.a.name) === domain),
        members,
      );
      const knots = inside.flatMap(({ ends }) => [ends.a, ends.b]);
      const vlans = new Set(knots.flatMap(({ vlan }) => (vlan === null ? [] : [vlan])));
      const alone = [...members.values()].map(({ device }) => device).filter((id) => addressed.get(id) === 1);
      const between = knots.filter(({ tag }) => tag !== null).map(({ device }) => device);
      return {
        prefix: `${formatAddress(number)}/${bits}`,
        vlan: vlans.size === 1 ? [...vlans][0]! : null,
        ports: [...members.values()],
        cables: [...new Set(inside.map(({ cable }) => cable.id))],
        devices: [...new Set([...between, ...alone])],
      };
    });
}

/** A place where frames of one kind are all heard: a port of a host, or one VLAN (or tag) inside of a switch or hub. */
interface Knot {
  name: string;
  device: string;
  /** Null: a port of a device with addresses. */
  tag: number | null;
  /** Of a switch that knows VLANs. */
  vlan: number | null;
}

/** What frames of one tag on a cable join. */
interface Wire {
  cable: CableRecord;
  ends: { a: Knot; b: Knot };
}

/** The tags with which frames can cross a cable, each a wire of its own. */
function wiresOf(cable: CableRecord, devices: ReadonlyMap<string, DeviceRecord>): Wire[] {
  const [a, b] = [devices.get(cable.a.device), devices.get(cable.b.device)];
  if (a === undefined || b === undefined) return [];
  const tags = new Set([UNTAGGED, ...tagsOf(a, cable.a.port), ...tagsOf(b, cable.b.port)]);
  return [...tags].flatMap((tag) => {
    const ends = [knotOf(a, cable.a.port, tag), knotOf(b, cable.b.port, tag)] as const;
    return ends[0] === null || ends[1] === null ? [] : [{ cable, ends: { a: ends[0], b: ends[1] } }];
  });
}

/** VLANs whose frames a trunk port may send with a tag, as far as the drawing names any. */
function tagsOf(device: DeviceRecord, port: string): number[] {
  const vlan = portOf(device, port)?.vlan;
  if (vlan?.mode !== 'trunk') return [];
  const named = device.ports.flatMap((each) => (each.vlan?.mode === 'access' ? [each.vlan.id] : []));
  return (vlan.allowed === undefined ? named : [...vlan.allowed]).filter((id) => id !== vlan.native);
}

/** Where a frame with a tag arrives at a port (IEEE 802.1Q §8.6.1, §8.6.2); null: it is not let in. */
function knotOf(device: DeviceRecord, port: string, tag: number): Knot | null {
  const { id } = device;
  if (hasNetworkLayer(device.kind)) {
    return tag === UNTAGGED ? { name: JSON.stringify([id, port]), device: id, tag: null, vlan: null } : null;
  }
  const knowsVlans = device.kind === 'switch' && device.ports.some(({ vlan }) => vlan !== undefined);
  if (!knowsVlans) return { name: `${id} ${tag}`, device: id, tag, vlan: null };
  const own = portOf(device, port)?.vlan ?? { mode: 'access', id: DEFAULT_VLAN };
  const inside = (vlan: number): Knot => ({ name: `${id} vlan ${vlan}`, device: id, tag, vlan });
  if (own.mode === 'access') return tag === UNTAGGED ? inside(own.id) : null;
  if (tag === UNTAGGED) return own.native === null ? null : inside(own.native);
  return own.allowed === undefined || own.allowed.includes(tag) ? inside(tag) : null;
}

/** Which knots hear each other: the name of one of them stands for all. */
function domains(wires: readonly Wire[]): (knot: string) => string {
  const above = new Map<string, string>();
  const top = (knot: string): string => {
    let at = knot;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    if (at !== knot) above.set(knot, at);
    return at;
  };
  for (const { ends } of wires) {
    const [one, other] = [top(ends.a.name), top(ends.b.name)];
    if (one !== other) above.set(other, one);
  }
  return top;
}

/** The wires that lie between members: dead ends that lead to none of them are left out, one after the other. */
function pruned(wires: readonly Wire[], members: ReadonlyMap<string, unknown>): Wire[] {
  let kept = [...wires];
  for (;;) {
    const degrees = new Map<string, number>();
    for (const { ends } of kept) {
      for (const { name } of [ends.a, ends.b]) degrees.set(name, (degrees.get(name) ?? 0) + 1);
    }
    const loose = ({ name }: Knot): boolean => degrees.get(name) === 1 && !members.has(name);
    const next = kept.filter(({ ends }) => !loose(ends.a) && !loose(ends.b));
    if (next.length === kept.length) return kept;
    kept = next;
  }
}

function portOf(device: DeviceRecord | undefined, name: string) {
  return device?.ports.find((port) => port.name === name);
}
