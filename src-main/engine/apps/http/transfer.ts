import type { Outgoing } from '../outgoing.ts';
import type { Lookup } from '../resolver.ts';
import type { HttpReading } from './parser.ts';
import type { HttpUrl } from './url.ts';

/** One URL being fetched: plain data. Times are ns; null: not got so far. */
export interface Transfer {
  url: HttpUrl;
  stage: 'resolving' | 'connecting' | 'sending' | 'receiving';
  begun: number;
  resolved: number | null;
  connected: number | null;
  firstByte: number | null;
  connects: number;
  lookup: Lookup | null;
  /** Addresses not tried yet. */
  addresses: number[];
  out: Outgoing;
  reading: HttpReading;
  /** Whether the fields of the answer were printed. */
  shown: boolean;
}
