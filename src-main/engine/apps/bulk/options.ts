import type { Misuse } from '../misuse.ts';
import { isMisuse } from '../misuse.ts';
import { amount, lastValue, portNumber, readWords, secondsAsTime, wholeNumber } from '../words.ts';

/** What the words of `bulk` ask for. Times are ns. */
export interface BulkOptions {
  /** Null: it is the server. */
  host: string | null;
  port: number;
  datagrams: boolean;
  /** How long, unless `bytes` says how much. */
  duration: number;
  /** Bytes of each stream; null: as many as go in `duration`. */
  bytes: number | null;
  /** bit/s of each stream of datagrams. */
  rate: number;
  /** Bytes of each write or datagram. */
  length: number;
  /** Between two reports; 0: none but the last. */
  interval: number;
  streams: number;
  /** Bytes of the socket's buffers; null: as the host has them. */
  window: number | null;
  /** The server ends with its first client. */
  once: boolean;
}

/** The port of iperf3. */
export const BULK_PORT = 5201;
/** Bytes of a datagram's own header: a sequence number and the time it left (ns, 8 bytes). */
export const DATAGRAM_HEADER = 12;

export function readBulk(words: readonly string[]): BulkOptions | Misuse {
  const read = readWords(words, { flags: ['s', 'u', '1'], values: ['c', 'p', 't', 'n', 'b', 'l', 'i', 'P', 'w'] });
  if (isMisuse(read)) return read;
  const value = (name: string, usual: string): string => lastValue(read, name) ?? usual;
  const datagrams = read.flags.has('u');
  const host = lastValue(read, 'c') ?? null;
  if (read.flags.has('s') === (host !== null)) return { misuse: 'must either be a client (-c) or server (-s)' };
  if (read.operands.length > 0) return { misuse: `extra operand '${read.operands[0]}'` };
  const port = portNumber(value('p', `${BULK_PORT}`));
  const duration = secondsAsTime(value('t', '10'));
  const bytes = read.values.has('n') ? amount(value('n', ''), 1024, 2 ** 40) : 0;
  const rate = amount(value('b', '1M'), 1000, 1e12);
  const length = amount(value('l', datagrams ? '1460' : '128K'), 1024, datagrams ? 65_507 : 2 ** 20);
  const interval = secondsAsTime(value('i', '1'));
  const streams = wholeNumber(value('P', '1'), 1, 128);
  const window = read.values.has('w') ? amount(value('w', ''), 1024, 2 ** 30) : 0;
  if (port === null || duration === null || duration === 0 || streams === null)
    return { misuse: 'a number is out of range' };
  if (bytes === null || rate === null || length === null || interval === null || window === null) {
    return { misuse: 'a number is out of range' };
  }
  if (datagrams && length < DATAGRAM_HEADER) return { misuse: `a datagram has at least ${DATAGRAM_HEADER} bytes` };
  if (interval > 0 && interval < 1e7) return { misuse: 'reports are at least 0.01 s apart' };
  return {
    host,
    port,
    datagrams,
    duration,
    bytes: bytes === 0 ? null : bytes,
    rate,
    length,
    interval,
    streams,
    window: window === 0 ? null : window,
    once: read.flags.has('1'),
  };
}
