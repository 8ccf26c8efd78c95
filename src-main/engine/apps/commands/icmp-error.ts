import type { MessageError } from '../../transport/state.ts';

/** Codes of "destination unreachable" (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1) as ping words them. */
const UNREACHABLE: Readonly<Record<number, string>> = {
  0: 'Destination Net Unreachable',
  1: 'Destination Host Unreachable',
  2: 'Destination Protocol Unreachable',
  3: 'Destination Port Unreachable',
  5: 'Source Route Failed',
  6: 'Destination Net Unknown',
  7: 'Destination Host Unknown',
  9: 'Destination Net Prohibited',
  10: 'Destination Host Prohibited',
  11: 'Destination Net Unreachable for Type of Service',
  12: 'Destination Host Unreachable for Type of Service',
  13: 'Packet filtered',
};

/** An ICMP error in the words of ping. */
export function icmpErrorText({ kind, code, mtu }: MessageError): string {
  if (kind === 'time-exceeded') return code === 0 ? 'Time to live exceeded' : 'Frag reassembly time exceeded';
  if (code === 4) return `Frag needed and DF set (mtu = ${mtu})`;
  return UNREACHABLE[code] ?? `Dest Unreachable, Bad Code: ${code}`;
}

/** An ICMP error in the marks of traceroute; empty for "time exceeded in transit" and "port unreachable": all is well. */
export function icmpErrorMark({ kind, code, mtu }: MessageError): string {
  if (kind === 'time-exceeded') return code === 0 ? '' : ' !T';
  switch (code) {
    case 0:
    case 6:
      return ' !N';
    case 1:
    case 7:
      return ' !H';
    case 2:
      return ' !P';
    case 3:
      return '';
    case 4:
      return ` !F-${mtu}`;
    case 5:
      return ' !S';
    case 9:
    case 10:
    case 13:
      return ' !X';
    default:
      return ` !${code}`;
  }
}
