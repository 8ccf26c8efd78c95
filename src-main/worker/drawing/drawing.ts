/**
 * What the network has been told of the drawing, and when: names for facts, and the part of an edit that is an input.
 * This room never changes the drawing.
 */
import type { TopologyChange } from '#engine/sim/topology.ts';
import type { CableRecord, DocumentRecord } from '#document/records.ts';
import type { Problem } from '#document/problem.ts';
import { concernsNetwork, settingsDiffer, topologyChangeOf } from '#document/topology.ts';
import type { Told } from './told.ts';

/**
 * The drawing as it is now, whichever branch of history is looked at and wherever its cursor stands.
 *
 * The drawing has no past: undo belongs to the window. A world has one, and back there it lacks what was drawn since; so
 * does a world on another branch. When something is done there, it must first be told of all that it has not heard.
 */
export class Drawing {
  #records: ReadonlyMap<string, DocumentRecord>;

  constructor(records: readonly DocumentRecord[]) {
    this.#records = new Map(records.map((record) => [record.id, record]));
  }

  /** All records, by id. Replaced with every change, never changed. */
  get records(): ReadonlyMap<string, DocumentRecord> {
    return this.#records;
  }

  /** A record of the drawing as it is now, wherever the cursor stands. */
  record(id: string): DocumentRecord | undefined {
    return this.#records.get(id);
  }

  /** What to call a device: its name in the drawing, or its id when it is no longer drawn. */
  name(id: string): string {
    const record = this.#records.get(id);
    return record?.type === 'device' ? record.name : id;
  }

  /** The ids of the devices of the drawing as it is now. */
  devices(): string[] {
    return [...this.#records.values()].filter(({ type }) => type === 'device').map(({ id }) => id);
  }

  /** What a filter may call a device or cable besides its id: a device's name; both ends of a cable, as `name.port`. */
  names(id: string): string[] {
    const record = this.#records.get(id);
    if (record?.type === 'device') return [record.name];
    if (record?.type !== 'cable') return [];
    return [record.a, record.b].map(({ device, port }) => `${this.name(device)}.${port}`);
  }

  /** The cables of the drawing as it is now. */
  cables(): CableRecord[] {
    return [...this.#records.values()].filter((record) => record.type === 'cable');
  }

  /**
   * Takes a change in, and says what a world at fact `cursor` must be told: the change and everything else in which what it
   * knows there is not what is drawn; null: nothing. `told` is to be called when the world was told.
   */
  change(
    change: { put: unknown[]; remove: string[] },
    world: Told,
    cursor: number,
  ): { change: TopologyChange | null; told: () => void } | { problems: Problem[] } {
    const checked = topologyChangeOf(change, this.#records);
    if ('problems' in checked) return checked;
    const { records } = checked;
    const known = world.knownAt(cursor);
    const ids = unlike(known, records);
    for (const id of change.remove) ids.add(id);
    for (const record of change.put) ids.add((record as DocumentRecord).id);
    const put = [...ids].flatMap((id) => records.get(id) ?? []).filter(concernsNetwork);
    const heard = (id: string) => known.has(id) && concernsNetwork(known.get(id)!);
    const remove = [...ids].filter((id) => !records.has(id) && heard(id));
    const nothing = put.length === 0 && remove.length === 0;
    const whole = nothing ? null : topologyChangeOf({ put, remove });
    if (whole !== null && 'problems' in whole) return whole;
    const told = () => {
      this.#records = records;
      if (!nothing) world.tell(cursor, ids, records);
    };
    return { change: whole?.change ?? null, told };
  }

  /** Takes over another state of the drawing, of which no world is told yet. False: to every world it is the same. */
  become(records: readonly DocumentRecord[]): boolean {
    const next = new Map(records.map((record) => [record.id, record]));
    const differs = [...unlike(this.#records, next)].some((id) =>
      [this.#records.get(id), next.get(id)].some((record) => record !== undefined && concernsNetwork(record)),
    );
    if (differs) this.#records = next;
    return differs;
  }
}

/** The ids of records of which two drawings have different ones. */
function unlike(known: ReadonlyMap<string, DocumentRecord>, drawn: ReadonlyMap<string, DocumentRecord>): Set<string> {
  const ids = new Set<string>();
  for (const [id, record] of drawn) {
    const other = known.get(id);
    if (other === record) continue;
    if (other === undefined || settingsDiffer(other, record)) ids.add(id);
  }
  for (const id of known.keys()) if (!drawn.has(id)) ids.add(id);
  return ids;
}
