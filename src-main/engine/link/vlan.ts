import type { Frame } from '../wire/frame.ts';
import { vlanTagOf, withoutTag, withTag, type VlanTag } from '../wire/vlan.ts';
import type { Station } from './station.ts';

/** Which VLANs a port of a switch belongs to (IEEE 802.1Q §8.4, §8.8.10). */
export type PortVlan =
  /** For stations that know no VLANs: everything here is of one. */
  | { mode: 'access'; id: number }
  /**
   * For other switches: frames are tagged, but those of the `native` VLAN (null: none is). `allowed`: the VLANs that may
   * pass besides the native one; left out: all.
   */
  | { mode: 'trunk'; native: number | null; allowed?: number[] };

/** The VLAN of ports about which nothing is said (IEEE 802.1Q Table 9-2, default PVID). */
export const DEFAULT_VLAN = 1;
/** The last that frames can be in: 4095 is reserved (IEEE 802.1Q Table 9-2). */
const LAST_VLAN = 4094;

/** Whether frames of a VLAN may come in and go out by a port. */
export function isMember(port: PortVlan, vlan: number): boolean {
  if (port.mode === 'access') return port.id === vlan;
  return vlan === port.native || (port.allowed === undefined ? vlan <= LAST_VLAN : port.allowed.includes(vlan));
}

/** The VLANs a port is a member of, for a person. */
function carried(port: PortVlan): string {
  if (port.mode === 'access') return String(port.id);
  if (port.allowed === undefined) return `1–${LAST_VLAN}`;
  return [...(port.native === null ? [] : [port.native]), ...port.allowed].join(', ');
}

/** The VLAN of frames without a tag; null: there are none at this port. */
function untaggedVlan(port: PortVlan): number | null {
  return port.mode === 'access' ? port.id : port.native;
}

/**
 * The VLAN in which a frame comes in (IEEE 802.1Q §8.6.1, §8.6.2 ingress filtering), with the decision on record and made
 * the cause of what follows; null: it may not come in here, and was dropped.
 */
export function vlanOf(ports: readonly PortVlan[], station: Station, port: number, frame: Frame): number | null {
  const own = ports[port]!;
  const tag = vlanTagOf(frame);
  // A tag with id 0 says a priority and no VLAN (IEEE 802.1Q Table 9-2).
  const tagged = tag !== null && tag.id !== 0;
  const vlan = tagged ? tag.id : untaggedVlan(own);
  const about = { port, frame: frame.id, packet: frame.packet };
  if (vlan === null) {
    station.record('frame.dropped', { ...about, reason: 'vlan.untagged' });
    return null;
  }
  if (!isMember(own, vlan)) {
    const detail = { found: String(vlan), expected: carried(own) };
    station.record('frame.dropped', { ...about, reason: 'vlan.not-allowed', detail });
    return null;
  }
  station.cause = station.record(tagged ? 'vlan.by-tag' : 'vlan.by-port', { ...about, detail: { vlan } });
  return vlan;
}

/** One frame on its way out of a switch, tagged where it has to be; each form of it is made once. */
export class Outgoing {
  readonly #ports: readonly PortVlan[];
  readonly #station: Station;
  readonly #frame: Frame;
  readonly #vlan: number;
  readonly #tag: VlanTag | null;
  #tagged: Frame | null = null;
  #plain: Frame | null = null;

  constructor(ports: readonly PortVlan[], station: Station, frame: Frame, vlan: number) {
    this.#ports = ports;
    this.#station = station;
    this.#frame = frame;
    this.#vlan = vlan;
    this.#tag = vlanTagOf(frame);
  }

  /** The form in which it leaves by a port (IEEE 802.1Q §8.8.10: untagged set). The port must be a member. */
  at(port: number): Frame {
    return untaggedVlan(this.#ports[port]!) === this.#vlan ? this.#withoutTag(port) : this.#withTag(port);
  }

  #withTag(port: number): Frame {
    const tag = this.#tag;
    if (tag?.id === this.#vlan) return this.#frame;
    return (this.#tagged ??= this.#made(port, 'vlan.tagged', {
      priority: 0,
      dropEligible: false,
      ...tag,
      id: this.#vlan,
    }));
  }

  #withoutTag(port: number): Frame {
    if (this.#tag === null) return this.#frame;
    return (this.#plain ??= this.#made(port, 'vlan.untagged', null));
  }

  #made(port: number, kind: 'vlan.tagged' | 'vlan.untagged', tag: VlanTag | null): Frame {
    const station = this.#station;
    // A tag with a priority only is replaced, not added to.
    const plain = this.#tag === null ? this.#frame : withoutTag(this.#frame);
    const { head, body } = tag === null ? plain : withTag(plain, tag);
    const frame = station.frame(head, body, this.#frame.packet, this.#frame);
    station.record(kind, { port, frame: frame.id, packet: frame.packet, detail: { vlan: this.#vlan } });
    return frame;
  }
}
