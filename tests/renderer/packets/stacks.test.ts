import { describe, expect, it } from 'vitest';
import type { PassageStep, Visit } from '#contract/packets.ts';
import { brokenLines, stacksOf } from '#renderer/packets/stacks.ts';

const step = (seq: number, layer: PassageStep['layer'], kind: string, reason: string | null = null): PassageStep => ({
  seq,
  time: seq,
  step: seq,
  kind,
  device: 'one',
  port: null,
  frame: 0,
  packet: 1,
  value: 0,
  reason,
  cause: 0,
  detail: {},
  summary: null,
  clause: null,
  rows: [],
  also: 0,
  layer,
});
const visit = (device: string, from: number | null, ...steps: PassageStep[]): Visit => ({ device, from, steps });

describe('the stacks of a packet’s way', () => {
  it('are as high as each kind of device, and higher where a router is spoken to itself', () => {
    const arrived = step(1, 'physical', 'frame.arrived');
    const visits = [
      visit('hub1', null, arrived),
      visit('switch1', 0, arrived),
      visit('router1', 1, arrived),
      visit('router2', 2, arrived, step(2, 'transport', 'tcp.received')),
      visit('gone', 3, arrived, step(3, 'link', 'switch.forwarded')),
    ];
    const kinds = { hub1: 'hub', switch1: 'switch', router1: 'router', router2: 'router' } as const;
    const stacks = stacksOf({ visits, complete: true }, (device) => kinds[device as keyof typeof kinds]);
    expect(stacks.map(({ layers }) => layers.at(-1))).toEqual(['physical', 'link', 'internet', 'transport', 'link']);
    expect(stacks.map(({ top }) => top)).toEqual(['physical', 'physical', 'physical', 'transport', 'link']);
  });

  it('number every decision from the first device to the last, but not what the line shows', () => {
    const visits = [
      visit('a', null, step(1, 'transport', 'tcp.sent'), step(2, 'physical', 'frame.sent')),
      visit('b', 0, step(3, 'physical', 'frame.arrived'), step(4, 'link', 'switch.forwarded')),
    ];
    const stacks = stacksOf({ visits, complete: true }, () => 'host');
    expect(stacks.map(({ numbered }) => numbered.map(({ number, step: { seq } }) => [number, seq]))).toEqual([
      [[1, 1]],
      [[2, 4]],
    ]);
    expect(stacks.map(({ leaves }) => leaves)).toEqual([true, false]);
  });

  it('end where the packet is thrown away', () => {
    const lost = visit(
      'a',
      null,
      step(1, 'physical', 'frame.arrived'),
      step(2, 'internet', 'frame.dropped', 'ttl-expired'),
    );
    expect(stacksOf({ visits: [lost], complete: true }, () => 'router')[0]).toMatchObject({
      top: 'internet',
      dropped: 'internet',
      leaves: false,
    });
  });
});

it('lines are broken between words', () => {
  expect(brokenLines('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(brokenLines('incomprehensibilities', 5)).toEqual(['incomprehensibilities']);
});
