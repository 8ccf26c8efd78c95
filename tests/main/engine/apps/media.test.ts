import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

const statuses = (network: ReturnType<typeof lab>) => network.facts('program.ended').map(({ detail }) => detail.status);

function watch(line: string, options: Parameters<typeof lab>[1] = {}, time = '30s') {
  const network = lab('pc1 -- server1', options);
  network.command('server1', 'stream-server');
  network.run('1ms');
  const client = network.command('pc1', `stream-client ${line}`);
  network.run(time);
  return { network, client: client() };
}

/** The cable from the server loses these frames, and no others. */
const losing = (drop: number[]) => ({
  cable: { bandwidth: 10e6, delay: 5e6, directions: [{}, { drop }] as [object, object] },
});

describe('a media stream', () => {
  it('over a good network is played whole, over UDP and over TCP', () => {
    expect(watch('10.0.0.2').client).toEqual(['250 of 250 frames played in time, 0 lost, 0 late, 0 gaps']);
    expect(watch('-t 10.0.0.2').client).toEqual(['250 of 250 frames played, 0 stalls']);
  });

  it('is paced: one frame an interval, not as fast as the cable takes them', () => {
    const { network } = watch('-n 5 -i 0.1 10.0.0.2');
    const times = network.facts('udp.sent').filter(({ device }) => device === 'server1');
    const gaps = times.slice(1).map(({ time }, at) => time - times[at]!.time);
    expect(gaps).toEqual([100e6, 100e6, 100e6, 100e6]);
  });

  it('over UDP has gaps where frames are lost, and goes on in time (concept F3)', () => {
    // Frame 1 of the cable is the answer to ARP; media frames follow.
    const { network, client } = watch('10.0.0.2', losing([20, 21, 50]));
    expect(client.at(-1)).toBe('247 of 250 frames played in time, 3 lost, 0 late, 2 gaps');
    expect(client.filter((line) => line.includes('missing'))).toHaveLength(3);
    const { time } = network.facts('program.ended')[0]!;
    // The last of 250 frames is played 249 intervals and the buffer after the first has come.
    expect(time).toBeLessThan(5.2e9);
  });

  it('over TCP stalls where a segment is lost: everything behind it waits for it (concept F3)', () => {
    const { network, client } = watch('-t -b 0.03 10.0.0.2', losing([20]));
    expect(client.at(-1)).toMatch(/^250 of 250 frames played, 1 stalls, [\d.]+ ms in all/);
    expect(client[0]).toMatch(/stalled for [\d.]+ ms before frame \d+$/);
    expect(network.facts('tcp.retransmitted').length).toBeGreaterThan(0);
    const undisturbed = watch('-t -b 0.03 10.0.0.2').network.facts('program.ended')[0]!.time;
    expect(network.facts('program.ended')[0]!.time).toBeGreaterThan(undisturbed);
  });

  it('with a long play-out buffer hides what TCP repairs', () => {
    const { client } = watch('-t -b 2 10.0.0.2', losing([20]));
    expect(client).toEqual(['250 of 250 frames played, 0 stalls']);
  });

  it('over UDP counts frames that come after their time as late: late is useless', () => {
    const cable = { bandwidth: 10e6, delay: 5e6, directions: [{}, { reordering: { probability: 0.1, delay: 200e6 } }] };
    const { client } = watch('-q 10.0.0.2', { cable: cable as never, seed: 4 });
    expect(client.at(-1)).toMatch(
      /^2\d\d of 250 frames played in time, [01] lost, \d+ late by up to 100\.0 ms, \d+ gaps$/,
    );
  });

  it('is asked for again when the request is lost, and given up when nobody answers', () => {
    const lossy = { cable: { directions: [{ drop: [2] }, {}] as [object, object] } };
    expect(watch('10.0.0.2', lossy).client).toEqual(['250 of 250 frames played in time, 0 lost, 0 late, 0 gaps']);
    const nobody = watch('10.0.0.2 9', {}, '20s');
    expect(nobody.client).toEqual(['stream-client: Connection refused']);
    expect(statuses(nobody.network)).toEqual([1]);
  });
});
