import { describe, expect, it } from 'vitest';
import { CLAUSES, clauseOf, PARAMETER_CLAUSES, REASON_CLAUSES } from '#engine/trace/clauses.ts';
import { KINDS, type Kind } from '#engine/trace/kinds.ts';
import { REASONS } from '#engine/trace/reasons.ts';

/** Rooms of the vocabulary in which everything is a decision of some protocol. */
const PROTOCOLS = /^(hub|csma|switch|vlan|arp|ip|icmp|path-mtu|nat|udp)\./;

const ALL = [
  ...Object.values(CLAUSES),
  ...Object.values(REASON_CLAUSES),
  ...Object.values(PARAMETER_CLAUSES).flatMap(({ clauses }) => Object.values(clauses)),
].filter((clause) => clause !== null);

describe('the clauses', () => {
  it('are known for every kind that is a decision of a protocol', () => {
    const without = Object.keys(KINDS).filter((kind) => PROTOCOLS.test(kind) && CLAUSES[kind as Kind] === null);
    expect(without).toEqual([]);
  });

  it('are known for every fault found in bytes', () => {
    const without = REASONS.filter((reason) => reason.includes('.') && REASON_CLAUSES[reason] === null);
    // How many connections may wait, every system settles for itself.
    expect(without).toEqual(['tcp.backlog-full', 'tcp.syn-queue-full']);
  });

  it('are written as the field cites them', () => {
    for (const clause of ALL) {
      expect(clause).toMatch(/^(RFC \d{3,4}( §\d+(\.\d+)*)?|IEEE 802\.(1Q|1D-2004|3) (§\d+(\.\d+)*|clause \d+))$/);
    }
  });

  it('name parameters that the kinds have', () => {
    for (const [kind, { parameter }] of Object.entries(PARAMETER_CLAUSES)) {
      expect(Object.keys(KINDS[kind as Kind]), kind).toContain(parameter);
    }
  });

  it('are told by the reason of a drop, by a parameter, or by the kind, in that order', () => {
    expect(clauseOf('frame.dropped', 'ttl-expired', {})).toBe('RFC 1812 §5.3.1');
    expect(clauseOf('tcp.timer.expired', 'none', { timer: 'persist' })).toBe('RFC 9293 §3.8.6.1');
    expect(clauseOf('tcp.timer.expired', 'none', { timer: 'linger' })).toBeNull();
    expect(clauseOf('tcp.congestion', 'none', { why: 'threshold' })).toBe('RFC 5681 §3.1');
    expect(clauseOf('tcp.state', 'none', { clause: 'RFC 9293 §3.10.1' })).toBe('RFC 9293 §3.10.1');
    expect(clauseOf('tcp.state', 'none', { clause: '' })).toBeNull();
    expect(clauseOf('nat.expired', 'none', { protocol: 'tcp' })).toBe('RFC 5382 §5');
    expect(clauseOf('nat.expired', 'none', { protocol: 'udp' })).toBe('RFC 4787 §4.3');
    expect(clauseOf('arp.requested', 'none', {})).toBe('RFC 826');
    expect(clauseOf('input.started', 'none', {})).toBeNull();
  });
});
