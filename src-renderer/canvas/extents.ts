import { withMembers } from '#document/grouping.ts';
import type { RecordMap } from '#document/diff.ts';
import type { Placement } from '#document/records.ts';
import { DEVICE_SIZE } from './geometry.ts';
import { noteSize } from './projection.ts';
import { middleOf } from './shown.ts';

/** A box on the drawing, drawing units; `top` is the smaller y. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A box around its middle. */
export function boxAt({ x, y }: Placement, width: number, height: number = width): Box {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

/** The smallest box around some; null around none. */
export function around(boxes: Iterable<Box>): Box | null {
  let all: Box | null = null;
  for (const { left, top, right, bottom } of boxes) {
    all = all
      ? {
          left: Math.min(all.left, left),
          top: Math.min(all.top, top),
          right: Math.max(all.right, right),
          bottom: Math.max(all.bottom, bottom),
        }
      : { left, top, right, bottom };
  }
  return all;
}

/**
 * What edges of a thing others are brought in line with: the picture of a device without its words, a note, a shape, all
 * of a group, the box of a collapsed one. Null: it has no place of its own.
 */
export function outlineOf(id: string, records: RecordMap): Box | null {
  const record = records.get(id);
  switch (record?.type) {
    case 'device':
      return boxAt(record, DEVICE_SIZE);
    case 'note': {
      const { width, height } = noteSize(record.text, 14);
      return boxAt(record, width, height);
    }
    case 'shape':
      return boxAt(record, Math.abs(record.width), Math.abs(record.height));
    case 'group': {
      const inside = withMembers(record.members, records);
      if (record.collapsed) return boxAt(middleOf(inside, records), DEVICE_SIZE);
      return around(record.members.flatMap((member) => outlineOf(member, records) ?? []));
    }
    default:
      return null;
  }
}
