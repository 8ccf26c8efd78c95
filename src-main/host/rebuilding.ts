import type { Announcement, CallName, Handlers, Result } from '#contract/calls.ts';
import { Refusal } from '#contract/problems.ts';
import type { Now } from '#contract/shapes.ts';
import { Journal } from './journal.ts';
import type { WorkerHandle } from './worker-handle.ts';

/** What moves time or makes history: it waits until the run looked at is there again. */
const ACTING: readonly CallName[] = [
  'simulation.change',
  'simulation.start',
  'simulation.next',
  'time.play',
  'time.pause',
  'time.step',
  'time.seek',
  'time.seekFact',
  'branches.switch',
  'branches.rename',
  'branches.remove',
  'branches.fork',
  'touch.packet',
  'programs.kill',
  'terminals.type',
  'gateways.on',
  'gateways.off',
  'tunnels.on',
  'tunnels.off',
];

/** Deaths of a thread while it lives one run again, after which that run is given up: it would bring down the next one too. */
const MOST_DEATHS = 2;

interface RebuildingParts {
  worker: Pick<WorkerHandle, 'call' | 'on'>;
  announce(name: 'journal.full', payload: Announcement<'journal.full'>): void;
  announce(name: 'journal.rebuilt', payload: Announcement<'journal.rebuilt'>): void;
  log: (what: string, error?: unknown) => void;
  /** Bytes kept at most; see `Journal`. */
  most?: number | undefined;
}

export interface Rebuilding {
  reopen: Handlers['simulation.reopen'];
  /** Handlers of which those that act wait while there is nothing to act on. */
  waiting(handlers: Partial<Handlers>): Partial<Handlers>;
  /** The thread was lost; another one was started. */
  lost(): void;
}

/** Histories that outlive the thread they were lived in: kept here as they come to be, and given to the next thread. */
export function createRebuilding({ worker, announce, log, most }: RebuildingParts): Rebuilding {
  const journal = new Journal((bytes) => announce('journal.full', { bytes }), most);
  const deaths = new Map<string, number>();
  let given: Announcement<'journal.rebuilt'>['short'] = [];
  let going: Promise<Now> | null = null;
  let lives = 0;
  /** Kept while there is nothing to act on: from a loss until the run looked at is there again, or another project is. */
  let gap: { over: Promise<void>; end: () => void } | null = null;

  worker.on('journal.told', ({ entries }) => journal.take(entries));

  function endGap(): void {
    gap?.end();
    gap = null;
  }

  async function goOn(text: string): Promise<Now> {
    if (journal.empty) {
      const now = await worker.call('simulation.open', { text });
      if (given.length > 0) done(1, []);
      return now;
    }
    const life = lives;
    const { begin, portions } = journal.told(text);
    const cut = journal.cutShort();
    await worker.call('journal.begin', begin);
    for (const inputs of portions) await worker.call('journal.inputs', { inputs });
    // Another project was opened meanwhile, or this one anew: that is not to be replaced by what was before it.
    if (life !== lives) return worker.call('time.pause', {});
    const now = await worker.call('journal.live', {});
    void worker.call('journal.rest', {}).then(
      ({ short }) => {
        if (life !== lives) return;
        const broken = short.filter(({ run }) => !cut.some((one) => one.run === run));
        done(begin.runs.length, [
          ...cut.map((one) => ({ ...one, why: 'bytes' as const })),
          ...broken.map((one) => ({ ...one, why: 'broken' as const })),
        ]);
      },
      (error: unknown) => {
        if (!isLoss(error)) log('not all runs could be lived again', error);
      },
    );
    return now;
  }

  function done(runs: number, short: Announcement<'journal.rebuilt'>['short']): void {
    announce('journal.rebuilt', { runs, short: [...given, ...short] });
    given = [];
    deaths.clear();
  }

  /** For a window that has just come: the thread lives, and knows all it needs but what the window has drawn. */
  async function join(text: string): Promise<Now> {
    try {
      return await worker.call('journal.joined', { text });
    } catch (error) {
      if (isLoss(error)) throw error;
      log('a drawing is not that of the network that lives', error);
      lives++;
      return worker.call('simulation.open', { text });
    }
  }

  return {
    reopen: ({ text }) => {
      if (going !== null) return going;
      if (gap === null && !journal.empty) return join(text);
      const life = lives;
      const over = (): void => {
        // Another loss, or another project, came meanwhile: that has its own going on, or none.
        if (life !== lives) return;
        going = null;
        endGap();
      };
      going = goOn(text).catch((error: unknown) => {
        if (isLoss(error)) throw error;
        log('the runs could not be lived again', error);
        return worker.call('simulation.open', { text });
      });
      going.then(over, over);
      return going;
    },
    waiting(handlers) {
      const wrapped: Partial<Record<CallName, unknown>> = { ...handlers };
      for (const name of ACTING) {
        const handler = handlers[name] as ((parameters: never) => Result<CallName>) | undefined;
        if (handler === undefined) continue;
        wrapped[name] = (parameters: never) =>
          gap === null ? handler(parameters) : gap.over.then(() => handler(parameters));
      }
      const open = handlers['simulation.open'];
      if (open !== undefined) {
        wrapped['simulation.open'] = (parameters: Parameters<typeof open>[0]) => {
          lives++;
          going = null;
          endGap();
          return open(parameters);
        };
      }
      return wrapped as Partial<Handlers>;
    },
    lost() {
      lives++;
      going = null;
      if (gap === null) {
        let end = (): void => undefined;
        const over = new Promise<void>((resolve) => (end = resolve));
        gap = { over, end };
      }
      const run = journal.rebuilding;
      journal.rebuilding = null;
      if (run === null) return;
      const count = (deaths.get(run) ?? 0) + 1;
      deaths.set(run, count);
      if (count < MOST_DEATHS) return;
      const gone = journal.giveUp(run);
      if (gone !== null) given.push({ run, name: gone.name, time: 0, why: 'broken' });
    },
  };
}

function isLoss(error: unknown): boolean {
  return error instanceof Refusal && ['worker.lost', 'worker.broken'].includes(error.problem.name);
}
