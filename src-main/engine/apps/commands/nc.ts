import { encodeText } from '../../wire/text.ts';
import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { errorText } from '../error-text.ts';
import { newIncomingText, textOf } from '../incoming-text.ts';
import type { IncomingText } from '../incoming-text.ts';
import { listenOn, peerName } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import { newDestination, reach } from '../reach.ts';
import type { Destination } from '../reach.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords, secondsAsTime } from '../words.ts';

export interface NcOptions {
  /** Null: it listens. */
  host: string | null;
  ports: number[];
  /** Port of its own; null: any. */
  localPort: number | null;
  datagrams: boolean;
  keep: boolean;
  verbose: boolean;
  /** Only asks whether somebody is there. */
  scan: boolean;
  /** Closes its direction when the input ends. */
  halfClose: boolean;
  /** ns to wait after the end of the input; null: until the peer closes. */
  quitAfter: number | null;
  /** ns of silence, or of waiting for a connection, after which it ends; null: none. */
  patience: number | null;
}

interface NcMemory {
  destination: Destination | null;
  listening: Listening | null;
  /** Index into `ports`. */
  at: number;
  descriptor: number;
  open: boolean;
  out: Outgoing;
  incoming: IncomingText;
  inputEnded: boolean;
  /** ns at which the input ended. */
  endedAt: number;
  lastAt: number;
  status: number;
}

/** A stream or datagrams between the keyboard and a peer. */
export const nc: Command<NcOptions, NcMemory> = {
  name: 'nc',
  synopsis: 'nc [-uvzN] [-p local-port] [-w seconds] [-q seconds] host port[-port] | nc -l [-kuvN] [-p] port',

  parse(words) {
    const read = readWords(words, { flags: ['l', 'k', 'u', 'v', 'z', 'N', 'n'], values: ['p', 'w', 'q'] });
    if (isMisuse(read)) return read;
    const listens = read.flags.has('l');
    const own = lastValue(read, 'p');
    const operands = [...read.operands];
    // `nc -l 80` and `nc -l -p 80` are both written.
    if (listens && operands.length === 0 && own !== undefined) operands.push(own);
    const host = listens ? null : (operands.shift() ?? '');
    const first = portsOf(operands.shift() ?? '');
    const others = operands.splice(0, listens ? 0 : operands.length).map((word) => portsOf(word));
    const ports = first === null || others.includes(null) ? null : [...first, ...others.flatMap((more) => more!)];
    const localPort = own === undefined || listens ? null : portNumber(own);
    if (host === '' || operands.length > 0) return { misuse: 'a host and a port' };
    if (ports === null || (own !== undefined && portNumber(own) === null)) return { misuse: 'bad port' };
    if (ports.length > 1 && !read.flags.has('z')) return { misuse: 'several ports only with -z' };
    const times = ['w', 'q']
      .map((name) => lastValue(read, name))
      .map((text) => (text === undefined ? null : secondsAsTime(text)));
    if (['w', 'q'].some((name, at) => read.values.has(name) && times[at] === null)) return { misuse: 'bad time' };
    const flag = (name: string): boolean => read.flags.has(name);
    return {
      host,
      ports,
      localPort,
      datagrams: flag('u'),
      keep: flag('k'),
      verbose: flag('v'),
      scan: flag('z'),
      halfClose: flag('N'),
      patience: times[0]!,
      quitAfter: times[1]!,
    };
  },

  begin: ({ host }) => ({
    destination: host === null ? null : newDestination(host),
    listening: null,
    at: 0,
    descriptor: -1,
    open: false,
    out: newOutgoing(),
    incoming: newIncomingText(),
    inputEnded: false,
    endedAt: 0,
    lastAt: -1,
    status: 1,
  }),

  run(options, memory, system) {
    if (memory.lastAt < 0) memory.lastAt = system.now;
    for (;;) {
      if (!memory.open) {
        const status = options.host === null ? awaitPeer(options, memory, system) : reachOut(options, memory, system);
        if (status === 'again') continue;
        if (status !== 'open') return status;
      }
      const status = talk(options, memory, system);
      if (status !== 'next') return status;
    }
  },
};

/** `80` or `20-25`. */
function portsOf(text: string): number[] | null {
  const [first = '', last = first, ...rest] = text.split('-');
  const [from, to] = [portNumber(first), portNumber(last)];
  if (from === null || to === null || to < from || rest.length > 0) return null;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Waits for a peer. */
function awaitPeer(options: NcOptions, memory: NcMemory, system: System): 'open' | number | null {
  const port = options.ports[0]!;
  if (options.datagrams) {
    if (memory.descriptor < 0) {
      const descriptor = system.socket('datagram');
      if (typeof descriptor === 'string') return failed(system, errorText(descriptor));
      const bound = system.bind(descriptor, 0, port);
      if (bound !== 0) return failed(system, errorText(bound));
      memory.descriptor = descriptor;
    }
    const got = system.receiveFrom(memory.descriptor);
    if (typeof got === 'string') return idle(options, memory, system);
    // From now on it talks to the first one that spoke.
    if (!options.keep) system.connect(memory.descriptor, got.address, got.port);
    if (options.verbose) system.print(`Connection received on ${peerName(got)}`);
    system.write(textOf(memory.incoming, got.bytes));
    memory.lastAt = system.now;
    memory.open = !options.keep;
    return memory.open ? 'open' : awaitPeer(options, memory, system);
  }
  if (memory.listening === null) {
    const listening = listenOn(port, system, options.keep ? 8 : 1);
    if (typeof listening === 'string') return failed(system, listening);
    memory.listening = listening;
    if (options.verbose) system.print(`Listening on 0.0.0.0 ${port}`);
  }
  const accepted = system.accept(memory.listening.descriptor);
  if (accepted === 'EAGAIN' || accepted === 'ECONNABORTED') return idle(options, memory, system);
  if (typeof accepted === 'string') return failed(system, `accept: ${errorText(accepted)}`);
  if (options.verbose) system.print(`Connection received on ${peerName(accepted)}`);
  if (!options.keep) {
    system.close(memory.listening.descriptor);
    memory.listening = null;
  }
  memory.descriptor = accepted.descriptor;
  memory.open = true;
  memory.lastAt = system.now;
  return 'open';
}

/** Opens the way to the host, port after port when it only looks who is there. */
function reachOut(options: NcOptions, memory: NcMemory, system: System): 'open' | 'again' | number | null {
  const found = reach(memory.destination!, system);
  if (found === null) return null;
  if (found !== true) return failed(system, found);
  const { word, address } = memory.destination!;
  const port = options.ports[memory.at];
  if (port === undefined) return memory.status;
  const kind = options.datagrams ? 'udp' : 'tcp';
  if (memory.descriptor < 0) {
    const descriptor = system.socket(options.datagrams ? 'datagram' : 'stream');
    if (typeof descriptor === 'string') return failed(system, errorText(descriptor));
    memory.descriptor = descriptor;
    const bound = options.localPort === null ? 0 : system.bind(descriptor, 0, options.localPort);
    if (bound !== 0) return failed(system, errorText(bound));
    memory.lastAt = system.now;
  }
  let result = system.connect(memory.descriptor, address!, port);
  if (result === 'EINPROGRESS' || result === 'EALREADY') {
    if (options.patience === null) return null;
    const end = memory.lastAt + options.patience;
    if (system.now < end) {
      system.wakeAt(end);
      return null;
    }
    result = 'ETIMEDOUT';
  }
  if (result !== 0) {
    if (options.verbose || !options.scan) {
      system.print(`nc: connect to ${word} port ${port} (${kind}) failed: ${errorText(result)}`);
    }
    return following(memory, system, options.scan ? 'again' : 1);
  }
  memory.status = 0;
  if (options.verbose) system.print(`Connection to ${word} ${port} port [${kind}/*] succeeded!`);
  memory.lastAt = system.now;
  if (options.scan) return following(memory, system, 'again');
  memory.open = true;
  return 'open';
}

function following(memory: NcMemory, system: System, what: 'again' | number): 'again' | number {
  system.close(memory.descriptor);
  memory.descriptor = -1;
  memory.at++;
  return what;
}

/** Carries what is typed one way and what comes the other. `next`: the peer has gone, and the next one is waited for. */
function talk(options: NcOptions, memory: NcMemory, system: System): 'next' | number | null {
  type(options, memory, system);
  const sent = options.datagrams ? true : flush(memory.out, memory.descriptor, system);
  if (typeof sent === 'string') return gone(options, memory, system, errorText(sent));
  if (sent && memory.inputEnded && options.halfClose && memory.endedAt >= 0) {
    system.shutdown(memory.descriptor, 'write');
    memory.endedAt = -1;
  }
  for (;;) {
    const bytes = system.receive(memory.descriptor, 65_536);
    if (bytes === 'EAGAIN') break;
    if (typeof bytes === 'string') return gone(options, memory, system, errorText(bytes));
    if (bytes.length === 0 && !options.datagrams) return gone(options, memory, system, null);
    memory.lastAt = system.now;
    system.write(textOf(memory.incoming, bytes));
  }
  if (memory.inputEnded && options.quitAfter !== null) {
    const end = memory.lastAt + options.quitAfter;
    if (system.now >= end && sent) return 0;
    system.wakeAt(end);
  }
  return idle(options, memory, system);
}

/** What was typed, line by line: with UDP each line is a datagram. */
function type(options: NcOptions, memory: NcMemory, system: System): void {
  while (!memory.inputEnded) {
    const typed = system.readLine();
    if (typed === null) return;
    if (typed === 'end') {
      memory.inputEnded = true;
      memory.endedAt = system.now;
      memory.lastAt = system.now;
      return;
    }
    memory.lastAt = system.now;
    const bytes = encodeText(`${typed.line}\n`);
    if (options.datagrams) system.send(memory.descriptor, bytes);
    else put(memory.out, bytes);
  }
}

function gone(options: NcOptions, memory: NcMemory, system: System, problem: string | null): 'next' | number {
  if (problem !== null) system.print(`nc: ${problem}`);
  system.close(memory.descriptor);
  memory.descriptor = -1;
  memory.open = false;
  memory.out = newOutgoing();
  memory.incoming = newIncomingText();
  if (options.host === null && options.keep) return 'next';
  return problem === null ? 0 : 1;
}

/** Waits on, unless -w says that it has been long enough. */
function idle({ patience }: NcOptions, memory: NcMemory, system: System): number | null {
  if (patience === null) return null;
  const end = memory.lastAt + patience;
  if (system.now >= end) return memory.open ? 0 : 1;
  system.wakeAt(end);
  return null;
}

function failed(system: System, problem: string): number {
  system.print(`nc: ${problem}`);
  return 1;
}
