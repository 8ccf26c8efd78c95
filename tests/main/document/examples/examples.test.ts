import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '#document/examples/index.ts';
import { findings } from '#document/findings/findings.ts';
import { readDocument } from '#document/read.ts';
import { topologyOf } from '#document/topology.ts';
import { writeDocument } from '#document/write.ts';
import { TUNNEL_OUTSIDE } from '#engine/devices/tunnel-settings.ts';
import { Timeline } from '#engine/sim/timeline.ts';

/** What each program of an example printed, played for `time` ns. */
function played(id: string, time: number): { printed: (program: string) => string[]; timeline: Timeline } {
  const document = EXAMPLES.find((one) => one.id === id)!.make();
  const timeline = new Timeline(topologyOf(document), document.seed);
  while (timeline.now < time) {
    if (timeline.advance(time, 100_000) === 'full') throw new Error('the trace is full');
  }
  const names = new Map(
    document.records.flatMap((one) => (one.type === 'program' ? [[one.id, one.name] as const] : [])),
  );
  const printed = (program: string): string[] => {
    const lines: string[] = [];
    for (let seq = 1; seq <= timeline.cursor; seq++) {
      if (timeline.trace.kind(seq) !== 'program.printed') continue;
      const { program: by, line } = timeline.trace.detail(seq) as { program: string; line: string };
      if (by === names.get(program)) lines.push(line);
    }
    return lines;
  };
  return { printed, timeline };
}

describe.each(EXAMPLES.map(({ id, make }) => ({ id, make })))('the example $id', ({ make }) => {
  it('is a valid project, the same every time, and gives no cause for warnings', () => {
    expect(readDocument(writeDocument(make()))).toEqual({ document: make() });
    expect(findings(make())).toEqual([]);
  });

  it('has no device upon another', () => {
    const places = make().records.flatMap((one) => (one.type === 'device' ? [one] : []));
    const near = places.filter((one) =>
      places.some((other) => one !== other && Math.hypot(one.x - other.x, one.y - other.y) <= 110),
    );
    expect(near).toEqual([]);
  });
});

describe('the web example', () => {
  it('finds the name, fetches through the proxy from both servers in turn, and every command succeeds', () => {
    const { printed, timeline } = played('web', 10e9);
    expect(printed('look-up')).toContain('Address: 192.168.2.80');
    expect(printed('fetch')).toContain('<h1>Hello from app1</h1>');
    expect(printed('keep')).toEqual(['app2', 'app1', 'app2'].map((name) => `<h1>Hello from ${name}</h1>`));
    expect(printed('close')).toHaveLength(3);
    const ended = timeline.programs().filter(({ state }) => state === 'ended');
    expect(ended.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the loss example', () => {
  it('shows gaps over UDP and stalls over TCP', () => {
    const { printed } = played('loss', 30e9);
    expect(printed('watch-udp').at(-1)).toMatch(
      /^1\d\d of 200 frames played in time, [1-9]\d* lost, 0 late, [1-9]\d* gaps$/,
    );
    expect(printed('watch-tcp').at(-1)).toMatch(/^200 of 200 frames played, [1-9]\d* stalls, /);
  });
});

describe('the example with a real machine', () => {
  it('gives whoever is plugged into its tunnel an address by DHCP', () => {
    const document = EXAMPLES.find((one) => one.id === 'machine')!.make();
    const timeline = new Timeline(topologyOf(document), document.seed);
    const out: Uint8Array[] = [];
    timeline.join('tunnel1', TUNNEL_OUTSIDE, (bytes) => out.push(bytes));
    timeline.act({ kind: 'inject', device: 'tunnel1', port: TUNNEL_OUTSIDE, bytes: discover() });
    timeline.advance(5e9, 100_000);
    // To the port of a DHCP client (68), the address that is offered: 192.168.1.100.
    const offer = out.find((bytes) => bytes[23] === 17 && bytes[37] === 68)!;
    expect([...offer.subarray(58, 62)]).toEqual([192, 168, 1, 100]);
  });
});

/** A DHCPDISCOVER as a real machine sends one (RFC 2131 §4.4.1), checksum of UDP left out (RFC 768). */
function discover(): Uint8Array {
  const bytes = new Uint8Array(14 + 20 + 8 + 244);
  const mac = [0x52, 0x54, 0, 0x12, 0x34, 0x56];
  bytes.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...mac, 0x08, 0x00]);
  const ip = [0x45, 0, 0x01, 0x10, 0, 0, 0, 0, 64, 17, 0x79, 0xde, 0, 0, 0, 0, 255, 255, 255, 255];
  bytes.set(ip, 14);
  bytes.set([0, 68, 0, 67, 0, 0xfc, 0, 0], 34);
  bytes.set([1, 1, 6, 0, 0x12, 0x34, 0x56, 0x78, 0, 0, 0x80, 0], 42);
  bytes.set(mac, 42 + 28);
  bytes.set([99, 130, 83, 99, 53, 1, 1, 255], 42 + 236);
  return bytes;
}
/** What each program that waits to be started printed, each started a while after the one before. */
function started(id: string): Map<string, string[]> {
  const document = EXAMPLES.find((one) => one.id === id)!.make();
  const timeline = new Timeline(topologyOf(document), document.seed);
  timeline.advance(5e9, 1_000_000);
  const printed = new Map<string, string[]>();
  for (const record of document.records) {
    if (record.type !== 'program' || record.start !== null) continue;
    timeline.act({ kind: 'start', program: record.id });
    const from = timeline.cursor;
    timeline.advance(timeline.now + 10e9, 1_000_000);
    const lines: string[] = [];
    for (let seq = from; seq <= timeline.cursor; seq++) {
      const { program, line } = timeline.trace.detail(seq) as { program?: string; line?: string };
      if (timeline.trace.kind(seq) === 'program.printed' && program === record.name) lines.push(String(line));
    }
    printed.set(record.id, lines);
  }
  return printed;
}

describe('the templates', () => {
  it.each(['two-hosts', 'hub-and-switch', 'three-routers', 'hundred-hosts'])('%s: every ping comes back', (id) => {
    const pings = [...started(id)].filter(([program]) => /ping|by-/.test(program));
    expect(pings.length).toBeGreaterThan(0);
    for (const [program, lines] of pings) expect(lines.join('\n'), program).toContain(' 0% packet loss');
  });

  it('three-routers: the way to pc3 leads over one of two routers', () => {
    expect(started('three-routers').get('trace')!.join('\n')).toMatch(/10\.0\.1\.254[^]*10\.1\.3\.3[^]*10\.0\.3\.1/);
  });

  it('home: hosts get addresses by DHCP and share the public one to fetch a page', () => {
    const { printed } = played('home', 15e9);
    for (const program of ['laptop-page', 'phone-page']) {
      expect(printed(program), program).toContain('<h1>Hello from the internet</h1>');
    }
  });
});
