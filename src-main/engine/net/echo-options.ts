import type { Frame } from '../wire/frame.ts';
import { read } from '../wire/field.ts';
import { IPV4_HEADER_LENGTH, type Ipv4 } from '../wire/ipv4.ts';
import {
  OPTION_LOOSE_SOURCE_ROUTE,
  OPTION_RECORD_ROUTE,
  OPTION_STRICT_SOURCE_ROUTE,
  OPTION_TIMESTAMP,
  ROUTE_OPTION,
  walkIpOptions,
} from '../wire/ipv4-options.ts';

const WORD = 4;

/**
 * The options an echo reply carries because its request did, and where it goes first (RFC 1122 §3.2.2.6): record route
 * and timestamp as they came, so that the way back is written behind the way there; a source route turned round.
 */
export function echoOptions(ip: Ipv4, frame: Frame): { options: Uint8Array; destination: number } {
  let destination = ip.source;
  if (ip.headerLength === IPV4_HEADER_LENGTH) return { options: NONE, destination };
  const header = frame.slice(ip.at, ip.headerLength);
  const kept: Uint8Array[] = [];
  for (const { type, at, length } of walkIpOptions(header, IPV4_HEADER_LENGTH, ip.headerLength).spans) {
    const option = header.slice(at, at + length);
    if (type === OPTION_RECORD_ROUTE || type === OPTION_TIMESTAMP) kept.push(option);
    if (type !== OPTION_LOOSE_SOURCE_ROUTE && type !== OPTION_STRICT_SOURCE_ROUTE) continue;
    const back = turnedRound(option, ip.source);
    if (back === null) continue;
    kept.push(back.option);
    destination = back.first;
  }
  const length = kept.reduce((total, option) => total + option.length, 0);
  // Zero is the end of the list, and fills the last word.
  const options = new Uint8Array(Math.ceil(length / WORD) * WORD);
  let to = 0;
  for (const option of kept) {
    options.set(option, to);
    to += option.length;
  }
  return { options, destination };
}

const NONE = new Uint8Array(0);

/** A source route that was gone to its end, for the way back: the last hop is where the reply goes, the sender its end. */
function turnedRound(option: Uint8Array, source: number): { option: Uint8Array; first: number } | null {
  const view = new DataView(option.buffer, option.byteOffset, option.length);
  const hops: number[] = [];
  for (let at = ROUTE_OPTION.length; at < option.length; at += WORD) hops.push(view.getUint32(at));
  if (hops.length === 0 || read(option, 0, ROUTE_OPTION.pointer) <= option.length) return null;
  const [first, ...others] = hops.reverse();
  [...others, source].forEach((hop, index) => view.setUint32(ROUTE_OPTION.length + WORD * index, hop));
  option[2] = WORD;
  return { option, first: first! };
}
