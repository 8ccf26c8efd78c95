import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { parseProc } from '#sockets/table/linux.ts';
import { readTable } from '#sockets/table/table.ts';

const HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                  ';

describe('the lines of /proc/net/tcp', () => {
  it('say endpoints, state, queues, the timer with what is left of it, and whether a program holds the socket', () => {
    const text = [
      HEADING,
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000  1000        0 562 1 0 100 0 0 10 0',
      '   1: 0100007F:C350 0100007F:1F90 01 0000800B:00000000 01:00000013 00000000  1000        0 9001 2 0 20 4 30 10 -1',
      '   2: 0100007F:C352 0100007F:1F90 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0',
      '   3: 0100007F:C354 0100007F:1F90 01 00000005:00000000 04:00000100 00000003  1000        0 9002 2 0',
    ].join('\n');
    expect(parseProc(text, 'tcp')).toEqual([
      row('127.0.0.1', 8080, '0.0.0.0', 0, 'LISTEN', 2, 0, null, null, true),
      row('127.0.0.1', 50_000, '127.0.0.1', 8080, 'ESTABLISHED', 0, 32_779, 'retransmission', 190e6, true),
      row('127.0.0.1', 50_002, '127.0.0.1', 8080, 'TIME-WAIT', 0, 0, 'time-wait', 60e9, false),
      row('127.0.0.1', 50_004, '127.0.0.1', 8080, 'ESTABLISHED', 0, 5, 'persist', 2.56e9, true),
    ]);
  });

  it('write IPv6 addresses as RFC 5952 does', () => {
    const line = (address: string): string =>
      `${HEADING}\n   0: ${address}:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0`;
    const local = (address: string): string => parseProc(line(address), 'tcp')[0]!.local.address;
    expect(local('00000000000000000000000001000000')).toBe('::1');
    expect(local('00000000000000000000000000000000')).toBe('::');
    expect(local('B80D0120000000000000000001000000')).toBe('2001:db8::1');
    expect(local('B80D0120010000000200000003000000')).toBe('2001:db8:0:1:0:2:0:3');
  });

  it('leave out what cannot be read, instead of guessing', () => {
    expect(parseProc(`${HEADING}\nrubbish\n  1: 01:02 03 04\n`, 'tcp')).toEqual([]);
    expect(parseProc('', 'udp')).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('the table of this machine', () => {
  it('shows both ends of a real connection and its listening socket', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    const [peer] = (await once(server, 'connection')) as [{ destroy(): void }];
    try {
      const rows = await readTable('linux', new Set([port]));
      expect(rows.map(({ state, held }) => `${state} ${held}`).toSorted()).toEqual([
        'ESTABLISHED true',
        'ESTABLISHED true',
        'LISTEN true',
      ]);
    } finally {
      client.resetAndDestroy();
      peer.destroy();
      server.close();
    }
  });
});

function row(
  from: string,
  fromPort: number,
  to: string,
  toPort: number,
  state: string,
  receiveQueue: number,
  sendQueue: number,
  timer: string | null,
  remaining: number | null,
  held: boolean,
) {
  const [local, remote] = [
    { address: from, port: fromPort },
    { address: to, port: toPort },
  ];
  return { protocol: 'tcp', local, remote, state, receiveQueue, sendQueue, timer, remaining, held };
}
