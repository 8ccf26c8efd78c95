import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyPlain } from '#engine/sim/copy.ts';
import { TCP_SETTINGS, type SettingStatement, type TransportSettings } from '#engine/transport/settings.ts';
import type { TcpOptions } from '#engine/wire/tcp.ts';
import { OURS, PEER, PEER_PORT, PORT, S, Story, THEIRS } from '#support/transport-peer.ts';

const SEED = 20_264;

/** Any value the table allows, the edges often. */
function valueOf({ kind, minimum = 0, maximum = 0, words = [], orNull }: SettingStatement): fc.Arbitrary<unknown> {
  if (kind === 'flag') return fc.boolean();
  if (kind === 'choice') return fc.constantFrom(...words);
  const edges = [minimum, Math.min(minimum + 1, maximum), maximum, ...words, ...(orNull === true ? [null] : [])];
  return fc.oneof(fc.constantFrom<unknown>(...edges), fc.integer({ min: minimum, max: maximum }));
}

const settings = fc.record(
  Object.fromEntries(Object.entries(TCP_SETTINGS).map(([name, statement]) => [name, valueOf(statement)])),
  { requiredKeys: [] },
) as fc.Arbitrary<TransportSettings>;

const near = (middle: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: middle - 3, max: middle + 8 }) },
    { weight: 1, arbitrary: fc.integer({ min: middle - 70_000, max: middle + 70_000 }) },
  );

const options = fc.record(
  {
    maximumSegmentSize: fc.constantFrom(0, 28, 536, 1460, 65_535),
    windowScale: fc.integer({ min: 0, max: 255 }),
    sackPermitted: fc.constant(true),
    timestamps: fc.record({ value: fc.integer({ min: 0, max: 20 }), echo: fc.integer({ min: 0, max: 20 }) }),
    sack: fc.array(fc.tuple(near(OURS + 1), near(OURS + 1)), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const action = fc.record({
  flags: fc.oneof(fc.constantFrom(2, 16, 17, 18, 24, 48), fc.integer({ min: 0, max: 255 })),
  seq: near(THEIRS + 1),
  ack: near(OURS + 1),
  window: fc.constantFrom(0, 1, 500, 65_535),
  urgent: fc.integer({ min: 0, max: 12 }),
  length: fc.integer({ min: 0, max: 8 }),
  options,
  wait: fc.constantFrom(0, 0, 0, 1_000_000, S, 300 * S),
  doing: fc.constantFrom(
    'nothing',
    'nothing',
    'read',
    'look',
    'send',
    'urgent',
    'shutdown',
    'accept',
    'linger',
    'close',
  ),
});

/** What the peer's stream says at a sequence number, whichever segment carries it. */
const letter = (sequence: number): number => (Math.imul(sequence, 0x9e3779b1) >>> 24) & 255;

for (const opening of ['active', 'passive'] as const) {
  test(`under no settings can segments break a host with an ${opening} opening or put wrong bytes in the stream (seed ${SEED})`, () => {
    fc.assert(
      fc.property(settings, fc.array(action, { maxLength: 25 }), (chosen, actions) => {
        const story = new Story({ ...chosen, initialSequenceNumber: OURS, descriptorLimit: 100 });
        const { stack } = story;
        let fd = stack.socket();
        const first = fd;
        stack.bind(fd, PORT);
        if (opening === 'passive') stack.listen(fd, 8);
        else stack.connect(fd, PEER, PEER_PORT);
        let read: number | null = null;
        const collect = (peek: boolean): void => {
          const got = stack.recv(fd, 1_000_000, peek);
          if (typeof got === 'string' || got.length === 0) return;
          read ??= stack.view(fd).irs! + 1;
          for (const [at, byte] of got.entries()) expect(byte).toBe(letter(read + at));
          if (!peek) read += got.length;
        };
        for (const { length, wait, doing, options: some, ...rest } of actions) {
          const from = rest.seq + ((rest.flags & 2) !== 0 ? 1 : 0);
          const text = Uint8Array.from({ length }, (_, at) => letter(from + at));
          story.arrives({ ...rest, text, options: some as TcpOptions });
          story.after(wait);
          story.sent();
          if (doing === 'read' || doing === 'look') collect(doing === 'look');
          else if (doing === 'send' || doing === 'urgent') stack.send(fd, 'abc', doing === 'urgent');
          else if (doing === 'shutdown') stack.shutdown(fd);
          else if (doing === 'linger') stack.setOption(fd, 'SO_LINGER', length);
          else if (doing === 'close' && fd !== first) stack.close(fd);
          else if (doing === 'accept') {
            const accepted = stack.accept(fd === first ? fd : first);
            if (typeof accepted !== 'string') {
              fd = accepted.descriptor;
              read = null;
            }
          }
          // Throws when anything but plain data is in the state.
          copyPlain(stack.data.state);
        }
        collect(false);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
}
