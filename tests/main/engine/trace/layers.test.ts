import { describe, expect, it } from 'vitest';
import { KINDS, type Kind } from '#engine/trace/kinds.ts';
import { LAYERS, layerOf } from '#engine/trace/layers.ts';
import { REASONS, type Reason } from '#engine/trace/reasons.ts';

const dropped = (reason: Reason) => layerOf('frame.dropped', reason);

describe('the layer of a fact', () => {
  it('is one of five, from the cable up', () => {
    const layers = new Set((Object.keys(KINDS) as Kind[]).map((kind) => layerOf(kind, 'none')));
    expect([...layers].sort()).toEqual([...LAYERS].sort());
  });

  it('is told by what decides: a hub repeats a signal, a switch looks at MAC addresses, a router at IP addresses', () => {
    expect(layerOf('hub.repeated', 'none')).toBe('physical');
    expect(layerOf('switch.forwarded', 'none')).toBe('link');
    expect(layerOf('arp.waiting', 'none')).toBe('link');
    expect(layerOf('ip.forwarded', 'none')).toBe('internet');
    expect(layerOf('path-mtu.learned', 'none')).toBe('internet');
    expect(layerOf('tcp.received', 'none')).toBe('transport');
    expect(layerOf('socket.called', 'none')).toBe('application');
  });

  it('is where the check is made that throws something away', () => {
    expect(dropped('lost-on-cable')).toBe('physical');
    expect(dropped('queue-full')).toBe('physical');
    expect(dropped('ethernet.bad-fcs')).toBe('link');
    expect(dropped('not-for-this-adapter')).toBe('link');
    expect(dropped('ttl-expired')).toBe('internet');
    expect(dropped('ipv4.bad-checksum')).toBe('internet');
    expect(dropped('tcp.old-timestamp')).toBe('transport');
    expect(dropped('dhcp.bad-cookie')).toBe('application');
  });

  it('is the cable, its queues or the power for every reason that names neither a protocol nor a check', () => {
    expect(REASONS.filter((reason) => dropped(reason) === 'physical')).toEqual([
      'none',
      'no-cable',
      'lost-on-cable',
      'lost-by-rule',
      'lost-by-hand',
      'cable-removed',
      'cable-unplugged',
      'link-renegotiated',
      'collision',
      'collision-fragment',
      'excessive-collisions',
      'device-removed',
      'device-off',
      'tunnel-off',
      'queue-full',
      'frame-too-long',
    ]);
  });
});
