import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

/** A round trip takes 100 ms on this cable, and everything else next to nothing. */
const CABLE = { delay: 50e6, bandwidth: 1e9 };

function shake(mode: string, cable: object = CABLE, time = '10s') {
  const network = lab('pc1 -- server1', { cable });
  network.command('server1', 'handshake-model -s');
  // ARP is over before it is measured.
  network.command('pc1', 'ping -c 1 10.0.0.2');
  network.run('1s');
  const output = network.command('pc1', `handshake-model -m ${mode} 10.0.0.2`);
  network.run(time);
  return { network, output: output() };
}

describe('handshake-model', () => {
  it.each([
    ['tls1.2', 4, 'TCP and TLS 1.2'],
    ['tls1.3', 3, 'TCP and TLS 1.3'],
    ['quic', 2, 'QUIC'],
    ['quic-0rtt', 1, 'QUIC with 0-RTT'],
  ])('%s has its answer after %i round trips (concept F6)', (mode, trips, name) => {
    const { network, output } = shake(mode);
    const [, said, trip, time] = /^(.*): the answer is there after (\d) round trips, ([\d.]+) ms$/.exec(
      output.at(-1)!,
    )!;
    expect([said, Number(trip)]).toEqual([name, trips]);
    expect(Number(time)).toBeGreaterThanOrEqual(trips * 100);
    expect(Number(time)).toBeLessThan(trips * 100 + 5);
    const datagrams = network.facts('udp.sent').length;
    expect(datagrams > 0).toBe(mode.startsWith('quic'));
  });

  it('says that it is a model', () => {
    expect(shake('quic').output[0]).toBe(
      'This is a model: messages, sizes and round trips as in the RFCs, nothing is encrypted.',
    );
  });

  it('repairs a lost datagram by itself', () => {
    // Frames 1 and 2 are the ARP request and the ping; 3 is the first datagram.
    const { output } = shake('quic', { ...CABLE, directions: [{ drop: [3] }, {}] });
    expect(output.some((line) => line.endsWith('sent it again'))).toBe(true);
    expect(output.at(-1)).toMatch(/^QUIC: the answer is there after 2 round trips, 1[12]\d\d\.\d+ ms$/);
  });

  it('fails when nobody is there', () => {
    const network = lab('pc1 -- server1');
    const output = network.command('pc1', 'handshake-model 10.0.0.2; handshake-model -m quic 10.0.0.2');
    network.run('5s');
    expect(output().filter((line) => line.startsWith('handshake-model'))).toEqual([
      'handshake-model: 10.0.0.2 port 443: Connection refused',
      'handshake-model: Connection refused',
    ]);
  });
});
