import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

describe('ping', () => {
  it('prints each answer with its time to live and round-trip time, and a summary', () => {
    const network = lab('pc1 -- pc2');
    const output = network.ping('pc1', '10.0.0.2', 2);
    network.run('5s');
    expect(output()).toEqual([
      'PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.',
      expect.stringMatching(/^64 bytes from 10\.0\.0\.2: icmp_seq=1 ttl=64 time=0\.\d{3} ms$/),
      expect.stringMatching(/^64 bytes from 10\.0\.0\.2: icmp_seq=2 ttl=64 time=0\.\d{3} ms$/),
      '--- 10.0.0.2 ping statistics ---',
      '2 packets transmitted, 2 received, 0% packet loss',
    ]);
    expect(network.timeline.programs()[0]).toMatchObject({ state: 'ended', status: 0 });
  });

  it('sends one request an interval', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2', 3, { interval: '200ms' });
    network.run('5s');
    const calls = network.facts('socket.called').filter(({ detail }) => detail.call === 'sendto');
    expect(calls.map(({ time }) => time)).toEqual([0, 200e6, 400e6]);
  });

  it('gives up ten seconds after the last request when nobody answers', () => {
    const network = lab('pc1 -- pc2');
    // The echo request arrives, but the answer has no way back.
    const pc2 = network.topology.devices[1]!;
    const mute = { ...pc2, ports: [{ ...pc2.ports[0]!, prefix: 32 }] };
    network.timeline.act({ kind: 'change', change: { devices: [mute], cables: [], programs: [], remove: [] } });
    const output = network.ping('pc1', '10.0.0.2');
    network.run('30s');
    expect(output().at(-1)).toBe('1 packets transmitted, 0 received, 100% packet loss');
    expect(network.facts('program.ended')).toMatchObject([{ time: 10e9, detail: { status: 1 } }]);
  });

  it('closes its socket when it ends', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('5s');
    expect(network.table('pc1', 'sockets')).toEqual([]);
  });
});
