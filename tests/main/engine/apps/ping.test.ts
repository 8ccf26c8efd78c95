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
      '',
      '--- 10.0.0.2 ping statistics ---',
      '2 packets transmitted, 2 received, 0% packet loss, time 1000ms',
      expect.stringMatching(/^rtt min\/avg\/max\/mdev = 0\.\d{3}\/0\.\d{3}\/0\.\d{3}\/0\.\d{3} ms$/),
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

  it('says at once that there is no way, where no route leads to the destination', () => {
    const network = lab('pc1 -- pc2');
    const output = network.ping('pc1', '192.0.2.1', 2);
    const traced = network.command('pc1', 'traceroute 192.0.2.1');
    network.run('5s');
    expect(output()).toEqual(['ping: connect: Network is unreachable']);
    expect(traced()).toEqual(['traceroute: connect: Network is unreachable']);
    expect(network.timeline.programs().map(({ status }) => status)).toEqual([2, 1]);
  });

  it('gives up ten seconds after the last request when nobody answers', () => {
    const network = lab('pc1 -- pc2');
    // The echo request arrives, but the answer has no way back.
    const pc2 = network.topology.devices[1]!;
    const mute = { ...pc2, ports: [{ ...pc2.ports[0]!, prefix: 32 }] };
    network.timeline.act({ kind: 'change', change: { devices: [mute], cables: [], programs: [], remove: [] } });
    const output = network.ping('pc1', '10.0.0.2');
    network.run('30s');
    expect(output().at(-1)).toBe('1 packets transmitted, 0 received, 100% packet loss, time 10000ms');
    expect(network.facts('program.ended')).toMatchObject([{ time: 10e9, detail: { status: 1 } }]);
  });

  it('asks first before it pings everybody, and warns', () => {
    const network = lab('pc1 -- pc2');
    const asked = network.command('pc1', 'ping -c 1 10.0.0.255');
    const output = network.command('pc1', 'ping -b -c 1 10.0.0.255');
    network.run('20s');
    const question = 'ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules';
    expect(asked()).toEqual([question]);
    expect(output().slice(0, 2)).toEqual([
      'WARNING: pinging broadcast address',
      'PING 10.0.0.255 (10.0.0.255) 56(84) bytes of data.',
    ]);
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'pc2', reason: 'echo-to-broadcast' }]);
  });

  it('tells answers that came twice from others, and counts none of them as one more', () => {
    const network = lab('pc1 -- pc2');
    network.impair('pc1-pc2', {}, { duplication: 1 });
    const output = network.ping('pc1', '10.0.0.2', 2);
    network.run('20s');
    const answers = output().filter((text) => text.includes('icmp_seq'));
    // The one that came last is not waited for: all requests were answered by then.
    expect(answers.map((text) => / ms(.*)$/.exec(text)![1])).toEqual(['', ' (DUP!)', '']);
    expect(output().at(-2)).toBe('2 packets transmitted, 2 received, +1 duplicates, 0% packet loss, time 1000ms');
  });

  it('once it had an answer waits for the last no longer than twice the longest round trip, or an interval', () => {
    const network = lab('pc1 -- pc2');
    const output = network.ping('pc1', '10.0.0.2', 2);
    network.run('500ms').unplug('pc1-pc2').run('5s');
    expect(output().at(-2)).toBe('2 packets transmitted, 1 received, 50% packet loss, time 2000ms');
  });

  it('closes its socket when it ends', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('5s');
    expect(network.table('pc1', 'sockets')).toEqual([]);
  });

  it('says who could not find the destination, on its own subnet and behind a router', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: { pc1: '10.0.1.1/24 via 10.0.1.254', pc2: '10.0.2.1/24', router1: ['10.0.1.254/24', '10.0.2.254/24'] },
    });
    const own = network.command('pc1', 'ping -c 1 10.0.1.9');
    const behind = network.command('pc1', 'ping -c 1 10.0.2.9');
    const nowhere = network.command('pc1', 'ping -c 1 172.16.0.1');
    network.run('20s');
    expect(own()[1]).toBe('From 10.0.1.1 icmp_seq=1 Destination Host Unreachable');
    expect(behind()[1]).toBe('From 10.0.1.254 icmp_seq=1 Destination Host Unreachable');
    expect(nowhere()[1]).toBe('From 10.0.1.254 icmp_seq=1 Destination Net Unreachable');
    expect(own()[4]).toMatch(/^1 packets transmitted, 0 received, \+1 errors, 100% packet loss, time \d+ms$/);
  });

  it('says where the time to live ended, and which MTU a packet was too large for', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        pc2: '10.0.2.1/24 via 10.0.2.254',
        router1: ['10.0.1.254/24', '10.0.2.254/24'],
      },
    });
    const narrow = { ...network.topology.cables[1]!, mtu: 1000 };
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [narrow], programs: [], remove: [] } });
    const short = network.command('pc1', 'ping -c 1 -t 1 10.0.2.1');
    const large = network.command('pc1', 'ping -c 1 -s 1200 -M do 10.0.2.1');
    const larger = network.command('pc1', 'ping -c 1 -s 2000 -M do 10.0.2.1');
    network.run('20s');
    expect(short()[1]).toBe('From 10.0.1.254 icmp_seq=1 Time to live exceeded');
    expect(large()[1]).toBe('From 10.0.1.254 icmp_seq=1 Frag needed and DF set (mtu = 1000)');
    expect(larger()[1]).toBe('ping: local error: message too long, mtu=1500');
  });

  it('goes on without an end until Ctrl+C, and then sums up', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'ping 10.0.0.2').run('2500ms').type('pc1', '^C');
    expect(network.screen('pc1').slice(-5)).toEqual([
      '^C',
      '',
      '--- 10.0.0.2 ping statistics ---',
      '3 packets transmitted, 3 received, 0% packet loss, time 2500ms',
      expect.stringContaining('rtt min/avg/max/mdev = '),
    ]);
  });

  it.each([
    ['ping', 'ping: usage error: Destination address required'],
    ['ping -c 0 10.0.0.2', "ping: invalid argument: '0'"],
    ['ping -M maybe 10.0.0.2', "ping: invalid argument: 'maybe'"],
    ['ping -z 10.0.0.2', "ping: invalid option -- 'z'"],
    ['ping 10.0.0.2 10.0.0.3', 'ping: only one destination: ‘10.0.0.3’ is too many'],
  ])('refuses %s', (line, text) => {
    const network = lab('pc1 -- pc2').type('pc1', line);
    expect(network.screen('pc1')[1]).toBe(text);
    expect(network.screen('pc1')[2]).toContain('usage: ping ');
  });
});
