import { formatAddress, parseAddress } from '../../wire/address.ts';
import {
  emptyRecordRoute,
  emptyTimestamp,
  GIVEN_ADDRESSES,
  OPTION_RECORD_ROUTE,
  OPTION_TIMESTAMP,
  TIMES_AND_ADDRESSES,
  TIMES_ONLY,
  walkIpOptions,
} from '../../wire/ipv4-options.ts';
import type { Misuse } from '../misuse.ts';

/** What the packets of a ping write down on their way: the route (`-R`), or times (`-T`) by a flag of RFC 791 §3.1. */
export type TrailWanted = { kind: 'route' } | { kind: 'times'; flag: number; hops: number[] };

/** The route that was printed last: the same again is only said to be. */
export interface Trail {
  route: string;
}

export const newTrail = (): Trail => ({ route: '' });

/** What `-T` means, with the addresses before the destination. */
export function timestampKind(word: string, hops: string[]): TrailWanted | Misuse {
  const flag = { tsonly: TIMES_ONLY, tsandaddr: TIMES_AND_ADDRESSES, tsprespec: GIVEN_ADDRESSES }[word];
  if (flag === undefined) return { misuse: `invalid timestamp type: ${word}` };
  const addresses = hops.map((hop) => parseAddress(hop));
  if (flag !== GIVEN_ADDRESSES && hops.length > 0) return { misuse: `only one destination: ‘${hops[0]}’ is too many` };
  // Four addresses with their times are what the option has room for.
  if (flag === GIVEN_ADDRESSES && (hops.length === 0 || hops.length > 4 || addresses.includes(null))) {
    return { misuse: 'tsprespec needs one to four addresses before the destination' };
  }
  return { kind: 'times', flag, hops: addresses as number[] };
}

/** The options of the requests' headers. */
export function trailOptions(wanted: TrailWanted): Uint8Array {
  return wanted.kind === 'route' ? emptyRecordRoute() : emptyTimestamp(wanted.flag, wanted.hops);
}

/** What is printed behind an answer that has such options, as the command of iputils prints it; else nothing. */
export function trailText(trail: Trail, options: Uint8Array): string {
  const view = new DataView(options.buffer, options.byteOffset, options.length);
  let text = '';
  for (const { type, at } of walkIpOptions(options, 0, options.length).spans) {
    // Behind the pointer, which counts from 1, nothing was written yet.
    if (type === OPTION_RECORD_ROUTE) text += routeText(trail, words(view, at + 3, at + options[at + 2]! - 1));
    if (type === OPTION_TIMESTAMP) {
      text += timesText(words(view, at + 4, at + options[at + 2]! - 1), options[at + 3]! & 15, options[at + 3]! >>> 4);
    }
  }
  return text;
}

function words(view: DataView, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = from; at + 4 <= Math.min(to, view.byteLength); at += 4) found.push(view.getUint32(at));
  return found;
}

function routeText(trail: Trail, hops: number[]): string {
  if (hops.length === 0) return '';
  const route = hops.map((hop) => `\t${formatAddress(hop)}`).join('\n');
  if (route === trail.route) return '\t(same route)';
  trail.route = route;
  return `\nRR: ${route}\n`;
}

/** The first time as it is, each other as what had passed since the one before, ms. */
function timesText(entries: number[], flag: number, unrecorded: number): string {
  if (entries.length === 0) return '';
  const step = flag === TIMES_ONLY ? 1 : 2;
  let before: number | null = null;
  const lines: string[] = [];
  for (let at = 0; at + step <= entries.length; at += step) {
    const time = entries[at + step - 1]!;
    const address = step === 2 ? `\t${formatAddress(entries[at]!)}` : '';
    lines.push(`${address}\t${before === null ? `${time} absolute` : `${time - before}`}`);
    before = time;
  }
  return `\nTS: ${lines.join('\n')}\n${unrecorded > 0 ? `Unrecorded hops: ${unrecorded}\n` : ''}`;
}
