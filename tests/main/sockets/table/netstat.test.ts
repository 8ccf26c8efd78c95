import { describe, expect, it } from 'vitest';
import { parseDarwin, parseWindows } from '#sockets/table/netstat.ts';

const short = ({ protocol, local, remote, state, receiveQueue, sendQueue }: ReturnType<typeof parseDarwin>[number]) =>
  `${protocol} ${local.address} ${local.port} ${remote.address} ${remote.port} ${state} ${receiveQueue} ${sendQueue}`;

describe('what netstat prints on macOS', () => {
  it('is read with its queues', () => {
    const text = `Active Internet connections (including servers)
Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
tcp4       0      0  127.0.0.1.8080         127.0.0.1.50312        FIN_WAIT_2
tcp4      12      0  127.0.0.1.50312        127.0.0.1.8080         CLOSE_WAIT
tcp46      0      0  *.3000                 *.*                    LISTEN
tcp6       0      0  ::1.8081               *.*                    LISTEN
udp4       0      0  127.0.0.1.5353         *.*
Active LOCAL (UNIX) domain sockets
`;
    expect(parseDarwin(text).map(short)).toEqual([
      'tcp 127.0.0.1 8080 127.0.0.1 50312 FIN-WAIT-2 0 0',
      'tcp 127.0.0.1 50312 127.0.0.1 8080 CLOSE-WAIT 12 0',
      'tcp 0.0.0.0 3000 0.0.0.0 0 LISTEN 0 0',
      'tcp ::1 8081 0.0.0.0 0 LISTEN 0 0',
      'udp 127.0.0.1 5353 0.0.0.0 0  0 0',
    ]);
  });
});

describe('what netstat prints on Windows', () => {
  it('is read in any language, without queues', () => {
    const text = `\r
Aktive Verbindungen\r
\r
  Proto  Lokale Adresse         Remoteadresse          Status\r
  TCP    127.0.0.1:8080         0.0.0.0:0              LISTENING\r
  TCP    127.0.0.1:50312        127.0.0.1:8080         TIME_WAIT\r
  TCP    [::1]:8081             [::]:0                 LISTENING\r
  UDP    127.0.0.1:5353         *:*\r
`;
    expect(parseWindows(text).map(short)).toEqual([
      'tcp 127.0.0.1 8080 0.0.0.0 0 LISTEN null null',
      'tcp 127.0.0.1 50312 127.0.0.1 8080 TIME-WAIT null null',
      'tcp ::1 8081 :: 0 LISTEN null null',
      'udp 127.0.0.1 5353 0.0.0.0 0  null null',
    ]);
  });
});
