import { describe, expect, it } from 'vitest';
import { readFlags, readSubnet, withField, writeFlags, writeSubnet } from '#renderer/inspector/device/filterRule.ts';

describe('the fields of a filter rule', () => {
  it('read a subnet, one address, or nothing', () => {
    expect(readSubnet('10.0.0.0/8')).toEqual({ address: '10.0.0.0', prefix: 8 });
    expect(readSubnet('10.0.0.1')).toEqual({ address: '10.0.0.1', prefix: 32 });
    expect(readSubnet(' ')).toBeUndefined();
    expect(readSubnet('10.0.0.0/99')).toBeNull();
    expect(writeSubnet({ address: '10.0.0.0', prefix: 8 })).toBe('10.0.0.0/8');
  });

  it('read TCP flags with those they are looked for among', () => {
    expect(readFlags('syn / SYN, ACK')).toEqual({ set: 2, mask: 18 });
    expect(readFlags('RST')).toEqual({ set: 4, mask: 4 });
    expect(readFlags('0/SYN')).toEqual({ set: 0, mask: 2 });
    expect(readFlags('XYZ')).toBeNull();
    expect(writeFlags({ set: 2, mask: 18 })).toBe('SYN/SYN, ACK');
  });

  it('take away what no longer fits when another field changes', () => {
    const rule = {
      action: 'reject',
      direction: 'forward',
      from: 'eth0',
      to: 'eth1',
      protocol: 'tcp',
      destinationPorts: { first: 80, last: 80 },
      flags: { mask: 2, set: 2 },
      rejectWith: 'port-unreachable',
    } as const;
    expect(withField(rule, 'protocol', 'icmp')).toEqual({
      action: 'reject',
      direction: 'forward',
      from: 'eth0',
      to: 'eth1',
      protocol: 'icmp',
      rejectWith: 'port-unreachable',
    });
    expect(withField(rule, 'direction', 'in')).not.toHaveProperty('to');
    expect(withField(rule, 'action', 'drop')).not.toHaveProperty('rejectWith');
  });
});
