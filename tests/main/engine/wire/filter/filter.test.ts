import { describe, expect, it } from 'vitest';
import { aboutFrame, compileFilter, type FactValue } from '#engine/wire/filter/filter.ts';
import { FILTER_FIELDS } from '#engine/wire/filter/fields.ts';
import { FIELD_KEYS } from '#engine/wire/explain.ts';
import { KINDS } from '#engine/trace/kinds.ts';
import { EMPTY } from '#engine/wire/ethernet.ts';
import { Frame } from '#engine/wire/frame.ts';
import * as samples from '../samples.ts';

const { ARP_REQUEST_FRAME, ECHO_REQUEST_FRAME, SYN_FRAME, TCP_DATA_FRAME, TIME_EXCEEDED_FRAME } = samples;

const frameOf = (bytes: Uint8Array) => new Frame(1, 1, bytes, EMPTY, 0);

function matches(text: string, bytes: Uint8Array, known: Record<string, FactValue> = {}): boolean {
  const compiled = compileFilter(text);
  if ('fault' in compiled) throw new Error(`${text}: ${JSON.stringify(compiled.fault)}`);
  return compiled.filter.matches(aboutFrame(frameOf(bytes), known));
}

function knows(text: string, known: Record<string, FactValue>): boolean {
  const compiled = compileFilter(text);
  if ('fault' in compiled) throw new Error(`${text}: ${JSON.stringify(compiled.fault)}`);
  return compiled.filter.matches({ frame: null, fact: (name) => known[name] ?? null });
}

describe('A filter over a frame', () => {
  it('asks each test of a long row of xor once', () => {
    const row = (length: number): string => Array.from({ length }, () => 'tcp').join(' ^^ ');
    expect(matches(row(280), SYN_FRAME)).toBe(false);
    expect(matches(row(281), SYN_FRAME)).toBe(true);
    const mixed = Array.from({ length: 100 }, () => 'hop.cause == 7').join(' ^^ ');
    expect(matches(mixed, SYN_FRAME, { cause: 7 })).toBe(false);
    expect(matches(`${mixed} ^^ tcp`, SYN_FRAME, { cause: 7 })).toBe(true);
  });

  it.each([
    ['tcp', true],
    ['arp', false],
    ['ip && tcp', true],
    ['udp || tcp', true],
    ['not tcp', false],
    ['!arp', true],
    ['tcp.flags.syn == 1', true],
    ['tcp.flags.syn == true && tcp.flags.ack == 0', true],
    ['tcp.flags.ack', true],
    ['tcp.flags & 0x02', true],
    ['tcp.flags & 0x10 == 0', true],
    ['tcp.flags == 0x002', true],
    ['ip.src == 192.168.0.10', true],
    ['192.168.0.10 == ip.src', true],
    ['ip.dst == 192.168.0.10', false],
    ['ip.addr == 192.168.0.10', true],
    ['ip.addr != 192.168.0.10', false],
    ['ip.addr ~= 192.168.0.10', true],
    ['ip.addr === 192.168.0.10', false],
    ['!(ip.addr == 192.168.0.10)', false],
    ['arp.opcode != 1', false],
    ['!(arp.opcode == 1)', true],
    ['ip.src == 192.168.0.0/24', true],
    ['ip.src in {10.0.0.0/8, 192.168.0.0/16}', true],
    ['ip.src in {192.168.0.1 .. 192.168.0.20}', true],
    ['ip.src not in {192.168.0.1 .. 192.168.0.20}', false],
    ['tcp.dstport == 80', true],
    ['tcp.port in {443, 80}', true],
    ['tcp.port in {79..81}', true],
    ['tcp.port in {443 8000..8080}', false],
    ['tcp.srcport > 1023 and tcp.dstport lt 1024', true],
    ['tcp.port eq 80', true],
    ['ip.ttl <= 0x40', true],
    ['eth.type == 0x0800', true],
    ['eth.type == "IPv4"', true],
    ['ip.proto == TCP', true],
    ['ip.proto == "UDP"', false],
    ['eth.addr == ff:ff:ff:ff:ff:ff', false],
    ['ip.version == 4 xor tcp', false],
    ['ip.src == ip.dst', false],
    ['ip.src != ip.dst', true],
    ['tcp.srcport > tcp.dstport', true],
    ['ip.src[0:2] == c0:a8', true],
    ['ip.src[0] == c0', true],
    ['ip.src[-1:] == 0a', true],
    ['tcp[13] == 02', true],
    ['frame[12:2] == 08:00', true],
    ['frame contains c0:a8:00', true],
    ['tcp.options.mss_val == 1460', true],
    ['tcp.options.mss', true],
    ['tcp.options.sack', false],
    ['tcp.len == 0', true],
    ['TCP.Flags.SYN == 1', true],
  ])('of a SYN: %s is %s', (text, expected) => {
    expect(matches(text, SYN_FRAME)).toBe(expected);
  });

  it('binds not closer than and, and that closer than or', () => {
    expect(matches('tcp or arp and arp', SYN_FRAME)).toBe(true);
    expect(matches('(tcp or arp) and arp', SYN_FRAME)).toBe(false);
    expect(matches('!arp or tcp and arp', SYN_FRAME)).toBe(true);
    expect(matches('!(arp or tcp)', SYN_FRAME)).toBe(false);
    expect(matches('not arp and tcp', SYN_FRAME)).toBe(true);
    expect(matches('not ip.ttl == 1', SYN_FRAME)).toBe(true);
  });

  it('asks the names of values', () => {
    expect(matches('arp.opcode == request', ARP_REQUEST_FRAME)).toBe(true);
    expect(matches('arp.opcode == "reply"', ARP_REQUEST_FRAME)).toBe(false);
    expect(matches('icmp.type == "Echo (ping) request"', ECHO_REQUEST_FRAME)).toBe(true);
  });

  it('asks the packet an ICMP error quotes too', () => {
    expect(matches('udp && icmp.type == 11', TIME_EXCEEDED_FRAME)).toBe(true);
    expect(matches('ip.src == 192.168.0.1 && ip.src == 192.168.0.10', TIME_EXCEEDED_FRAME)).toBe(true);
    expect(matches('ip.src != 192.168.0.10', TIME_EXCEEDED_FRAME)).toBe(false);
  });

  it('reads what a segment carries', () => {
    expect(matches('http', TCP_DATA_FRAME)).toBe(true);
    expect(matches('http.request', TCP_DATA_FRAME)).toBe(true);
    expect(matches('http.request.method == "GET" && http.request.uri == "/"', TCP_DATA_FRAME)).toBe(true);
    expect(matches('http.response.code == 200', TCP_DATA_FRAME)).toBe(false);
    expect(matches('tcp.payload contains "GET"', TCP_DATA_FRAME)).toBe(true);
    expect(matches('tcp.payload[0:3] == 47:45:54', TCP_DATA_FRAME)).toBe(true);
    expect(matches('frame contains "HTTP/1.0"', TCP_DATA_FRAME)).toBe(true);
    expect(matches('http.request contains "POST"', TCP_DATA_FRAME)).toBe(false);
  });

  it('says the same wherever the cut between head and body lies', () => {
    const texts = [
      'tcp.flags.push == 1',
      'http',
      'tcp.payload contains "GET"',
      'ip.dst == 10.0.0.0/8',
      'tcp.port == 80',
    ];
    for (const text of texts) {
      const compiled = compileFilter(text);
      if ('fault' in compiled) throw new Error(text);
      const whole = compiled.filter.matches(aboutFrame(frameOf(TCP_DATA_FRAME)));
      for (let cut = 0; cut <= TCP_DATA_FRAME.length; cut++) {
        const frame = new Frame(1, 1, TCP_DATA_FRAME.subarray(0, cut), TCP_DATA_FRAME.subarray(cut), 0);
        expect(compiled.filter.matches(aboutFrame(frame)), `${text} cut at ${cut}`).toBe(whole);
      }
    }
  });

  it('has no value for a header that ends too early', () => {
    expect(matches('tcp.window_size_value', SYN_FRAME.subarray(0, 46))).toBe(false);
    expect(matches('tcp.srcport', SYN_FRAME.subarray(0, 46))).toBe(true);
    expect(matches('eth', SYN_FRAME.subarray(0, 5))).toBe(true);
  });
});

describe('A filter over a fact', () => {
  it('asks kind, reason, device by any of its names, and time', () => {
    const known = { kind: 'frame.dropped', reason: 'no-route', device: ['device-3', 'Router 1'], time: 20_500_000 };
    expect(knows('hop.kind == frame.dropped', known)).toBe(true);
    expect(knows('hop.kind contains "frame."', known)).toBe(true);
    expect(knows('hop.kind == frame.sent', known)).toBe(false);
    expect(knows('hop.reason == no-route', known)).toBe(true);
    expect(knows('hop.reason', { kind: 'frame.sent' })).toBe(false);
    expect(knows('hop.device == "Router 1"', known)).toBe(true);
    expect(knows('hop.device == device-3', known)).toBe(true);
    expect(knows('hop.device != device-3', known)).toBe(false);
    expect(knows('hop.device in {pc1, device-3}', known)).toBe(true);
    expect(knows('frame.time == 20.5ms', known)).toBe(true);
    expect(knows('frame.time_relative == 0.0205', known)).toBe(true);
    expect(knows('frame.time > 1s', known)).toBe(false);
    expect(knows('frame.time in {20ms..21ms}', known)).toBe(true);
    expect(knows('tcp', known)).toBe(false);
  });

  it('asks the parameters of its kind', () => {
    const known = { kind: 'tcp.retransmitted', 'detail.attempt': 2, 'detail.connection': '10.0.0.1:1-10.0.0.2:80' };
    expect(knows('tcp.analysis.retransmission', known)).toBe(true);
    expect(knows('tcp.analysis.duplicate_ack', known)).toBe(false);
    expect(knows('hop.attempt >= 2', known)).toBe(true);
    expect(knows('hop.connection contains ":80"', known)).toBe(true);
    expect(knows('hop.cwnd', known)).toBe(false);
  });

  it('tells what it needs to know', () => {
    const facts = (text: string) => {
      const compiled = compileFilter(text);
      return 'filter' in compiled ? [...compiled.filter.facts] : compiled.fault;
    };
    expect(facts('tcp && ip.src == 10.0.0.1')).toEqual([]);
    expect(facts('tcp && hop.device == a')).toEqual(['device']);
  });
});

describe('The fields of the filter', () => {
  it('are all those that are explained, but the check sequence behind the frame', () => {
    expect(FIELD_KEYS.filter((key) => !FILTER_FIELDS.has(key))).toEqual(['eth.fcs']);
  });

  it('name every parameter of a fact; one that is a number here and a text there is asked as a text', () => {
    for (const parameters of Object.values(KINDS)) {
      for (const [name, type] of Object.entries(parameters)) {
        const field = FILTER_FIELDS.get(`hop.${name}`)!;
        if (field.origin.from === 'fact' && field.origin.fact === `detail.${name}`) {
          expect([type, 'text']).toContain(field.type);
        }
      }
    }
    expect(FILTER_FIELDS.get('hop.rule')!.type).toBe('text');
    for (const rule of [3, '3']) {
      expect(knows('hop.rule == 3', { 'detail.rule': rule })).toBe(true);
      expect(knows('hop.rule != 3', { 'detail.rule': rule })).toBe(false);
    }
  });
});
