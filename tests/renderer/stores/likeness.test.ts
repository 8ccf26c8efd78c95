import { describe, expect, it } from 'vitest';
import { compileFilter } from '#engine/wire/filter/filter.ts';
import { filterLike } from '#renderer/stores/likeness.ts';

/** Bytes from hexadecimal, spaces left out. */
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.replaceAll(/\s/g, '').match(/../g)!, (byte) => Number.parseInt(byte, 16));

const ETHERNET = '020000000002 020000000001';
const SEGMENT = (flags: string): Uint8Array =>
  bytesOf(`${ETHERNET} 0800 4500 0028 0001 4000 4006 0000 c0a8010b c0a8020a
    d431 1f90 00000001 00000002 50${flags} ffff 0000 0000`);
const ECHO = bytesOf(`${ETHERNET} 0800 4500 001c 0001 0000 4001 0000 c0a8010b c0a8020a 0800 0000 0001 0001`);
const ARP = bytesOf(`ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 c0a8010b 000000000000 c0a80101`);

describe('a filter for packets like one', () => {
  it('names both ends of a segment, and what sort it is', () => {
    expect(filterLike(SEGMENT('02'))).toBe(
      'ip.src == 192.168.1.11 && ip.dst == 192.168.2.10 && tcp.srcport == 54321 && tcp.dstport == 8080 && ' +
        'tcp.flags.syn == 1 && tcp.flags.fin == 0 && tcp.flags.reset == 0 && tcp.flags.ack == 0',
    );
  });

  it('names the type of an ICMP message, and what an ARP packet asks', () => {
    expect(filterLike(ECHO)).toBe('ip.src == 192.168.1.11 && ip.dst == 192.168.2.10 && icmp.type == 8');
    expect(filterLike(ARP)).toBe('eth.src == 02:00:00:00:00:01 && arp.opcode == 1');
  });

  it('is understood by the filter language, and fits that very packet but no other sort', () => {
    const subject = (bytes: Uint8Array) => ({
      frame: { head: bytes, body: new Uint8Array(0), length: bytes.length, bytes: () => bytes },
      fact: () => null,
    });
    for (const bytes of [SEGMENT('02'), ECHO, ARP, bytesOf(`020000000009 020000000001 9999 01`)]) {
      const compiled = compileFilter(filterLike(bytes));
      if ('fault' in compiled) throw new Error(`${filterLike(bytes)}: ${compiled.fault.name}`);
      expect(compiled.filter.matches(subject(bytes))).toBe(true);
      expect(compiled.filter.matches(subject(SEGMENT('10')))).toBe(false);
    }
  });
});
