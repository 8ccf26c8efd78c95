import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, FIELD_KEYS } from '#engine/wire/explain.ts';
import type { ExplainedField, ExplainedLayer } from '#engine/wire/explain.ts';
import * as samples from './samples.ts';

const seed = 20261112;
const { ECHO_REQUEST_FCS, ECHO_REQUEST_FRAME, SYN_FRAME, TIME_EXCEEDED_FRAME, ARP_REQUEST_FRAME, TCP_DATA_FRAME } =
  samples;
const frames = Object.values(samples).filter((sample) => sample instanceof Uint8Array);

const names = (layers: readonly ExplainedLayer[]) =>
  layers.map(({ protocol, quoted }) => (quoted ? `(${protocol})` : protocol));
function flat(fields: readonly ExplainedField[]): ExplainedField[] {
  return fields.flatMap((one) => [one, ...flat(one.fields ?? [])]);
}
function text(layers: readonly ExplainedLayer[], key: string): string[] {
  return flat(layers.flatMap((layer) => layer.fields))
    .filter((one) => one.key === key)
    .map((one) => one.text);
}
function faultOf(bytes: Uint8Array) {
  const layer = explain(bytes).find(({ fault }) => fault !== null)!;
  const keys = flat(layer.fields).filter(({ fault }) => fault !== null);
  return [layer.protocol, layer.fault!.fault, ...keys.map(({ key }) => key)];
}

describe('The explanation of a frame', () => {
  it('names its layers from the outside in', () => {
    expect(names(explain(ARP_REQUEST_FRAME))).toEqual(['ethernet', 'arp', 'padding']);
    expect(names(explain(ECHO_REQUEST_FRAME, ECHO_REQUEST_FCS))).toEqual(['ethernet', 'ipv4', 'icmp', 'data', 'fcs']);
    expect(names(explain(SYN_FRAME))).toEqual(['ethernet', 'ipv4', 'tcp']);
    expect(names(explain(TIME_EXCEEDED_FRAME))).toEqual(['ethernet', 'ipv4', 'icmp', '(ipv4)', '(udp)']);
  });

  it('reads HTTP where a message begins, line by line, and what follows as data', () => {
    const layers = explain(TCP_DATA_FRAME);
    expect(names(layers)).toEqual(['ethernet', 'ipv4', 'tcp', 'http']);
    expect(layers[3]!.fields.map(({ key, text }) => [key, text])).toEqual([
      ['http.request', 'GET / HTTP/1.0'],
      ['http.end', '\\r\\n'],
    ]);
    const elsewhere = TCP_DATA_FRAME.slice();
    elsewhere[37] = 81;
    expect(names(explain(elsewhere))).toEqual(['ethernet', 'ipv4', 'tcp', 'data']);
    const text = TCP_DATA_FRAME.slice();
    text[54] = 0x20;
    expect(names(explain(text))).toEqual(['ethernet', 'ipv4', 'tcp', 'data']);
  });

  it('prints each value in its notation', () => {
    const layers = explain(SYN_FRAME);
    expect(text(layers, 'eth.type')).toEqual(['0x0800 (IPv4)']);
    expect(text(layers, 'ip.src')).toEqual(['192.168.0.10']);
    expect(text(layers, 'ip.hdr_len')).toEqual(['20 (5)']);
    expect(text(layers, 'tcp.flags')).toEqual(['SYN']);
    expect(text(layers, 'tcp.options.mss_val')).toEqual(['1460']);
    expect(text(explain(TIME_EXCEEDED_FRAME), 'ip.src')).toEqual(['192.168.0.1', '192.168.0.10']);
  });

  it('tells which bits of its bytes a small field is', () => {
    const fields = flat(explain(SYN_FRAME).flatMap((layer) => layer.fields));
    const place = (key: string) =>
      fields.filter((one) => one.key === key).map(({ from, to, bits }) => [from, to, bits])[0];
    expect(place('ip.version')).toEqual([14, 15, [0, 4]]);
    expect(place('ip.frag_offset')).toEqual([20, 22, [3, 13]]);
    expect(place('tcp.flags.syn')).toEqual([47, 48, [6, 1]]);
    expect(place('ip.ttl')).toEqual([22, 23, null]);
  });

  it('finds no fault in good frames', () => {
    for (const frame of frames) expect(explain(frame).filter(({ fault }) => fault !== null)).toEqual([]);
  });

  it('shows a fault at its layer and its field, and goes on behind it', () => {
    const ttl = SYN_FRAME.slice();
    ttl[22] = 1;
    expect(faultOf(ttl)).toEqual(['ipv4', 'ipv4.bad-checksum', 'ip.checksum']);
    expect(names(explain(ttl))).toEqual(['ethernet', 'ipv4', 'tcp']);
    const data = TCP_DATA_FRAME.slice();
    data[60]! ^= 1;
    expect(faultOf(data)).toEqual(['tcp', 'tcp.bad-checksum', 'tcp.checksum']);
    const arp = ARP_REQUEST_FRAME.slice();
    arp[21] = 9;
    expect(faultOf(arp)).toEqual(['arp', 'arp.bad-operation', 'arp.opcode']);
    expect(explain(SYN_FRAME, 5).at(-1)).toMatchObject({ protocol: 'fcs', fault: { fault: 'ethernet.bad-fcs' } });
  });

  it('of a packet cut short tells so once, and shows what is there', () => {
    const layers = explain(SYN_FRAME.subarray(0, 60));
    expect(names(layers)).toEqual(['ethernet', 'ipv4', 'tcp', 'data']);
    expect(layers.map(({ fault }) => fault?.fault ?? null)).toEqual([null, 'ipv4.bad-total-length', null, null]);
  });

  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200, size: 'max' }),
    fc
      .record({
        sample: fc.constantFrom(...frames),
        changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        length: fc.nat(),
      })
      .map(({ sample, changes, length }) => {
        const bytes = sample.slice(0, 1 + (length % sample.length));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      }),
  );

  it(`of any bytes covers each byte once, with known keys, in order (seed ${seed})`, () => {
    fc.assert(
      fc.property(anything, fc.nat(0xffffffff), (bytes, fcs) => {
        const layers = explain(bytes, fcs);
        let end = 0;
        for (const layer of layers) {
          expect(layer.from).toBe(end);
          end = layer.to;
          let covered = layer.from;
          for (const one of layer.fields) {
            expect(one.from).toBeGreaterThanOrEqual(covered - 1);
            covered = Math.max(covered, one.to);
          }
          expect(covered).toBe(layer.to);
          for (const { key, from, to } of flat(layer.fields)) {
            expect(FIELD_KEYS).toContain(key);
            expect(from).toBeGreaterThanOrEqual(layer.from);
            expect(to).toBeLessThanOrEqual(layer.to);
          }
        }
        expect(end).toBe(bytes.length + 4);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('has no two keys alike', () => {
    expect(new Set(FIELD_KEYS).size).toBe(FIELD_KEYS.length);
  });
});
