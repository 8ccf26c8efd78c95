import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, formatMac } from '#engine/wire/address.ts';
import { ARP_REPLY, ARP_REQUEST, emitArp, parseArp } from '#engine/wire/arp.ts';
import type { Arp } from '#engine/wire/arp.ts';
import { EMPTY, encapsulate } from '#engine/wire/ethernet.ts';
import { Frame } from '#engine/wire/frame.ts';
import { ARP_REPLY_FRAME, ARP_REQUEST_FRAME } from './samples.ts';

const seed = 20261106;
const mac = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const whole = (bytes: Uint8Array) => new Frame(1, 1, bytes, EMPTY, 0);

describe('An ARP packet', () => {
  it('is read as request and as reply', () => {
    const request = parseArp(whole(ARP_REQUEST_FRAME)) as Arp;
    expect(request.operation).toBe(ARP_REQUEST);
    expect(formatAddress(request.senderAddress)).toBe('192.168.0.10');
    expect(formatAddress(request.targetAddress)).toBe('192.168.0.1');
    const reply = parseArp(whole(ARP_REPLY_FRAME)) as Arp;
    expect(reply.operation).toBe(ARP_REPLY);
    expect(formatMac(reply.senderMac)).toBe('02:00:00:00:00:02');
    expect(formatMac(reply.targetMac)).toBe('02:00:00:00:00:01');
  });

  it('is written as the bytes of RFC 826', () => {
    const request = parseArp(whole(ARP_REQUEST_FRAME)) as Arp;
    const { head, body } = encapsulate(emitArp(request), {
      destination: 0xffffffffffff,
      source: request.senderMac,
      type: 0x0806,
    });
    expect(new Frame(1, 1, head, body).bytes()).toEqual(ARP_REQUEST_FRAME);
  });

  it(`is read as it was written (seed ${seed})`, () => {
    const arp = fc.record({
      operation: fc.constantFrom(ARP_REQUEST, ARP_REPLY),
      senderMac: mac,
      senderAddress: address,
      targetMac: mac,
      targetAddress: address,
    });
    fc.assert(
      fc.property(arp, (packet) => {
        expect(parseArp(whole(emitArp(packet).head))).toEqual(packet);
      }),
      { seed },
    );
  });

  it('cut anywhere before its end is truncated', () => {
    for (let length = 0; length < 42; length++) {
      expect(parseArp(whole(ARP_REQUEST_FRAME.subarray(0, length)))).toMatchObject({
        fault: 'arp.truncated',
        at: length,
      });
    }
    expect(parseArp(whole(ARP_REQUEST_FRAME.subarray(0, 42)))).not.toHaveProperty('fault');
  });

  it.each([
    [15, 6, 'arp.not-ethernet-ipv4', 14],
    [16, 0x86, 'arp.not-ethernet-ipv4', 16],
    [18, 8, 'arp.not-ethernet-ipv4', 18],
    [19, 16, 'arp.not-ethernet-ipv4', 19],
    [21, 0, 'arp.bad-operation', 20],
    [21, 3, 'arp.bad-operation', 20],
  ])('with byte %i set to %i is refused: %s', (offset, value, fault, at) => {
    const bytes = ARP_REQUEST_FRAME.slice();
    bytes[offset] = value;
    expect(parseArp(whole(bytes))).toMatchObject({ fault, at });
  });
});
