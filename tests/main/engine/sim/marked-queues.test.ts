import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TransportSettings } from '#engine/transport/settings.ts';
import { captureOf } from '#notes/capture.ts';
import { folders } from '#support/folder.ts';
import type { Lab } from '#support/lab.ts';
import { lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

const folder = folders();

/** 400,000 bytes through a router whose second cable is a twentieth as fast as the first. */
function narrow(transport: TransportSettings, markAbove?: number): Lab {
  const made = lab('pc1 -- router1 -- pc2', {
    transport: { receiveBuffer: 200_000, sendBuffer: 200_000, ...transport },
    addresses: {
      pc1: '10.0.1.1/24 via 10.0.1.254',
      router1: ['10.0.1.254/24', '10.0.2.254/24'],
      pc2: '10.0.2.1/24 via 10.0.2.254',
    },
    cable: { queue: 25 },
  });
  made.impair('router1-pc2', { bandwidth: 5e6, ...(markAbove === undefined ? {} : { markAbove }) });
  made.steps('pc2', [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 30_000 },
    { call: 'listen', socket: 'listener', backlog: 1 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'recv', socket: 'connection', length: null },
    { call: 'close', socket: 'connection' },
  ]);
  made.steps('pc1', [
    { call: 'wait', time: 1_000_000 },
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: '10.0.2.1', port: 30_000 },
    { call: 'send', socket: 'socket', length: 400_000 },
    { call: 'close', socket: 'socket' },
  ]);
  return made.run('10s');
}

const reductions = (made: Lab): unknown[] =>
  made
    .facts('tcp.congestion')
    .flatMap(({ detail }) => (detail.why === 'mark' || detail.phase === 'recovery' ? [detail.why] : []));

test('a queue that marks slows a sender down before it overflows: nothing is lost and nothing sent again', () => {
  const made = narrow({ ecn: true }, 8);
  expect(made.facts('frame.marked').length).toBeGreaterThan(3);
  expect(made.facts('frame.dropped', 'tcp.retransmitted')).toEqual([]);
  expect(new Set(reductions(made))).toEqual(new Set(['mark']));
  expect(made.facts('program.ended').map(({ detail }) => detail.status)).toEqual([0, 0]);
});

test('hosts without ECN are never marked, and learn by loss', () => {
  const made = narrow({ ecn: false }, 8);
  expect(made.facts('frame.marked')).toEqual([]);
  expect(made.facts('frame.dropped').map(({ reason }) => reason)).toContain('queue-full');
  expect(reductions(made)).toContain('sack');
});

test('a queue that does not mark loses what does not fit, ECN or not', () => {
  const made = narrow({ ecn: true });
  expect(made.facts('frame.marked')).toEqual([]);
  expect(made.facts('frame.dropped').length).toBeGreaterThan(0);
});

test('the mark is CE in the IP header, with a right checksum, and comes back as ECE until CWR', async (context) => {
  const made = narrow({ ecn: true }, 8);
  const file = join(await folder(), 'marked.pcapng');
  const names = { cables: made.topology.cables, deviceName: (id: string) => id };
  writeFileSync(file, captureOf(made.timeline.trace, names, null, made.timeline.cursor));
  const strict = [
    '-o',
    'ip.check_checksum:TRUE',
    '-o',
    'tcp.check_checksum:TRUE',
    '-o',
    'tcp.desegment_tcp_streams:FALSE',
  ];
  const count = (filter: string): number => tshark(context, '-r', file, ...strict, '-Y', filter).split('\n').length - 1;
  const here = 'frame.interface_name == "pc2.eth0"';
  expect(count(`${here} && ip.dsfield.ecn == 3`)).toBe(made.facts('frame.marked').length);
  expect(count('ip.checksum.status == 0 || tcp.checksum.status == 0 || _ws.malformed')).toBe(0);
  expect(count(`${here} && tcp.flags.ece == 1 && tcp.flags.syn == 0`)).toBeGreaterThan(0);
  // Each reduction is told in the next new data, if there is any still to be sent.
  const newest = made
    .facts('tcp.sent')
    .findLast(({ device, detail }) => device === 'pc1' && Number(detail.length) > 0)!;
  const told = made.facts('tcp.congestion').filter(({ detail, time }) => detail.why === 'mark' && time <= newest.time);
  expect(told.length).toBeGreaterThan(2);
  expect(count(`${here} && tcp.flags.cwr == 1 && tcp.flags.syn == 0`)).toBe(told.length);
});

test('going back before a mark and on again marks the same packets', () => {
  const made = narrow({ ecn: true }, 8);
  const history = made.history();
  const { now } = made.timeline;
  made.timeline.seek(made.facts('frame.marked')[0]!.time - 1);
  made.timeline.seek(now);
  expect(made.history() === history).toBe(true);
});
