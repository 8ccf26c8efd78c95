import { describe, expect, it } from 'vitest';
import { parseSocketFilter, passes } from '#engine/apps/commands/ss/filter.ts';
import { lab } from '#support/lab.ts';

/** A server that listens on 80 and has one connection, from pc1; and a UDP socket on 53. */
function network() {
  const net = lab('pc1 -- server1');
  net.steps('server1', [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
    { call: 'listen', socket: 'listener', backlog: 5 },
    { call: 'socket', as: 'names', type: 'datagram' },
    { call: 'bind', socket: 'names', address: '10.0.0.2', port: 53 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'wait', time: 1e12 },
  ]);
  net.run('1ms');
  net.steps('pc1', [
    { call: 'socket', as: 'client', type: 'stream' },
    { call: 'bind', socket: 'client', address: '10.0.0.1', port: 5000 },
    { call: 'connect', socket: 'client', address: '10.0.0.2', port: 80 },
    { call: 'send', socket: 'client', length: 100 },
    { call: 'wait', time: 5e9 },
    { call: 'close', socket: 'client' },
  ]);
  return net.run('1s');
}

function printed(net: ReturnType<typeof network>, device: string, line: string): string[] {
  const { lines } = net.type(device, line).timeline.terminal(device, 'tty1')!;
  return lines.slice(lines.findLastIndex(({ prompt }) => prompt !== null) + 1).map(({ text }) => text);
}

const HEAD = 'Proto Recv-Q Send-Q Local Address           Foreign Address         State';
const LISTENS = 'tcp        0      0 0.0.0.0:80              0.0.0.0:*               LISTEN';
const CONNECTED = 'tcp      100      0 10.0.0.2:80             10.0.0.1:5000           ESTABLISHED';
const NAMES = 'udp        0      0 10.0.0.2:53             0.0.0.0:*';

describe('netstat', () => {
  it.each([
    ['netstat -an', 'servers and established', [LISTENS, CONNECTED, NAMES]],
    ['netstat -n', 'w/o servers', [CONNECTED]],
    ['netstat -lt', 'only servers', [LISTENS]],
    ['netstat -au', 'servers and established', [NAMES]],
    ['netstat -an LISTEN', 'servers and established', [LISTENS]],
    ['netstat -an :80', 'servers and established', [LISTENS, CONNECTED]],
    ['netstat -an :80 established', 'servers and established', [CONNECTED]],
    ['netstat -an :81', 'servers and established', []],
  ])('%s shows %s', (line, which, rows) => {
    const title = `Active Internet connections (${which})`;
    expect(printed(network(), 'server1', line)).toEqual([title, HEAD, ...rows]);
  });

  it('names the process of each socket, and the timer of a connection', () => {
    const net = network();
    expect(printed(net, 'server1', 'netstat -tlnp')[2]).toMatch(/LISTEN {6}1\/program1$/);
    net.run('5s');
    expect(printed(net, 'pc1', 'netstat -to | grep FIN_WAIT2')[0]).toContain('FIN_WAIT2   off (0.00/0/0)');
  });

  it('counts what went through each interface, and why packets were dropped', () => {
    const net = lab('pc1 -- pc2').type('pc1', 'ping -c 2 10.0.0.2').run('3s');
    expect(printed(net, 'pc1', 'netstat -i')).toEqual([
      'Kernel Interface table',
      'Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg',
      // An ARP exchange and two echoes.
      'eth0             1500        3      0      0 0             3      0      0      0 BMRU',
    ]);
    expect(printed(net, 'pc1', 'netstat -s').slice(0, 5)).toEqual([
      'Ip:',
      '    3 packets received',
      '    0 with errors',
      '    3 packets sent',
      '    0 packets dropped',
    ]);
  });

  it('can be piped through grep, as on a real host', () => {
    expect(printed(network(), 'server1', 'netstat -an | grep LISTEN')).toEqual([LISTENS]);
  });

  it('refuses words that are neither port nor state', () => {
    expect(printed(network(), 'server1', 'netstat -an foo')[0]).toBe(
      'netstat: foo: neither a port (:80) nor a state (LISTEN)',
    );
  });
});

describe('ss', () => {
  it('shows connections, and with -a or -l what waits', () => {
    const net = network();
    // As the ss of iproute2 prints it: no column that would say the same of every row.
    expect(printed(net, 'server1', 'ss -tn')).toEqual([
      'State Recv-Q Send-Q Local Address:Port Peer Address:Port Process',
      'ESTAB 100    0           10.0.0.2:80       10.0.0.1:5000',
    ]);
    expect(printed(net, 'server1', 'ss -tn state established')).toEqual([
      'Recv-Q Send-Q Local Address:Port Peer Address:Port Process',
      '100    0           10.0.0.2:80       10.0.0.1:5000',
    ]);
    expect(printed(net, 'server1', 'ss -an')).toEqual([
      'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process',
      'udp   UNCONN 0      0           10.0.0.2:53        0.0.0.0:*',
      'tcp   LISTEN 0      5            0.0.0.0:80        0.0.0.0:*',
      'tcp   ESTAB  100    0           10.0.0.2:80       10.0.0.1:5000',
    ]);
  });

  it('tells the process, what TCP knows, and how many sockets of a kind there are', () => {
    const net = network();
    expect(printed(net, 'server1', 'ss -tlnp')[1]).toContain('users:(("program1",pid=1,fd=3))');
    expect(printed(net, 'pc1', 'ss -tni')[2]).toMatch(
      /^\t ts sack newreno wscale:\d+,\d+ rto:\d+ rtt:[\d.]+\/[\d.]+ mss:1448 advmss:1460 cwnd:\d+.* bytes_acked:10\d /,
    );
    expect(printed(net, 'server1', 'ss -s').slice(0, 2)).toEqual([
      'Total: 3',
      'TCP:   2 (estab 1, closed 0, orphaned 0, timewait 0)',
    ]);
    expect(printed(net, 'server1', 'ss -s').slice(3)).toEqual([
      'Transport Total     IP        IPv6',
      'RAW       0         0         0',
      'UDP       1         1         0',
      'TCP       2         2         0',
      'INET      3         3         0',
      'FRAG      0         0         0',
    ]);
  });

  it('tells how long TIME-WAIT still lasts', () => {
    const net = lab('pc1 -- server1');
    net.steps('server1', [
      { call: 'socket', as: 'l', type: 'stream' },
      { call: 'bind', socket: 'l', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'l', backlog: 5 },
      { call: 'accept', socket: 'l', as: 'c' },
      { call: 'recv', socket: 'c', length: null },
      { call: 'close', socket: 'c' },
    ]);
    net.run('1ms').steps('pc1', [
      { call: 'socket', as: 'c', type: 'stream' },
      { call: 'connect', socket: 'c', address: '10.0.0.2', port: 80 },
      { call: 'close', socket: 'c' },
    ]);
    net.run('40s');
    expect(printed(net, 'pc1', 'ss -tno state time-wait')[1]).toMatch(/^0 {6}0 .* timer:\(timewait,3min20sec,0\)$/);
    expect(printed(net, 'pc1', 'ss -tn')).toHaveLength(2);
  });

  const rows = [
    { local: '0.0.0.0:80', remote: '0.0.0.0:*', state: 'LISTEN' },
    { local: '10.0.0.2:80', remote: '10.0.0.1:5000', state: 'ESTABLISHED' },
    { local: '10.0.0.2:80', remote: '10.1.0.1:5001', state: 'TIME-WAIT' },
    { local: '10.0.0.2:50123', remote: '192.168.0.9:443', state: 'SYN-SENT' },
  ];
  it.each([
    ['', [0, 1, 2, 3]],
    ['state established', [1]],
    ['state estab', [1]],
    ['state connected', [1, 2, 3]],
    ['exclude listening', [1, 2, 3]],
    ['sport = :80', [0, 1, 2]],
    ['sport :80', [0, 1, 2]],
    ['dport > :1024', [1, 2]],
    ['dst 10.0.0.1', [1]],
    ['dst 10.0.0.0/8', [1, 2]],
    ['src 10.0.0.2:80', [1, 2]],
    ['dst 10.0.0.0/8 and not state time-wait', [1]],
    ['state syn-sent or state listen', [0, 3]],
    ['( dport = :443 or dport = :5001 ) and sport != :80', [3]],
    ['state all (dport = :443 or sport = :80)', [0, 1, 2, 3]],
  ])('filters by %j', (text, expected) => {
    const filter = parseSocketFilter(text.split(' ').filter((word) => word !== ''));
    if ('misuse' in filter) throw new Error(filter.misuse);
    expect(rows.flatMap((row, at) => (passes(filter, row) ? [at] : []))).toEqual(expected);
  });

  it.each([
    ['state', 'wrong state name: '],
    ['state foo', 'wrong state name: foo'],
    ['sport = http', 'sport: a port is expected (sport = :80)'],
    ['dst nowhere', 'nowhere: an address is expected (10.0.0.1, 10.0.0.0/8, 10.0.0.1:80)'],
    ['( state listen', 'a bracket of the filter is not closed'],
    ['not', 'the filter ends where a condition is expected'],
    ['color = red', '‘color’: state, sport, dport, src or dst is expected'],
  ])('refuses the filter %j', (text, misuse) => expect(parseSocketFilter(text.split(' '))).toEqual({ misuse }));
});
