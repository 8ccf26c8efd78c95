import { describe, expect, it } from 'vitest';
import type { JournalEntry, KeptInput } from '#contract/journal.ts';
import { writeDocument } from '#document/write.ts';
import { Journal } from '#host/journal.ts';
import { Recorder } from '#worker/journal/recorder.ts';
import { Rebuilding } from '#worker/journal/rebuilding.ts';
import { Simulation } from '#worker/simulation.ts';
import { gatewayDrawing } from '#support/gateway-lab.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

/** The gateway of the drawing sends `chunks` of bytes to the drawn server, as real programs would. */
function lived(seed: number, chunks: number) {
  const drawing = { ...gatewayDrawing({ server: ['nc -l -p 80'], routers: 1 }), seed };
  const wall = new VirtualWall();
  const parts = { clock: wall.clock, later: wall.later, moved: () => {} };
  const simulation = new Simulation(drawing, wall.clock, wall.later, () => {});
  const { timeline } = simulation;
  const journal = new Journal(() => {});
  const recorder = new Recorder((entries: JournalEntry[]) => journal.take(structuredClone(entries)));
  recorder.opened(writeDocument(drawing));
  recorder.follow('b1', simulation, null);
  const call = (name: 'socket' | 'connect' | 'send', ...given: (string | number | Uint8Array)[]) =>
    timeline.act({ kind: 'call', device: 'gateway', call: { process: -3, name, arguments: given } }).value;
  const socket = call('socket', 'stream') as number;
  call('connect', socket, 0x0a090002, 80);
  timeline.advance(1e9, 100_000);
  const memory = new Uint8Array(chunks * 70_000).map((_, at) => (at * seed) & 0xff);
  for (let at = 0; at < memory.length;) {
    const taken = call('send', socket, memory.subarray(at, at + 65_536));
    if (typeof taken === 'number') at += taken;
    timeline.advance(timeline.now + 1e6, 100_000);
  }
  const kept = { runs: [{ id: 'b1', name: null, from: null, forkTime: 0, forkFact: 0 }], current: 'b1', count: 1 };
  recorder.flush({ version: 1, kept }, simulation.player.chosen);
  return { drawing, simulation, journal, parts, wall, memory };
}

async function rebuiltOf({ drawing, journal, parts, wall }: ReturnType<typeof lived>): Promise<Simulation> {
  const { begin, portions } = journal.told(writeDocument(drawing));
  const rebuilding = new Rebuilding(structuredClone(begin), parts);
  for (const inputs of portions) rebuilding.take(structuredClone(inputs) as KeptInput[]);
  const simulation = rebuilding.begun();
  let done: boolean | null = null;
  void rebuilding.live(rebuilding.runs()[0]!, simulation, () => false).then((whole) => (done = whole));
  await wall.until(() => done !== null);
  expect(done).toBe(true);
  return simulation;
}

describe('a history that is lived again', () => {
  it.each([1, 7, 23])('has the digest it had at every moment, with bytes from outside too (seed %i)', async (seed) => {
    const one = lived(seed, 6);
    const again = await rebuiltOf(one);
    const moments = Array.from({ length: 12 }, (_, at) => Math.floor((one.simulation.timeline.horizonStep * at) / 11));
    const digests = (simulation: Simulation) =>
      moments.map((step) => {
        simulation.timeline.seekStep(step);
        return simulation.timeline.digest();
      });
    expect(again.timeline.digest()).toBe(one.simulation.timeline.digest());
    expect(digests(again)).toEqual(digests(one.simulation));
  });

  it('keeps of what came from outside each byte once, however often it was offered', () => {
    const { journal, memory } = lived(3, 6);
    expect(journal.bytes).toBeGreaterThan(memory.length);
    expect(journal.bytes).toBeLessThan(memory.length * 1.3);
  });
});
