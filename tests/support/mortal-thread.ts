import type { AnnouncementName, CallName, Handlers, Host } from '#contract/calls.ts';
import { refusal } from '#contract/problems.ts';
import type { FactRow, Now } from '#contract/shapes.ts';
import type { HopDocument } from '#document/records.ts';
import { writeDocument } from '#document/write.ts';
import { createHost } from '#host/host.ts';
import type { WorkerHandle } from '#host/worker-handle.ts';
import { createSession, type SessionHandlers } from '#worker/session.ts';
import { testDoor } from './test-door.ts';
import { VirtualWall } from './virtual-wall.ts';

const FAST = { kind: 'clock', ratio: 1e6 } as const;

/**
 * A host whose simulation thread is a session in this process, that dies when it is told to: what waits is refused as a
 * lost call, and another session takes its place. Everything that passes is cloned, as between threads.
 */
export function mortalHost({ mostKept }: { mostKept?: number } = {}) {
  const wall = new VirtualWall();
  const listeners = new Map<string, ((payload: never) => void)[]>();
  const told = (name: string, payload: unknown) => {
    for (const heard of listeners.get(name) ?? []) heard(structuredClone(payload) as never);
  };
  let lost = (_problem: { name: string; parameters: Record<string, string | number> }): void => {};
  let waiting = new Set<() => void>();
  let session = begin();
  let asked = 0;
  /** Is told of every call before it reaches the thread. */
  let before = (_name: CallName): void => {};

  function begin(): SessionHandlers {
    // What a thread that is gone still has to say is heard by nobody.
    const own = () => session === made;
    const made: SessionHandlers = createSession({
      announce: (now) => own() && told('now', now),
      bridge: (events) => own() && told('bridge.told', { events }),
      journal: (entries) => (own() || session === undefined) && told('journal.told', { entries }),
      clock: wall.clock,
      later: wall.later,
    });
    return made;
  }

  const worker: WorkerHandle = {
    call: async (name, parameters) => {
      asked++;
      before(name);
      const given = structuredClone(parameters);
      const handler = session[name as keyof SessionHandlers] as (parameters: never) => unknown;
      return new Promise((resolve, reject) => {
        const dies = () => reject(refusal('worker.lost', { message: 'brought down by a test' }));
        waiting.add(dies);
        void (async () => handler(given as never))().then(
          (result) => {
            if (waiting.delete(dies)) resolve(structuredClone(result) as never);
          },
          (error: unknown) => {
            if (waiting.delete(dies)) reject(error);
          },
        );
      });
    },
    on: (name, heard) => {
      listeners.set(name, [...(listeners.get(name) ?? []), heard as (payload: never) => void]);
      return () => undefined;
    },
    onLost: (heard) => (lost = heard as typeof lost),
    close: async () => undefined,
  };
  const announced: { name: AnnouncementName; payload: unknown }[] = [];
  const host = createHost({ worker, door: testDoor(), ...(mostKept === undefined ? {} : { mostKept }) });
  let latest: Now | null = null;
  worker.on('now', (now) => (latest = now));
  host.attach({
    post: (message) => {
      const { announce, payload } = message as { announce?: AnnouncementName; payload?: unknown };
      if (announce !== undefined) announced.push({ name: announce, payload });
    },
    onMessage: () => undefined,
    onClose: () => undefined,
    close: () => undefined,
  });

  /** A call as a window makes it, awaited while the wall's time passes. */
  const call: Host['call'] = async (name, parameters) => {
    let settled = false;
    const handler = host.handlers[name] as unknown as Handlers[CallName];
    const answer = (async () => handler(parameters as never))();
    answer.then(
      () => (settled = true),
      () => (settled = true),
    );
    await wall.until(() => settled);
    return answer as never;
  };

  return {
    wall,
    call,
    host,
    /** What the window was told under a name, oldest first. */
    announced: (name: AnnouncementName) => announced.filter((one) => one.name === name).map(({ payload }) => payload),
    latest: () => latest!,
    asked: () => asked,
    /** Sets what is told of every call before it reaches the thread. */
    beforeCalls: (heard: (name: CallName) => void) => (before = heard),
    die() {
      const left = waiting;
      waiting = new Set();
      session = begin();
      for (const one of left) one();
      lost({ name: 'worker.lost', parameters: { message: 'brought down by a test' } });
    },
    open: (document: HopDocument) => call('simulation.open', { text: writeDocument(document) }),
    async play(program: string): Promise<void> {
      await call('time.play', { pace: FAST, until: { kind: 'program-ends', program } });
      await wall.until(() => latest?.playing === false);
    },
    /** Every fact known of a run. */
    async facts(branch: string): Promise<FactRow[]> {
      const all: FactRow[] = [];
      for (;;) {
        const { rows, total } = await call('trace.rows', { from: all.length + 1, count: 2000, kinds: [], branch });
        all.push(...rows);
        if (all.length >= total) return all;
      }
    },
  };
}

export type MortalHost = ReturnType<typeof mortalHost>;
