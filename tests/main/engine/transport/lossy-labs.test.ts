import { expect, test } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import type { TransportSettings } from '#engine/transport/transport.ts';
import { isFault } from '#engine/wire/fault.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { parseTcp } from '#engine/wire/tcp.ts';
import type { Lab } from '#support/lab.ts';
import { lab, ns } from '#support/lab.ts';

const MEGABYTE = 1_000_000;
const SEED = 20_271;

const server = (port: number): SocketStep[] => [
  { call: 'socket', as: 'listener', type: 'stream' },
  { call: 'bind', socket: 'listener', address: '0.0.0.0', port },
  { call: 'listen', socket: 'listener', backlog: 1 },
  { call: 'accept', socket: 'listener', as: 'connection' },
  { call: 'recv', socket: 'connection', length: null },
  { call: 'close', socket: 'connection' },
  { call: 'close', socket: 'listener' },
];

const client = (address: string, port: number, length: number): SocketStep[] => [
  { call: 'wait', time: 1_000_000 },
  { call: 'socket', as: 'socket', type: 'stream' },
  { call: 'connect', socket: 'socket', address, port },
  { call: 'send', socket: 'socket', length },
  { call: 'shutdown', socket: 'socket', how: 'write' },
  { call: 'recv', socket: 'socket', length: null },
  { call: 'close', socket: 'socket' },
];

/** Two hosts behind a switch; each cable loses, doubles, delays and damages frames both ways. */
function badLab(settings: TransportSettings, length: number): Lab {
  const impairment = {
    loss: 0.02,
    duplication: 0.02,
    reordering: { probability: 0.05, delay: ns('3ms') },
    bitErrors: { per: 'frame', probability: 0.01 },
  } as const;
  const made = lab('pc1 -- switch1 -- pc2', {
    seed: SEED,
    transport: settings,
    cable: { bandwidth: 20e6, delay: ns('4ms'), directions: [impairment, impairment] },
  });
  made.steps('pc2', server(80));
  made.steps('pc1', server(81));
  made.steps('pc1', client('10.0.0.2', 80, length));
  made.steps('pc2', client('10.0.0.1', 81, length));
  return made;
}

/** The streams a host received, put together from the frames that arrived; the programs send the alphabet over and over. */
function received(made: Lab, device: string): { port: number; length: number; wrong: number }[] {
  const streams = new Map<number, { first: number; got: Set<number>; wrong: number }>();
  for (const fact of made.facts('tcp.received')) {
    if (fact.device !== device) continue;
    const frame = made.timeline.trace.frameOf(fact.frame)!;
    const ip = parseIpv4(frame);
    const tcp = isFault(ip) ? ip : parseTcp(frame, ip);
    if (isFault(tcp)) throw new Error(tcp.fault);
    if ((tcp.flags & 2) !== 0) {
      if (!streams.has(tcp.destinationPort)) {
        streams.set(tcp.destinationPort, { first: tcp.sequence + 1, got: new Set(), wrong: 0 });
      }
      continue;
    }
    const stream = streams.get(tcp.destinationPort)!;
    const bytes = frame.slice(tcp.payloadAt, tcp.payloadLength);
    bytes.forEach((byte, index) => {
      const at = (tcp.sequence - stream.first + index) >>> 0;
      stream.got.add(at);
      if (byte !== 97 + (at % 26)) stream.wrong++;
    });
  }
  return [...streams].map(([port, { got, wrong }]) => ({ port, length: got.size, wrong }));
}

for (const [congestionControl, sack] of [
  ['newreno', true],
  ['cubic', true],
  ['newreno', false],
] as const) {
  const how = `${congestionControl}${sack ? ' with SACK' : ''}`;
  test(`a megabyte each way arrives over cables that lose, double, reorder and damage frames: ${how} (seed ${SEED})`, () => {
    const made = badLab({ congestionControl, sack }, MEGABYTE).run('120s');
    for (const [device, port] of [
      ['pc1', 81],
      ['pc2', 80],
    ] as const) {
      expect(received(made, device)).toContainEqual({ port, length: MEGABYTE, wrong: 0 });
    }
    // All four programs came to their end, and none was told an error.
    expect(made.facts('program.ended').map(({ detail }) => detail.status)).toEqual([0, 0, 0, 0]);
    expect(made.facts('tcp.failed')).toEqual([]);
    const reasons = new Set(made.facts('frame.dropped').map(({ reason }) => reason));
    expect(reasons).toContain('ethernet.bad-fcs');
    expect(made.facts('tcp.retransmitted').length).toBeGreaterThan(40);
  });
}

test(`going back into the middle of a loss recovery and on again gives the same history (seed ${SEED})`, () => {
  const made = badLab({}, 200_000).run('20s');
  const history = made.history();
  const recoveries = made.facts('tcp.congestion').filter(({ detail }) => detail.phase === 'recovery');
  expect(recoveries.length).toBeGreaterThan(3);
  const { now } = made.timeline;
  for (const { time } of [recoveries[0]!, recoveries.at(-1)!]) {
    made.timeline.seek(time + 1);
    made.timeline.seek(now);
    expect(made.history() === history).toBe(true);
  }
});
