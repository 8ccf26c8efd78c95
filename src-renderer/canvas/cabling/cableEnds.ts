import { freePorts } from '#document/edits.ts';
import { withMembers } from '#document/grouping.ts';
import type { RecordMap } from '#document/diff.ts';

/** A port a cable can go to. */
export interface PortOffer {
  device: string;
  /** Null: none is free, a new one would have to be had. */
  port: string | null;
}

/**
 * The ports at which a cable can end at a thing: the free ones of a device, or one more where all are taken; of a group,
 * those of every device in it, however deep.
 */
export function portOffers(id: string, records: RecordMap): PortOffer[] {
  const inside = new Set(withMembers([id], records));
  return [...records.values()].flatMap((record): PortOffer[] => {
    if (record.type !== 'device' || !inside.has(record.id)) return [];
    const free = freePorts(record, records);
    const device = record.id;
    return free.length > 0 ? free.map((port) => ({ device, port })) : [{ device, port: null }];
  });
}
