/** The filter against Wireshark: both are given the same frames and the same words, and must choose the same. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILTER_FIELDS } from '#engine/wire/filter/fields.ts';
import { aboutFrame, compileFilter } from '#engine/wire/filter/filter.ts';
import type { Frame } from '#engine/wire/frame.ts';
import { writeCapture } from '#support/capture.ts';
import { everySort } from '#support/exchanges.ts';
import { folders } from '#support/folder.ts';
import { lab, type Lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

const folder = folders();

/** Asked of both as they stand. */
const EXPRESSIONS = [
  ...[
    'eth',
    'arp',
    'ip',
    'icmp',
    'udp',
    'tcp',
    'dns',
    'data && !tcp',
    'not ip',
    '!(arp or icmp)',
    'tcp or udp and dns',
  ],
  ...[
    'ip.src == 10.0.0.1',
    'ip.dst == 10.0.1.0/24',
    'ip.addr == 10.0.1.2',
    'ip.addr != 10.0.1.2',
    'ip.addr ~= 10.0.1.2',
  ],
  ...['!(ip.addr == 10.0.1.2)', 'ip.addr === 10.0.0.1', 'ip.src in {10.0.0.1, 10.0.1.2}', 'ip.src > 10.0.0.255'],
  ...['ip.addr in {10.0.0.2 .. 10.0.0.9}', 'ip.src == ip.dst', 'ip.ttl < 10', 'ip.ttl == 0x3f', 'ip.len >= 1500'],
  ...[
    'ip.flags.mf == 1',
    'ip.flags.df == 1',
    'ip.frag_offset > 0',
    'ip.proto == 17',
    'ip.proto == "TCP"',
    'ip.hdr_len == 20',
  ],
  ...['ip.id > 5', 'ip.dsfield.ecn == 0', 'ip.version', 'ip.checksum != 0'],
  ...[
    'eth.dst == ff:ff:ff:ff:ff:ff',
    'eth.type == 0x0806',
    'eth.addr contains 02:00',
    'eth.dst[0:3] == ff:ff:ff',
    'eth.src[5] == 01',
  ],
  ...[
    'arp.opcode == 1',
    'arp.opcode == "reply"',
    'arp.dst.proto_ipv4 == 10.0.0.254',
    'arp.src.hw_mac == arp.dst.hw_mac',
  ],
  ...[
    'icmp.type == 8',
    'icmp.type in {0, 8}',
    'icmp.code == 3 && icmp.type == 3',
    'icmp.seq > 1',
    'icmp && udp',
    'icmp.ident',
  ],
  ...['udp.port == 53', 'udp.srcport == 53 or udp.dstport == 33434', 'udp.length < 60', 'udp.port in {33434..33440}'],
  ...[
    'tcp.port == 80',
    'tcp.dstport == 80 && tcp.len > 0',
    'tcp.flags.syn == 1',
    'tcp.flags.syn == 1 && tcp.flags.ack == 0',
  ],
  ...[
    'tcp.flags.reset == 1',
    'tcp.flags.fin == 1',
    'tcp.flags == 0x012',
    'tcp.flags & 0x02',
    'tcp.flags & 0x12 == 0x10',
  ],
  ...[
    'tcp.window_size_value > 1000',
    'tcp.hdr_len > 20',
    'tcp.hdr_len == 40',
    'tcp.len == 1448',
    'tcp.srcport > tcp.dstport',
  ],
  ...['tcp.options.mss_val == 1460', 'tcp.options.timestamp', 'tcp.options.sack_perm', 'tcp.options.wscale.shift > 0'],
  ...['tcp.options.timestamp.tsecr == 0', 'tcp.payload[0:3] == "GET"', 'tcp.payload contains "HTTP"', 'tcp[13] == 12'],
  ...[],
  ...['dns.flags.response == 1', 'dns.flags.rcode == 3', 'dns.qry.name == "www.example.com"'],
  ...['dns.qry.name contains "no"', 'dns.a == 10.0.1.2', 'dns.count.answers > 0', 'dns.qry.type == 1', 'dns.resp.ttl'],
  ...['frame contains "example"', 'frame contains 65:78:61', 'frame.len > 1000', 'frame[12:2] == 08:06', 'ip[9] == 11'],
  ...['tcp && !(tcp.flags.push == 1) || arp', 'not tcp and not arp and ip.src == 10.0.1.0/24'],
  ...[
    'ip.src == 10.0.0.1 and (tcp.port eq 80 or udp.port eq 53)',
    'tcp.port ne 80',
    'tcp.port lt 100 and tcp.port gt 100',
  ],
];

/**
 * Asked of what passed the client's adapter: of a segment seen on many cables Wireshark reads the text only once. It reads
 * a message where it begins as long as it puts no body together.
 */
const WEB = [
  'http.request',
  'http.response',
  'http.request.method == "GET"',
  'http.request.uri contains "bytes"',
  'http.response.code == 404',
  'http.response.code > 100',
  'http.host == "www.example.com"',
];

/** How Wireshark reads frames one by one, as we do: it puts nothing together. */
const OPTIONS = [
  'tcp.relative_sequence_numbers',
  'tcp.desegment_tcp_streams',
  'ip.defragment',
  'http.desegment_body',
].flatMap((name) => ['-o', `${name}:FALSE`]);

interface Choice {
  text: string;
  theirs: number[];
  ours: number[];
}

/**
 * What both choose of all that passed a cable, by number from 0. Frame number k is given the time of k seconds: so one
 * table of Wireshark's statistics, an interval a frame and a column an expression, says everything at once. A comma would
 * end a column: an expression with one is asked for itself.
 */
async function choices(
  network: Lab,
  context: Context,
  expressions: readonly string[],
  cable: string | null = null,
): Promise<Choice[]> {
  const { trace, cursor } = network.timeline;
  const frames: Frame[] = [];
  for (let seq = 1; seq <= cursor; seq++) {
    if (trace.kind(seq) !== 'frame.sent') continue;
    if (cable === null || trace.detail(seq)['cable'] === cable) frames.push(trace.frameOf(trace.frame(seq))!);
  }
  const file = join(await folder(), 'all.pcapng');
  const packets = frames.map((frame, k) => ({ interface: 0, time: k * 1e9 + 5e8, bytes: [frame.bytes(), FCS] }));
  // The first and the last frame bound the statistics: there is one before everything, at 0.
  await writeFile(file, writeCapture([{ name: 'all', description: '' }], [{ ...packets[0]!, time: 0 }, ...packets]));
  const table = expressions.filter((text) => !text.includes(','));
  const columns = tshark(context, '-q', ...OPTIONS, '-r', file, '-z', `io,stat,1,${table.join(',')}`);
  const counted = columns
    .split('\n')
    .map((line) => /^\|\s*([\d.]+) <>\s*(?:[\d.]+|Dur)\s*\|(.*)\|\s*$/.exec(line))
    .flatMap((match) => (match === null ? [] : [match[2]!.split('|').map(Number)]));
  return expressions.map((text) => {
    const compiled = compileFilter(text);
    if ('fault' in compiled) throw new Error(`${text}: ${compiled.fault.name}`);
    const ours = frames.flatMap((frame, k) => (compiled.filter.matches(aboutFrame(frame)) ? [k] : []));
    const column = table.indexOf(text);
    const theirs =
      column >= 0
        ? // Frames and bytes take turns; the frame before everything stands in the first interval too.
          counted.flatMap((cells, k) => (cells[2 * column]! > (k === 0 ? 1 : 0) ? [k] : []))
        : asked(context, file, text);
    return { text, ours, theirs };
  });
}

function asked(context: Context, file: string, text: string): number[] {
  const numbers = tshark(context, ...OPTIONS, '-r', file, '-Y', text, '-T', 'fields', '-e', 'frame.number');
  // Number 1 is the frame before everything.
  return numbers
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((number) => Number(number) - 2)
    .filter((k) => k >= 0);
}

/** Frames that only one of the two chooses, as a line. */
function differences({ text, ours, theirs }: Choice): string[] {
  const [mine, other] = [new Set(ours), new Set(theirs)];
  const only = { we: ours.filter((k) => !other.has(k)), wireshark: theirs.filter((k) => !mine.has(k)) };
  return only.we.length + only.wireshark.length === 0 ? [] : [`${text}: ${JSON.stringify(only)}`];
}

const FCS = new Uint8Array(4);
type Context = Parameters<typeof tshark>[0];

describe('a filter', () => {
  it('chooses the frames that Wireshark chooses', async (context) => {
    const all = await choices(everySort(), context, EXPRESSIONS);
    expect(all.flatMap(differences)).toEqual([]);
    // Most of them choose some: nothing is shown by two that find nothing.
    const some = all.filter(({ ours }) => ours.length > 0).length;
    expect(some).toBeGreaterThan(all.length * 0.9);
  }, 120_000);

  it('reads what a web server and a browser say to each other as Wireshark does', async (context) => {
    const all = await choices(everySort(), context, WEB, 'pc1-switch1');
    expect(all.flatMap(differences)).toEqual([]);
    for (const { text, ours } of all) expect(ours.length, text).toBeGreaterThan(0);
  }, 60_000);

  it('reads VLAN tags as Wireshark does', async (context) => {
    const network = lab('pc1 -- switch1 -- switch2 -- pc2');
    const vlan = (trunk: boolean) =>
      trunk ? ({ mode: 'trunk', native: 1 } as const) : ({ mode: 'access', id: 10 } as const);
    const devices = network.topology.devices.map((device) => ({
      ...device,
      ports: device.ports.map((port) => ({
        ...port,
        ...(device.kind === 'switch'
          ? { vlan: vlan(port.name === (device.id === 'switch1' ? 'port2' : 'port1')) }
          : {}),
      })),
    }));
    network.change({ devices });
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    await expectAgreement(network, context, [
      'vlan',
      'vlan.id == 10',
      'vlan.etype == 0x0806',
      'vlan && icmp',
      'arp && !vlan',
    ]);
  }, 60_000);

  it('reads the spanning tree as Wireshark does', async (context) => {
    const network = lab('switch1 -- switch2\nswitch2 -- switch3\nswitch3 -- switch1');
    network.change({ devices: network.topology.devices.map((device) => ({ ...device, spanningTree: {} })) }).run('3s');
    const asked = [
      'stp',
      'llc',
      'eth.len > 0',
      'stp.root.prio == 32768',
      'stp.root.cost > 0',
      'stp.flags.port_role == 3',
    ];
    await expectAgreement(network, context, [...asked, 'stp.flags.proposal == 1', 'stp.type == 2']);
  }, 60_000);

  it('reads DHCP as Wireshark does', async (context) => {
    const pool = {
      first: '10.0.0.100',
      last: '10.0.0.110',
      prefix: 24,
      gateway: '10.0.0.1',
      nameServers: ['10.0.0.53'],
    };
    const network = lab('server1 -- switch1 -- pc1', {
      addresses: { server1: '10.0.0.1/24', pc1: 'dhcp' },
      settings: { server1: { dhcp: { server: { pools: [pool] } } } },
    });
    network.run('10s');
    const asked = [
      'dhcp',
      'dhcp.type == 1',
      'dhcp.option.dhcp == 2',
      'dhcp.ip.your == 10.0.0.100',
      'dhcp.flags.bc == 1',
    ];
    const options = [
      'dhcp.option.router == 10.0.0.1',
      'dhcp.option.ip_address_lease_time > 60',
      'dhcp.option.type == 53',
    ];
    await expectAgreement(network, context, [...asked.slice(0, 4), ...options, 'udp.port == 67 && !(dhcp.type == 2)']);
  }, 60_000);

  it('reads RIP as Wireshark does', async (context) => {
    const network = lab('router1 -- router2', {
      addresses: { router1: ['10.1.2.1/30'], router2: ['10.1.2.2/30'] },
      routes: { router2: [{ destination: '10.0.9.0', prefix: 24, via: '10.1.2.1' }] },
      settings: { router1: { rip: {} }, router2: { rip: { announceStatic: true, splitHorizon: 'off' } } },
    });
    network.run('5s');
    await expectAgreement(network, context, ['rip', 'rip.command == 2', 'rip.ip == 10.0.9.0', 'rip.metric >= 1']);
  }, 60_000);

  it('has no name of a field that Wireshark does not know, but for its own and what it shows as one', (context) => {
    const lines = tshark(context, '-G', 'fields')
      .split('\n')
      .map((line) => line.split('\t'));
    const known = new Set(lines.flatMap(([sort, , name]) => (sort === 'F' || sort === 'P' ? [name!] : [])));
    const others = [...FILTER_FIELDS.keys()].filter((name) => !name.startsWith('hop.') && !known.has(name));
    // Whole options, questions, records and lines, which Wireshark shows without a name to ask by.
    expect(others.sort()).toEqual(SHOWN_AS_ONE);
  }, 60_000);
});

const SHOWN_AS_ONE = ['dhcp.option', 'dns.additional', 'dns.answer', 'dns.authority', 'dns.question', 'http.end']
  .concat('http.field', 'ip.option', 'ip.options', 'rip.entry')
  .sort();

/** Each chosen alike by both, and some frame by each. */
async function expectAgreement(network: Lab, context: Context, expressions: readonly string[]): Promise<void> {
  const all = await choices(network, context, expressions);
  expect(all.flatMap(differences)).toEqual([]);
  for (const { text, ours } of all) expect(ours.length, text).toBeGreaterThan(0);
}
