import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

const CABLE = { bandwidth: 10e6, delay: 1e6 };
const statuses = (network: ReturnType<typeof lab>) => network.facts('program.ended').map(({ detail }) => detail.status);

describe('bulk', () => {
  it('fills the cable with TCP, and both ends report nearly all of its rate', () => {
    const network = lab('pc1 -- server1', { cable: CABLE });
    const server = network.command('server1', 'bulk -s');
    network.run('1ms');
    const client = network.command('pc1', 'bulk -c 10.0.0.2 -t 3');
    network.run('5s');
    expect(client()[0]).toBe('Connecting to host 10.0.0.2, port 5201');
    expect(client()[1]).toMatch(/^\[ {2}5\] local 10\.0\.0\.1:\d+ connected to 10\.0\.0\.2:5201$/);
    expect(client()[2]).toBe('[ ID] Interval           Transfer     Bitrate         Retr  Cwnd');
    const intervals = client().filter((line) => /Mbits\/sec +\d+ +[\d.]+ KBytes$/.test(line));
    expect(intervals).toHaveLength(3);
    expect(client().at(-2)).toMatch(
      /^\[ {2}5\] {3}0\.00-3\.\d\d {3}sec {2}3\.\d\d MBytes {2}9\.\d+ Mbits\/sec +0 +sender$/,
    );
    expect(client().at(-1)).toMatch(/9\.[0-6]\d* Mbits\/sec +receiver$/);
    expect(server().at(-1)).toMatch(/MBytes {2}9\.\d+ Mbits\/sec +receiver$/);
    expect(statuses(network)).toEqual([0]);
  });

  it('sends just so many bytes with -n, and shares the cable between -P streams', () => {
    const network = lab('pc1 -- server1', { cable: CABLE });
    network.command('server1', 'bulk -s -1');
    network.run('1ms');
    const client = network.command('pc1', 'bulk -c 10.0.0.2 -n 500K -P 2 -i 0');
    network.run('10s');
    const summed = client().filter((line) => line.startsWith('[SUM]'));
    expect(summed).toEqual([
      expect.stringMatching(/1000 KBytes .* sender$/),
      expect.stringMatching(/1000 KBytes .* receiver$/),
    ]);
    // The server has served its clients (-1), too.
    expect(statuses(network)).toEqual([0, 0]);
  });

  it('is held to one buffer a round trip by -w', () => {
    const network = lab('pc1 -- server1', { cable: { bandwidth: 100e6, delay: 50e6 } });
    network.command('server1', 'bulk -s -w 20K');
    network.run('1ms');
    const client = network.command('pc1', 'bulk -c 10.0.0.2 -t 5 -i 0');
    network.run('10s');
    // 20 KiB in 100 ms are 1.6 Mbit/s, were every byte of the buffer always offered.
    const rate = Number(/([\d.]+) Mbits\/sec +receiver/.exec(client().at(-1)!)![1]);
    expect(rate).toBeGreaterThan(0.8);
    expect(rate).toBeLessThan(1.7);
  });

  it('over a lossy cable sends again, and says how often', () => {
    const network = lab('pc1 -- server1', { cable: { ...CABLE, directions: [{ loss: 0.02 }, {}] }, seed: 3 });
    network.command('server1', 'bulk -s');
    network.run('1ms');
    const client = network.command('pc1', 'bulk -c 10.0.0.2 -n 500K -i 0');
    network.run('60s');
    const again = Number(/Mbits\/sec +(\d+) +sender/.exec(client().at(-2)!)![1]);
    expect(again).toBe(network.facts('tcp.retransmitted').filter(({ device }) => device === 'pc1').length);
    expect(again).toBeGreaterThan(0);
    expect(client().at(-1)).toMatch(/500 KBytes .* receiver$/);
  });

  it('sends UDP at its rate whatever becomes of it, and the server counts what is missing (concept F1)', () => {
    const network = lab('pc1 -- server1', { cable: { ...CABLE, directions: [{ loss: 0.1 }, {}] }, seed: 2 });
    const server = network.command('server1', 'bulk -s');
    network.run('1ms');
    const client = network.command('pc1', 'bulk -u -c 10.0.0.2 -t 2 -b 1M');
    network.run('10s');
    const datagrams = Math.ceil((2 * 1e6) / (1460 * 8));
    expect(client().filter((line) => /bits\/sec {2}\d+$/.test(line))).toHaveLength(2);
    expect(client().at(-2)).toMatch(
      new RegExp(`1\\.\\d+ Mbits/sec {2}0\\.000 ms {2}0/${datagrams} \\(0%\\) {2}sender$`),
    );
    const came = network.facts('udp.received').filter(({ detail }) => detail.length === 1460).length;
    const [, missing] = new RegExp(` ms {2}(\\d+)/${datagrams} \\([\\d.]+%\\) {2}receiver$`).exec(client().at(-1)!)!;
    expect(Number(missing)).toBeGreaterThan(5);
    expect(Number(missing)).toBe(datagrams - came);
    expect(server().at(-1)).toMatch(/receiver$/);
    expect(network.facts('tcp.sent')).toEqual([]);
  });

  it('says so when nobody listens', () => {
    const network = lab('pc1 -- server1');
    const stream = network.command('pc1', 'bulk -c 10.0.0.2');
    const datagrams = network.command('pc1', 'bulk -u -c 10.0.0.2 -t 1');
    network.run('10s');
    expect(stream()).toContain('bulk: error - unable to connect to server: 10.0.0.2 port 5201: Connection refused');
    expect(datagrams().at(-1)).toBe('bulk: error - nobody listens there: Connection refused');
    expect(statuses(network)).toEqual([1, 1]);
  });
});
