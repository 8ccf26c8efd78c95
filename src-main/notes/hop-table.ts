import type { HopTitles } from './titles.ts';

/** Fields every table shows where a packet has them: what a student follows from hop to hop. */
export const HOP_COLUMNS = [
  'eth.src',
  'eth.dst',
  'arp.opcode',
  'arp.src.hw_mac',
  'arp.src.proto_ipv4',
  'arp.dst.hw_mac',
  'arp.dst.proto_ipv4',
  'ip.src',
  'ip.dst',
  'ip.ttl',
  'ip.checksum',
  'icmp.type',
  'icmp.seq',
  'udp.srcport',
  'udp.dstport',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.flags',
  'tcp.seq',
  'tcp.ack',
] as const;

/** One hop as the table needs it; the contract's `HopRow` is one. */
export interface Hop {
  /** ns at which the first bit left. */
  departure: number;
  from: string;
  fromPort: string;
  /** Null: no cable was there. */
  to: string | null;
  toPort: string | null;
  /** Why it ended here, if it did. */
  reason: string | null;
  /** Printed header fields by filter name, in the order of the columns. */
  fields: Readonly<Record<string, string>>;
  /** Filter names of the fields that differ from the hop before. */
  changed: readonly string[];
}

/**
 * A packet's hops as a Markdown table (GitHub's flavour), one row a hop; what changed is bold. Columns are
 * {@link HOP_COLUMNS} and whatever else changed on the way. Names of devices are the
 * callers'. An empty list gives a table without rows.
 */
export function hopTableMarkdown(hops: readonly Hop[], titles: HopTitles): string {
  const there = new Set(hops.flatMap((hop) => Object.keys(hop.fields)));
  const always = HOP_COLUMNS.filter((name) => there.has(name));
  const fields = [...new Set<string>([...always, ...hops.flatMap((hop) => hop.changed)])];
  const head = [
    titles.hop,
    titles.departure,
    titles.from,
    titles.to,
    ...fields.map((name) => titles.fields[name] ?? name),
  ];
  const lines = [row(head.map(cell)), row(head.map((_, index) => (index < 2 ? '---:' : '---')))];
  hops.forEach((hop, index) => {
    const { departure, from, fromPort, to, toPort, reason } = hop;
    const end = [
      to === null ? '' : cell(port(to, toPort)),
      reason === null ? '' : `${cell(titles.lost)}: ${code(reason)}`,
    ];
    const changed = new Set(hop.changed);
    lines.push(
      row([
        String(index + 1),
        (departure / 1e9).toFixed(9),
        cell(port(from, fromPort)),
        end.filter((part) => part !== '').join(' '),
        ...fields.map((name) => {
          const value = cell(hop.fields[name] ?? '');
          return value !== '' && changed.has(name) ? `**${value}**` : value;
        }),
      ]),
    );
  });
  const legend = hops.some(({ changed }) => changed.length > 0) ? `\n${titles.legend}\n` : '';
  return `${lines.join('\n')}\n${legend}`;
}

function port(device: string, name: string | null): string {
  return name === null || name === '' ? device : `${device}.${name}`;
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text.replace(/[`|\s]/g, ' ')}\``;
}

/** Text that stays in its cell and is shown as it is, whatever a device is called. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\|*_`<>[\]~]/g, '\\$&')
    .trim();
}
