import { formatAddress, parseAddress } from '../wire/address.ts';
import { encodeText } from '../wire/text.ts';
import { icmpErrorText } from './commands/icmp-error.ts';
import type { Program } from './program.ts';
import type { SocketStep, StepsSettings } from './settings.ts';
import type { System } from './system.ts';

interface StepsMemory {
  /** Index of the step that is being done. */
  at: number;
  /** Descriptors by the names the program gave them. */
  sockets: Map<string, number>;
  /** Bytes already sent or received by the step that is being done. */
  done: number;
  /** ns at which a `wait` is over; -1 outside of one. */
  until: number;
  /** Whether the step at `at` was begun: one at a time, by hand, waits before that. */
  begun: boolean;
}

/** ns a program takes to go back to an earlier step: a loop without a waiting call must not stop time. */
const REPEAT_TIME = 1000;
/** A call that is not finished. */
const WAITING = 'waiting';
/** What calls say that would have to wait. */
const NOT_YET: ReadonlySet<string> = new Set(['EAGAIN', 'EINPROGRESS', 'EALREADY']);
/** How long those that may be told not to wait for ever wait, by the option that says so. */
const PATIENCE: Readonly<Record<string, 'receive' | 'send'>> = {
  accept: 'receive',
  recv: 'receive',
  connect: 'send',
  send: 'send',
};
/** Longest piece asked for at a time, bytes. */
const PIECE = 65_536;

/**
 * A socket program written as a list of calls, done one after the other. It ends with status 1 at the first error; that a
 * call did not wait any longer (`O_NONBLOCK`, `SO_RCVTIMEO`) is none: it is printed, and the program goes on.
 */
export const steps: Program<StepsSettings, StepsMemory> = {
  begin: () => ({ at: 0, sockets: new Map(), done: 0, until: -1, begun: false }),

  run(settings, memory, system) {
    while (memory.at < settings.steps.length) {
      const step = settings.steps[memory.at]!;
      if (settings.stepwise === true && !memory.begun && !system.takePermit()) return null;
      memory.begun = true;
      const found = perform(step, memory, system);
      const outcome = found !== null && NOT_YET.has(found) ? waitOrGoOn(step, found, memory, system) : found;
      if (outcome === WAITING) return null;
      if (outcome !== null) {
        system.print(`${step.call}: ${outcome}`);
        return 1;
      }
      memory.at = step.call === 'repeat' ? step.from - 1 : memory.at + 1;
      memory.done = 0;
      memory.until = -1;
      memory.begun = false;
    }
    return 0;
  },
};

/** Index of the step that waits for a person to let it be done, or null. */
export function stepWaiting(settings: StepsSettings, memory: unknown): number | null {
  const { at, begun } = (memory as StepsMemory | null) ?? { at: 0, begun: false };
  return settings.stepwise === true && !begun && at < settings.steps.length ? at : null;
}

/** Waits on, or, where the socket says not to (any longer), prints what the call came to and lets the program go on. */
function waitOrGoOn(step: SocketStep, found: string, memory: StepsMemory, system: System): typeof WAITING | null {
  const direction = PATIENCE[step.call];
  if (direction === undefined || !('socket' in step)) return WAITING;
  const descriptor = memory.sockets.get(step.socket) ?? -1;
  const patience = system.patience(descriptor, direction);
  if (patience === null) return WAITING;
  if (memory.until < 0) memory.until = system.now + patience;
  if (system.now < memory.until) {
    system.wakeAt(memory.until);
    return WAITING;
  }
  // What was asked again meanwhile is still the one call (socket(7), SO_SNDTIMEO).
  const answer = step.call === 'connect' && patience > 0 ? 'EINPROGRESS' : found;
  const result = memory.done > 0 ? `${memory.done}` : answer;
  system.giveUp(step.call, descriptor, result);
  system.print(`${step.call}: ${result}`);
  return null;
}

/** Does one step: null when it is done, `waiting`, or the name of an error. */
function perform(step: SocketStep, memory: StepsMemory, system: System): string | null {
  if (step.call === 'wait') return wait(step.time, memory, system);
  if (step.call === 'repeat') return wait(REPEAT_TIME, memory, system);
  if (step.call === 'socket') return opened(memory, step.as, system.socket(step.type));
  const descriptor = memory.sockets.get(step.socket) ?? -1;
  switch (step.call) {
    case 'bind':
      return finished(system.bind(descriptor, parseAddress(step.address)!, step.port));
    case 'listen':
      return finished(system.listen(descriptor, step.backlog));
    case 'accept': {
      const accepted = system.accept(descriptor);
      return opened(memory, step.as, typeof accepted === 'string' ? accepted : accepted.descriptor);
    }
    case 'connect':
      return finished(system.connect(descriptor, parseAddress(step.address)!, step.port));
    case 'send':
      return send(step, descriptor, memory, system);
    case 'sendto':
      return finished(
        system.sendTo(descriptor, contents(step, 0, step.length), parseAddress(step.address)!, step.port),
      );
    case 'recv':
      if (step.errors === true) return receiveError(descriptor, system);
      if (step.peek === true) return peek(step.length, descriptor, system);
      return receive(step.length, descriptor, memory, system);
    case 'setsockopt':
      return finished(system.setOption(descriptor, step.option, step.value));
    case 'getsockopt': {
      const value = system.option(descriptor, step.option);
      if (typeof value === 'object') return value.errno;
      system.print(`${step.option}: ${value}`);
      return null;
    }
    case 'shutdown':
      return finished(system.shutdown(descriptor, step.how));
    case 'close':
      return finished(system.close(descriptor));
  }
}

function finished(result: number | string): string | null {
  return typeof result === 'number' ? null : result;
}

function opened(memory: StepsMemory, name: string, result: number | string): string | null {
  if (typeof result === 'number') memory.sockets.set(name, result);
  return finished(result);
}

function send(step: Contents, descriptor: number, memory: StepsMemory, system: System): string | null {
  while (memory.done < step.length) {
    const piece = contents(step, memory.done, Math.min(PIECE, step.length - memory.done));
    const result = system.send(descriptor, piece, { urgent: step.urgent === true });
    if (typeof result === 'string') return finished(result);
    memory.done += result;
  }
  return null;
}

/** Receives exactly `length` bytes, or all there is until the end of the stream. */
function receive(length: number | null, descriptor: number, memory: StepsMemory, system: System): string | null {
  while (length === null || memory.done < length) {
    const most = length === null ? PIECE : Math.min(PIECE, length - memory.done);
    const result = system.receive(descriptor, most);
    if (typeof result === 'string') return finished(result);
    if (result.length === 0) return null;
    memory.done += result.length;
  }
  return null;
}

/** Looks at what is there, at most `length` bytes, once there is something. */
function peek(length: number | null, descriptor: number, system: System): string | null {
  const result = system.receive(descriptor, length ?? PIECE, { peek: true });
  return typeof result === 'string' ? finished(result) : null;
}

/** Prints the oldest ICMP error about something sent, who told it, and where that was going (ip(7), `sock_extended_err`). */
function receiveError(descriptor: number, system: System): string | null {
  const error = system.receiveError(descriptor);
  if (typeof error === 'string') return finished(error);
  const { from, address, port } = error;
  system.print(`recv: ${icmpErrorText(error)} (from ${formatAddress(from)}, to ${formatAddress(address)}:${port})`);
  return null;
}

function wait(time: number, memory: StepsMemory, system: System): string | null {
  if (memory.until < 0) memory.until = system.now + time;
  if (system.now >= memory.until) return null;
  system.wakeAt(memory.until);
  return WAITING;
}

/** What a `send` or `sendto` carries: so many bytes of a text over and over. */
interface Contents {
  length: number;
  text?: string;
  urgent?: boolean;
}

/** Without a text it is the alphabet, so that a reader of the bytes sees where a piece belongs. */
const ALPHABET = repeated(encodeText('abcdefghijklmnopqrstuvwxyz'));

/** `count` bytes of what a step sends, from byte `from` on. */
function contents({ text }: Contents, from: number, count: number): Uint8Array {
  const { bytes, period } = text === undefined || text === '' ? ALPHABET : repeated(encodeText(text));
  const start = from % period;
  return bytes.subarray(start, start + count);
}

/**
 * A pattern written out so often that every stretch of `PIECE` bytes of its repetition can be cut from it. Stretches that
 * follow each other mostly lie behind each other in memory too, so that what is sent need not be put together.
 */
function repeated(pattern: Uint8Array): { bytes: Uint8Array; period: number } {
  const period = Math.ceil(PIECE / pattern.length) * pattern.length;
  return { bytes: Uint8Array.from({ length: PIECE + period }, (_, at) => pattern[at % pattern.length]!), period };
}
