import { describe, expect, it } from 'vitest';
import { kernelOf } from '#support/kernel.ts';
import { lab } from '#support/lab.ts';

describe('the counters of an interface', () => {
  it('count frames and bytes as they come in and go out, ARP included', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2', 2, { size: 1000 });
    network.run('3s');
    // A question and two requests; an answer and two replies. ARP is padded to the 60 bytes of the shortest frame.
    const bytes = 60 + 2 * (14 + 20 + 8 + 1000);
    expect(kernelOf(network, 'pc1').interfaces()[0]!.counters).toMatchObject({
      packetsIn: 3,
      bytesIn: bytes,
      packetsOut: 3,
      bytesOut: bytes,
      errorsIn: 0,
      dropped: 0,
    });
    expect(network.table('pc2', 'traffic')).toEqual([['eth0', 3, bytes, 3, bytes, 0, 0]]);
  });

  it('tell damaged frames and drops apart, and drops by their reasons', () => {
    const network = lab('pc1 -- pc2');
    const bytes = new Uint8Array(60).fill(0xff, 0, 6);
    network.timeline.act({ kind: 'inject', device: 'pc2', port: 'eth0', bytes, fcs: 1 });
    network.timeline.act({ kind: 'inject', device: 'pc2', port: 'eth0', bytes });
    network.run('1ms');
    const { counters } = kernelOf(network, 'pc2').interfaces()[0]!;
    expect(counters).toMatchObject({ packetsIn: 1, errorsIn: 1, dropped: 1 });
    expect([...counters.reasons]).toEqual([['unknown-ethertype', 1]]);
    expect(network.table('pc2', 'traffic')[0]!.slice(5)).toEqual([1, 1]);
  });

  it('leave out what the adapter lets pass for others', () => {
    const network = lab('pc1 -- hub1, pc2 -- hub1, pc3 -- hub1');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    // Only the ARP question was for everybody.
    expect(kernelOf(network, 'pc3').interfaces()[0]!.counters).toMatchObject({ packetsIn: 1, dropped: 0 });
  });
});
