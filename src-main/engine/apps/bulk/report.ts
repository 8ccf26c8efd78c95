/**
 * Measuring how fast a network carries bytes, as iperf does it: many connections or datagrams at a rate, reports an
 * interval. This room prints and counts; what goes over the wire is for its two ends to agree.
 */

/** One line of a report: what was carried from one time to another (ns since the beginning). */
export interface Stretch {
  id: number | 'SUM';
  from: number;
  to: number;
  bytes: number;
}

export const RULE = '- - - - - - - - - - - - - - - - - - - - - - - - -';
export const TCP_HEADING = '[ ID] Interval           Transfer     Bitrate         Retr  Cwnd';
export const TCP_SUMMARY_HEADING = '[ ID] Interval           Transfer     Bitrate         Retr';
export const RECEIVER_HEADING = '[ ID] Interval           Transfer     Bitrate';
export const UDP_HEADING = '[ ID] Interval           Transfer     Bitrate         Total Datagrams';
export const UDP_SUMMARY_HEADING =
  '[ ID] Interval           Transfer     Bitrate         Jitter    Lost/Total Datagrams';

/** `[  5]   0.00-1.00   sec  1.12 MBytes  9.44 Mbits/sec`. */
export function stretchText({ id, from, to, bytes }: Stretch): string {
  const seconds = (time: number): string => (time / 1e9).toFixed(2);
  const interval = `${seconds(from).padStart(6)}-${seconds(to).padEnd(6)}`;
  const rate = to > from ? (bytes * 8 * 1e9) / (to - from) : 0;
  return `[${String(id).padStart(3)}] ${interval} sec  ${bytesText(bytes)}  ${rateText(rate)}`;
}

/** `1.12 MBytes`: three digits, steps of 1024, as iperf writes bytes. */
export function bytesText(bytes: number): string {
  return scaled(bytes, 1024, ['Bytes', 'KBytes', 'MBytes', 'GBytes']);
}

/** `9.44 Mbits/sec`: three digits, steps of 1000, as iperf writes rates. */
function rateText(bits: number): string {
  return scaled(bits, 1000, ['bits/sec', 'Kbits/sec', 'Mbits/sec', 'Gbits/sec']);
}

function scaled(value: number, step: number, units: readonly string[]): string {
  let unit = 0;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit++;
  }
  const digits = value >= 100 || unit === 0 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits).padStart(4)} ${units[unit]}`;
}
