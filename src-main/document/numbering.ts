import { formatMac, parseMac } from '#engine/wire/address.ts';
import type { RecordMap } from './diff.ts';

/** First locally administered address (IEEE 802 §8.4): no adapter ever sold has one of these. */
const FIRST_MAC = 0x020000000001;
const LAST_MAC = 0x02ffffffffff;

/** Gives names and MAC addresses that nothing in a drawing has, the same ones every time. Each is given once. */
export class Numbering {
  readonly #existing: RecordMap;
  /** Ids, and names of devices. */
  #names: Set<string> | undefined;
  readonly #next = new Map<string, number>();
  #macs: Set<number> | undefined;
  #highest = FIRST_MAC - 1;

  constructor(existing: RecordMap) {
    this.#existing = existing;
  }

  /** `pc3`: the lowest number that makes a name no id has and no device is called. */
  name(prefix: string): string {
    this.#names ??= this.#takenNames();
    let number = this.#next.get(prefix) ?? 1;
    while (this.#names.has(`${prefix}${number}`)) number++;
    this.#next.set(prefix, number + 1);
    return `${prefix}${number}`;
  }

  /** The address after the highest in use, so that a removed adapter's is not given to another while it is remembered. */
  mac(): string {
    this.#macs ??= this.#takenMacs();
    let mac = this.#highest + 1;
    if (mac > LAST_MAC) for (mac = FIRST_MAC; this.#macs.has(mac);) mac++;
    else this.#highest = mac;
    this.#macs.add(mac);
    return formatMac(mac);
  }

  #takenNames(): Set<string> {
    const taken = new Set<string>();
    for (const record of this.#existing.values()) {
      taken.add(record.id);
      if (record.type === 'device') taken.add(record.name);
    }
    return taken;
  }

  #takenMacs(): Set<number> {
    const taken = new Set<number>();
    for (const record of this.#existing.values()) {
      if (record.type !== 'device') continue;
      for (const { mac } of record.ports) {
        const number = mac === null ? null : parseMac(mac);
        if (number === null) continue;
        taken.add(number);
        if (number > this.#highest && number <= LAST_MAC) this.#highest = number;
      }
    }
    return taken;
  }
}
