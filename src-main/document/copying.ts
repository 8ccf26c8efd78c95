import { DEVICE_KINDS } from './device-kinds.ts';
import type { RecordMap } from './diff.ts';
import { withMembers } from './grouping.ts';
import { Numbering } from './numbering.ts';
import type { CableRecord, DeviceRecord, DocumentRecord, GroupRecord, Placement } from './records.ts';
import { freshTunnel, tunnelsOf, type TunnelSettings } from './tunnel.ts';

/**
 * What copying these ids takes along: the members of groups, cables between devices that are copied, programs on them and
 * rules of those cables. Cables to what is not copied stay behind.
 */
export function copiedAlong(ids: Iterable<string>, existing: RecordMap): DocumentRecord[] {
  const chosen = new Set(withMembers(ids, existing));
  const found: DocumentRecord[] = [];
  const cables = new Set<string>();
  const comes = (record: DocumentRecord): boolean => {
    if (record.type === 'cable') return chosen.has(record.a.device) && chosen.has(record.b.device);
    if (record.type === 'program') return chosen.has(record.device);
    return chosen.has(record.id) && ('x' in record || record.type === 'group');
  };
  for (const record of existing.values()) {
    if (!comes(record)) continue;
    found.push(record);
    if (record.type === 'cable') cables.add(record.id);
  }
  for (const record of existing.values()) if (record.type === 'rule' && cables.has(record.cable)) found.push(record);
  return found;
}

/**
 * Copies of `records` for a drawing that holds `existing`, moved by an offset. A name, an id or a MAC address the drawing
 * has already is replaced by the next free one (`pc3` becomes `pc4`); one it has not stays, so that a thing cut out comes
 * back as it was. IP addresses stay as they are: a finding tells which are used twice.
 */
export function copiesOf(records: readonly DocumentRecord[], offset: Placement, existing: RecordMap): DocumentRecord[] {
  const copier = new Copier(records, existing);
  return records.flatMap((record) => copier.copy(record, offset));
}

/** Copies beside the originals. */
export function duplicated(ids: Iterable<string>, offset: Placement, existing: RecordMap): DocumentRecord[] {
  return copiesOf(copiedAlong(ids, existing), offset, existing);
}

class Copier {
  readonly #ids = new Map<string, string>();
  readonly #numbering: Numbering;
  readonly #takenNames = new Set<string>();
  readonly #takenGroupNames = new Set<string>();
  readonly #takenMacs = new Set<string>();
  /** The tunnels of the drawing, and the copies of others. */
  readonly #tunnels: TunnelSettings[];

  constructor(records: readonly DocumentRecord[], existing: RecordMap) {
    this.#tunnels = tunnelsOf(existing.values());
    for (const record of existing.values()) {
      this.#takenNames.add(record.id);
      if (record.type === 'group') this.#takenGroupNames.add(record.name);
      if (record.type !== 'device') continue;
      this.#takenNames.add(record.name);
      for (const { mac } of record.ports) if (mac !== null) this.#takenMacs.add(mac);
    }
    // What is copied and keeps its name must not be given to another copy.
    const kept = records.filter(({ id }) => !this.#takenNames.has(id));
    this.#numbering = new Numbering(new Map([...existing, ...kept.map((record) => [record.id, record] as const)]));
    for (const record of records) {
      const { id } = record;
      this.#ids.set(id, this.#takenNames.has(id) ? this.#numbering.name(prefixOf(record)) : id);
    }
  }

  copy(record: DocumentRecord, offset: Placement): DocumentRecord[] {
    const id = this.#id(record.id);
    switch (record.type) {
      case 'device':
        return [{ ...placed(record, offset), id, ...this.#device(record, id) }];
      case 'note':
      case 'shape':
        return [{ ...placed(record, offset), id }];
      case 'cable':
        return [{ ...record, id, ...this.#ends(record) }];
      case 'program':
        return [{ ...record, id, device: this.#id(record.device) }];
      case 'rule':
        return [{ ...record, id, cable: this.#id(record.cable) }];
      case 'group':
        return this.#group(record, id);
      case 'bookmark':
        return [];
    }
  }

  #id(id: string): string {
    return this.#ids.get(id) ?? id;
  }

  #device(device: DeviceRecord, id: string): Pick<DeviceRecord, 'name' | 'ports' | 'tunnel'> {
    const mac = (old: string | null): string | null =>
      old !== null && this.#takenMacs.has(old) ? this.#numbering.mac() : old;
    return {
      name: this.#name(device, id),
      ports: device.ports.map((port) => ({ ...port, mac: mac(port.mac) })),
      ...(device.tunnel && { tunnel: this.#tunnel(device.tunnel) }),
    };
  }

  /** A port of the machine is given to one tunnel only. */
  #tunnel(settings: TunnelSettings): TunnelSettings {
    const taken = this.#tunnels.some(({ port }) => port === settings.port);
    const own = taken ? freshTunnel(this.#tunnels) : settings;
    this.#tunnels.push(own);
    return own;
  }

  #name({ id: before, name }: DeviceRecord, id: string): string {
    return name === before ? id : freeName(name, this.#takenNames);
  }

  #ends({ a, b }: CableRecord): Pick<CableRecord, 'a' | 'b'> {
    return { a: { ...a, device: this.#id(a.device) }, b: { ...b, device: this.#id(b.device) } };
  }

  #group(group: GroupRecord, id: string): GroupRecord[] {
    const members = group.members.filter((member) => this.#ids.has(member)).map((member) => this.#id(member));
    return members.length === 0 ? [] : [{ ...group, id, name: freeName(group.name, this.#takenGroupNames), members }];
  }
}

/** A name somebody chose is kept as far as it goes: `laptop` becomes `laptop2`, and `web 1` becomes `web 2`. It is taken then. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  if (taken.has(name)) {
    const stem = name.replace(/\d+$/, '').slice(0, 50);
    for (let number = stem === name ? 2 : 1; taken.has(free); number++) free = `${stem}${number}`;
  }
  taken.add(free);
  return free;
}

function prefixOf(record: DocumentRecord): string {
  return record.type === 'device' ? DEVICE_KINDS[record.kind].prefix : record.type;
}

function placed<R extends Placement>(record: R, offset: Placement): R {
  return { ...record, x: Math.round(record.x + offset.x), y: Math.round(record.y + offset.y) };
}
