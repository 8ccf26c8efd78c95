import type { Announcement, AnnouncementName, Handlers } from '#contract/calls.ts';
import { refusal } from '#contract/problems.ts';
import type { Now } from '#contract/shapes.ts';

/** A `now` for tests, at `time` ns. */
export function nowAt(time: number): Now {
  return {
    time,
    step: 3,
    cursor: 2,
    facts: 5,
    horizon: time,
    playing: false,
    pace: { kind: 'hop', wall: 600 },
    stopped: null,
    awaited: null,
    flights: 1,
    version: 1,
    branch: 'b1',
    branches: 1,
  };
}

type Announce = <N extends AnnouncementName>(name: N, payload: Announcement<N>) => void;

/**
 * The fixed handlers of the contract suite, the same behind every channel:
 *  - `host.hello`, `host.keep`, `time.seek` (echoes its time), `trace.*`, `files.save` (names the sum of its bytes) answer;
 *  - `time.pause` announces `now` before it answers; `time.play` announces a `now` of a wrong shape;
 *  - `time.seekFact` refuses; `devices.view` throws; `conversations.list` answers nonsense; `window.unsaved` never answers;
 *  - `simulation.open` with the text `die` brings the process it runs in down; `files.open` is not served.
 */
export function suiteHandlers(announce: Announce): Partial<Handlers> {
  return {
    'host.hello': () => ({
      product: 'Hopscope',
      version: '0.0.0',
      door: 'web',
      platform: 'test',
      capabilities: ['one', 'two'],
      project: { name: '이름.hop', text: '{"$":1,"글":"한국어 🙂"}', path: null, unsaved: false, running: true },
    }),
    'host.keep': () => ({}),
    'simulation.open': ({ text }) => {
      if (text === 'die') {
        setImmediate(() => {
          throw new Error('brought down by a test');
        });
      }
      return nowAt(text.length);
    },
    'time.seek': ({ time }) => nowAt(time),
    'time.pause': () => {
      announce('now', nowAt(77));
      return nowAt(78);
    },
    'time.play': () => {
      announce('now', { ...nowAt(1), time: -1 });
      return nowAt(2);
    },
    'time.seekFact': ({ seq }) => {
      throw refusal('trace.no-such-fact', { seq });
    },
    'trace.density': ({ buckets }) => ({
      before: 0,
      times: Float64Array.from({ length: buckets + 1 }, (_, index) => index / 3),
      facts: Uint32Array.from({ length: buckets }, (_, index) => index + 4_000_000_000),
      drops: new Uint32Array(buckets),
    }),
    'trace.flights': () => ({
      cables: ['c1', 'c2'],
      cable: new Uint32Array([0, 1, 0]),
      direction: new Uint8Array([0, 1, 1]),
      frame: new Uint32Array([1, 2, 3]),
      packet: new Uint32Array([1, 2, 3]),
      departure: new Float64Array([0, 1.5, 9_007_199_254_740_991]),
      arrival: new Float64Array([10, 11.5, 9_007_199_254_740_991]),
      protocol: new Uint8Array([1, 5, 3]),
      state: new Uint8Array([0, 1, 2]),
      since: new Float64Array([0, 3, 0]),
    }),
    'devices.view': () => {
      throw new Error('a bug of ours with a secret in it');
    },
    'conversations.list': () => ({ conversations: [{ id: 7 }] }) as never,
    'files.save': ({ bytes, name }) => ({ path: `/${bytes.reduce((sum, byte) => sum + byte, 0)}`, name }),
    'window.unsaved': () => new Promise<never>(() => {}),
  };
}
