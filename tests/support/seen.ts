/** What a learner reads off a lab: the frames of a packet, a field by its filter name, a conversation as arrows. */
import { explain, type ExplainedField } from '#engine/wire/explain.ts';
import type { Fact, Lab } from './lab.ts';

/** The first packet one of whose frames is summed up like that. */
export function packetLike(lab: Lab, info: RegExp): number {
  return frameLike(lab, info).packet;
}

/** The first frame put on a cable that is summed up like that. */
export function frameLike(lab: Lab, info: RegExp): Fact {
  const found = lab.facts('frame.sent').find(({ frame }) => info.test(lab.summary(frame).info));
  if (!found) throw new Error(`no frame like ${info} among\n${lab.sent().join('\n')}`);
  return found;
}

/** One packet at each cable it crossed, in order. */
export function hopsOf(lab: Lab, packet: number): Uint8Array[] {
  return lab
    .facts('frame.sent')
    .filter((fact) => fact.packet === packet)
    .map(({ frame }) => bytesOf(lab, frame));
}

export function bytesOf(lab: Lab, frame: number): Uint8Array {
  return lab.timeline.trace.frameOf(frame)!.bytes();
}

/** A field of a frame by its filter name, as it is printed; null: it has none. */
export function fieldOf(bytes: Uint8Array, key: string): string | null {
  const search = (fields: readonly ExplainedField[]): string | null => {
    for (const field of fields) {
      if (field.key === key) return field.text;
      const inside = search(field.fields ?? []);
      if (inside !== null) return inside;
    }
    return null;
  };
  for (const { fields, quoted } of explain(bytes)) {
    const found = quoted ? null : search(fields);
    if (found !== null) return found;
  }
  return null;
}

/** The TCP segments as they left their hosts: `pc1 SYN 1000(0)`, `server1 SYN, ACK 2000(0) ack 1001`. */
export function segments(lab: Lab): string[] {
  return lab.facts('tcp.sent').map(({ device, detail }) => {
    const flags = `${detail.flags}`;
    const answer = flags.includes('ACK') ? ` ack ${detail.acknowledgment}` : '';
    return `${device} ${flags} ${detail.sequence}(${detail.length})${answer}`;
  });
}

/** The states both ends went through: `pc1 CLOSED > SYN-SENT`. */
export function transitions(lab: Lab, device?: string): string[] {
  return lab
    .facts('tcp.state')
    .filter((fact) => device === undefined || fact.device === device)
    .map(({ device: at, detail }) => `${at} ${detail.from} > ${detail.to}`);
}
