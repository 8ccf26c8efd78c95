/**
 * How long "why?" and "what then?" take over a long history: figures, no gate. Part of `npm run bench`, alone with
 * `npm run bench -- causes`. The first question after a million facts were lived, as a window asks it; wall times, and the
 * longest that anything else had to wait meanwhile.
 */
import { Timeline } from '#engine/sim/timeline.ts';
import { Causes } from '#worker/causes/causes.ts';
import { WrittenRows } from '#worker/causes/written-rows.ts';
import { Backlog } from '#worker/reading/backlog.ts';
import { CASES } from './cases.ts';

/** Facts that were lived. */
const FACTS = 1_000_000;
const CASES_ASKED = ['line20', 'grid10', 'star1000'];
/** What a window asks for. */
const STEPS = 60;
/** Facts lived between two looks of the window, about. */
const EVENTS_A_TICK = 4096;

async function benchCauses(print: (line: string) => void): Promise<void> {
  print(`Why and what then, after ${FACTS.toLocaleString('en')} facts (Node ${process.version})`);
  print('case         facts      why  what then   longest wait   noting');
  for (const name of CASES_ASKED) {
    const one = CASES.find((known) => known.name === name)!;
    const timeline = new Timeline(one.topology(), 1, FACTS);
    const { trace } = timeline;
    const clock = () => performance.now();
    let worked = clock();
    let longest = 0;
    const later = (_ms: number, run: () => void) => {
      longest = Math.max(longest, clock() - worked);
      setImmediate(() => {
        worked = clock();
        run();
      });
      return () => undefined;
    };
    const written = new WrittenRows(trace);
    const causes = new Causes(trace, written, clock, later);
    const backlog = new Backlog(trace, [causes], clock, later);
    let noting = 0;
    while (!trace.full) {
      timeline.advance(Infinity, EVENTS_A_TICK);
      written.catchUp();
      const began = clock();
      while (!backlog.work());
      noting += clock() - began;
    }
    const timed = async (ask: () => Promise<unknown>): Promise<number> => {
      const began = (worked = clock());
      await ask();
      longest = Math.max(longest, clock() - worked);
      return clock() - began;
    };
    longest = 0;
    const why = await timed(() => causes.why(trace.length, STEPS));
    const then = await timed(() => causes.effects(1, STEPS));
    const ms = (value: number, width: number): string => `${value.toFixed(0)} ms`.padStart(width);
    print(
      `${name.padEnd(9)}${`${trace.length}`.padStart(9)}${ms(why, 9)}${ms(then, 11)}${ms(longest, 15)}${ms(noting, 9)}`,
    );
  }
}

await benchCauses(console.log);
