import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyPlain } from '#engine/sim/copy.ts';
import { Frame } from '#engine/wire/frame.ts';
import type { TcpOptions } from '#engine/wire/tcp.ts';
import type { Story } from '#support/transport-peer.ts';
import { HERE, OURS, PEER, S, THEIRS } from '#support/transport-peer.ts';
import * as states from '#support/transport-states.ts';

const SEED = 20_263;

const builders: [string, (modern: boolean) => Story][] = [
  ['LISTEN', (modern) => states.inListen(8, undefined, modern)],
  ['SYN-SENT', (modern) => states.inSynSent(undefined, modern)],
  ['SYN-RECEIVED', (modern) => states.inSynReceived(8, modern)],
  ['ESTABLISHED', (modern) => states.inEstablished(65_535, 1460, undefined, modern)],
  ['FIN-WAIT-1', states.inFinWait1],
  ['FIN-WAIT-2', states.inFinWait2],
  ['CLOSE-WAIT', states.inCloseWait],
  ['CLOSING', states.inClosing],
  ['LAST-ACK', states.inLastAck],
  ['TIME-WAIT', (modern) => states.inTimeWait(undefined, modern)],
];

/** What the peer's stream says at a sequence number, whichever segment carries it. */
const letter = (sequence: number): number => (Math.imul(sequence, 0x9e3779b1) >>> 24) & 255;

const near = (middle: number): fc.Arbitrary<number> =>
  fc
    .oneof(
      { weight: 6, arbitrary: fc.integer({ min: middle - 3, max: middle + 6 }) },
      { weight: 2, arbitrary: fc.integer({ min: middle - 70_000, max: middle + 70_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 ** 32 - 1 }) },
    )
    .map((number) => number >>> 0);

/** Options that may say anything: blocks of what was or was not sent, clocks that run back, a scale in the middle. */
const options = fc.record<TcpOptions>(
  {
    sack: fc.array(fc.tuple(near(OURS + 1), near(OURS + 1)), { minLength: 1, maxLength: 3 }),
    timestamps: fc.record({ value: near(7000), echo: fc.oneof(near(0), near(S / 1_000_000)) }),
    windowScale: fc.integer({ min: 0, max: 255 }),
    maximumSegmentSize: fc.constantFrom(0, 1, 536, 65_535),
    sackPermitted: fc.constant(true),
  },
  { requiredKeys: [] },
);

const segment = fc.record({
  options: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: options }),
  flags: fc.oneof(fc.constantFrom(2, 16, 17, 18, 24), fc.integer({ min: 0, max: 63 })),
  seq: near(THEIRS + 1),
  ack: near(OURS + 1),
  window: fc.constantFrom(0, 1, 500, 65_535),
  length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 })),
  wait: fc.constantFrom(0, 0, 0, 1_000_000, S, 70 * S),
  doing: fc.constantFrom('nothing', 'nothing', 'read', 'send', 'shutdown', 'accept'),
});

for (const [state, build, modern] of builders.flatMap(([name, make]) => [
  [name, make, false] as const,
  [name, make, true] as const,
])) {
  const peer = modern ? 'a peer that speaks all options' : 'a peer without options';
  test(`no segments in ${state} from ${peer} can break anything or put wrong bytes in the stream (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 25 }), (segments) => {
        const story = build(modern);
        let read = story.fd === story.listening ? THEIRS + 1 : Number.NaN;
        let fd = story.fd;
        const collect = (): void => {
          const got = story.stack.recv(fd);
          if (typeof got === 'string') return;
          if (Number.isNaN(read)) read = story.stack.view(fd).irs! + 1;
          for (const byte of got) expect(byte).toBe(letter(read++));
        };
        for (const { length, wait, doing, ...rest } of segments) {
          const from = rest.seq + ((rest.flags & 2) !== 0 ? 1 : 0);
          const text = Uint8Array.from({ length }, (_, at) => letter(from + at));
          story.arrives({ ...rest, text });
          story.after(wait);
          story.sent();
          if (doing === 'read') collect();
          else if (doing === 'send') story.stack.send(fd, 'abc');
          else if (doing === 'shutdown') story.stack.shutdown(fd);
          else if (doing === 'accept') {
            const accepted = story.stack.accept(fd);
            if (typeof accepted !== 'string') {
              fd = accepted.descriptor;
              read = story.stack.view(fd).irs! + 1;
            }
          }
          // Throws when anything but plain data is in the state.
          copyPlain(story.stack.data.state);
        }
        collect();
        story.stack.closeAll();
        // Whatever was left half done comes to an end, except a FIN-WAIT-2 whose peer never closes.
        story.after(20_000 * S);
        const left = story.stack.rows().filter((row) => row.state !== 'FIN-WAIT-2');
        expect(left).toEqual([]);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });
}

test(`no bytes at all can break anything (seed ${SEED})`, () => {
  const protocols = fc.constantFrom(1, 6, 17, 99);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), protocols, (bytes, protocol) => {
      const story = states.inListen();
      const head = new Uint8Array(34);
      const view = new DataView(head.buffer);
      view.setUint8(14, 0x45);
      view.setUint16(16, 20 + bytes.length);
      view.setUint8(22, 64);
      view.setUint8(23, protocol);
      view.setUint32(26, PEER);
      view.setUint32(30, HERE);
      let sum = 0;
      for (let at = 14; at < 34; at += 2) sum += view.getUint16(at);
      view.setUint16(24, ~((sum & 0xffff) + (sum >>> 16)) & 0xffff);
      expect(story.stack.receive(new Frame(1, 1, head, bytes))).not.toBeNull();
    }),
    { seed: SEED, numRuns: 500 },
  );
});
