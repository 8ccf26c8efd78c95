/**
 * The contract over any channel: `serve` answers calls, `connect` makes them. This file knows no process and no door, and
 * it never asks what a message means: that is the gate's business.
 */
import type { Announcement, AnnouncementName, CallName, Handlers, Host, Parameters, Result } from './calls.ts';
import type { Channel } from './channel.ts';
import { MOST_OUTSTANDING, faultOfSize, judgeAnswer, judgeCall } from './gate.ts';
import type { AnnouncementMessage, CallMessage, ReplyMessage } from './gate.ts';
import { plain } from './plain.ts';
import { Refusal } from './problems.ts';
import type { Problem } from './shapes.ts';

/** What a serving end can do besides answering. */
export interface Served {
  announce<N extends AnnouncementName>(name: N, payload: Announcement<N>): void;
  close(): void;
}

export interface ServeOptions {
  /** Told of exceptions that are bugs of ours. Default: nobody. */
  log?: (what: string, error: unknown) => void;
  /** Called once, when the channel has ended. */
  closed?: () => void;
}

/**
 * Answers the calls that arrive on `channel` with `handlers`. A handler refuses by throwing a `Refusal`; any other exception
 * is logged and becomes the problem `internal`. Refused here: `contract.unknown-call`, `contract.not-served` (known, but not
 * offered by this end), `contract.bad-shape`, `contract.too-large`, `contract.too-deep`, `contract.too-many-calls`.
 */
export function serve(channel: Channel, handlers: Partial<Handlers>, options: ServeOptions = {}): Served {
  const outstanding = new Set<number>();
  const log = options.log ?? (() => {});

  function reply(message: ReplyMessage): void {
    const fault = 'result' in message ? faultOfSize(message.result) : null;
    try {
      channel.post(fault === null ? message : { reply: message.reply, problem: fault });
    } catch (error) {
      log('a result could not be posted', error);
      channel.post({ reply: message.reply, problem: { name: 'internal', parameters: {} } });
    }
  }

  async function answer(call: number, name: CallName, parameters: never): Promise<void> {
    const handler = handlers[name] as ((parameters: never) => unknown) | undefined;
    if (handler === undefined) {
      return reply({ reply: call, problem: { name: 'contract.not-served', parameters: { call: name } } });
    }
    if (outstanding.size >= MOST_OUTSTANDING) {
      const problem = { name: 'contract.too-many-calls', parameters: { limit: MOST_OUTSTANDING } };
      return reply({ reply: call, problem });
    }
    // The number of a call still waiting: a second reply would be taken for the first.
    if (outstanding.has(call)) return;
    outstanding.add(call);
    try {
      const result = await handler(parameters);
      outstanding.delete(call);
      reply({ reply: call, result: result ?? null });
    } catch (error) {
      outstanding.delete(call);
      if (error instanceof Refusal) return reply({ reply: call, problem: error.problem });
      log(`${name} failed`, error);
      reply({ reply: call, problem: { name: 'internal', parameters: { call: name } } });
    }
  }

  channel.onMessage((message) => {
    const judged = judgeCall(message);
    if (judged === null) return;
    if ('problem' in judged) return reply({ reply: judged.number, problem: judged.problem });
    void answer(judged.meaning.call, judged.meaning.name, judged.meaning.parameters);
  });
  channel.onClose(() => options.closed?.());

  return {
    announce(name, payload) {
      const message: AnnouncementMessage = { announce: name, payload };
      try {
        channel.post(message);
      } catch (error) {
        log(`${name} could not be announced`, error);
      }
    },
    close: () => channel.close(),
  };
}

export interface ConnectOptions {
  /** Results are handed on to another channel unopened; the window at its end judges them. Default: false. */
  passOn?: boolean;
  /** What calls are refused with once the channel has ended. Default: `contract.closed`. */
  whenClosed?: Problem;
  /** Called once, when the channel has ended. */
  closed?: () => void;
}

/** The calling end of `channel`. A refused call rejects with a `Refusal`; so do all that wait when the channel ends. */
export function connect(channel: Channel, options: ConnectOptions = {}): Host & { close(): void } {
  const waiting = new Map<
    number,
    { name: CallName; resolve: (result: never) => void; reject: (why: Refusal) => void }
  >();
  const listeners = new Map<AnnouncementName, Set<(payload: never) => void>>();
  const ended = options.whenClosed ?? { name: 'contract.closed', parameters: {} };
  let open = true;
  let calls = 0;

  channel.onMessage((message) => {
    const judged = judgeAnswer(message, (call) => waiting.get(call)?.name, options.passOn ?? false);
    if (judged === null) return;
    if ('problem' in judged) return take(judged.number)?.reject(new Refusal(judged.problem));
    const { meaning } = judged;
    if ('reply' in meaning) return take(meaning.reply)?.resolve(meaning.result as never);
    for (const heard of [...(listeners.get(meaning.announce) ?? [])]) heard(meaning.payload);
  });
  channel.onClose(end);

  function take(call: number) {
    const waiter = waiting.get(call);
    waiting.delete(call);
    return waiter;
  }

  function end(): void {
    if (!open) return;
    open = false;
    const left = [...waiting.values()];
    waiting.clear();
    for (const waiter of left) waiter.reject(new Refusal(ended));
    options.closed?.();
  }

  return {
    call<N extends CallName>(name: N, parameters: Parameters<N>): Promise<Result<N>> {
      if (!open) return Promise.reject(new Refusal(ended));
      // Too much is better refused here than by a door that hangs up on it.
      const fault = faultOfSize(parameters);
      if (fault !== null) return Promise.reject(new Refusal(fault));
      return new Promise((resolve, reject) => {
        const message: CallMessage = { call: ++calls, name, parameters: plain(parameters) };
        waiting.set(message.call, { name, resolve, reject });
        try {
          channel.post(message);
        } catch (error) {
          waiting.delete(message.call);
          reject(error);
        }
      });
    },
    on<N extends AnnouncementName>(name: N, heard: (announcement: Announcement<N>) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(heard as (payload: never) => void);
      return () => set.delete(heard as (payload: never) => void);
    },
    close() {
      channel.close();
      end();
    },
  };
}
