import { EMPTY, ETHERNET } from './ethernet.ts';
import type { Datagram } from './datagram.ts';
import { field, layout, read, write } from './field.ts';
import { MINIMUM_LENGTH } from './frame.ts';
import type { Frame } from './frame.ts';

/** EtherType of a frame with a customer VLAN tag (IEEE 802.1Q Table 9-1). */
export const ETHERTYPE_VLAN = 0x8100;
/** Where the tag begins: behind the addresses (IEEE 802.1Q §9.3). */
const TAG_AT = ETHERNET.type.at;
/** Bytes of a tag: its EtherType, and priority, DEI and VLAN id. */
export const VLAN_TAG_LENGTH = 4;

/** VLAN ids in use; 0 means "no VLAN, only a priority", 4095 is reserved (IEEE 802.1Q Table 9-2). */
export const FIRST_VLAN = 1;
export const LAST_VLAN = 4094;

/**
 * What stands behind the EtherType 0x8100: tag control information (IEEE 802.1Q §9.6) and the EtherType of the frame as it
 * was before it was tagged.
 */
export const VLAN = layout({
  priority: field('vlan.priority', 3),
  dropEligible: field('vlan.dei', 1),
  id: field('vlan.id', 12),
  type: field('vlan.etype', 16, 'named-hex', { names: ETHERNET.type.names }),
});

/** What a tag says. */
export interface VlanTag {
  /** 0 … 7. */
  readonly priority: number;
  readonly dropEligible: boolean;
  /** 0 … 4095. */
  readonly id: number;
}

/** The tag of a frame; null: it has none, or ends inside it. */
export function vlanTagOf(frame: Frame): VlanTag | null {
  const at = ETHERNET.length;
  if (frame.length < at + VLAN.length) return null;
  const bytes = frame.head.length >= at + VLAN.length ? frame.head : frame.bytes();
  if (read(bytes, 0, ETHERNET.type) !== ETHERTYPE_VLAN) return null;
  return {
    priority: read(bytes, at, VLAN.priority),
    dropEligible: read(bytes, at, VLAN.dropEligible) === 1,
    id: read(bytes, at, VLAN.id),
  };
}

/** The bytes of a frame with a tag put in; the payload stays shared. */
export function withTag({ head, body }: Pick<Frame, 'head' | 'body'>, tag: VlanTag): Datagram {
  const tagged = new Uint8Array(head.length + VLAN_TAG_LENGTH);
  tagged.set(head.subarray(0, TAG_AT));
  tagged.set(head.subarray(TAG_AT), TAG_AT + VLAN_TAG_LENGTH);
  write(tagged, 0, ETHERNET.type, ETHERTYPE_VLAN);
  write(tagged, ETHERNET.length, VLAN.priority, tag.priority);
  write(tagged, ETHERNET.length, VLAN.dropEligible, tag.dropEligible ? 1 : 0);
  write(tagged, ETHERNET.length, VLAN.id, tag.id);
  return { head: tagged, body };
}

/** The bytes of a tagged frame without its tag, padded again where it has become too short for Ethernet. */
export function withoutTag(frame: Pick<Frame, 'head' | 'body' | 'length' | 'bytes'>): Datagram {
  const whole = frame.head.length < ETHERNET.length + VLAN.length;
  const head = whole ? frame.bytes() : frame.head;
  const body = whole ? EMPTY : frame.body;
  const plain = new Uint8Array(head.length - VLAN_TAG_LENGTH);
  plain.set(head.subarray(0, TAG_AT));
  plain.set(head.subarray(TAG_AT + VLAN_TAG_LENGTH), TAG_AT);
  const missing = MINIMUM_LENGTH - plain.length - body.length;
  if (missing <= 0) return { head: plain, body };
  const padded = new Uint8Array(body.length + missing);
  padded.set(body);
  return { head: plain, body: padded };
}
