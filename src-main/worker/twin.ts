import type { Handlers } from '#contract/calls.ts';
import type { Actor, LabCall, LabOutcome, LabSocket } from '#contract/kernel-lab.ts';
import { refusal } from '#contract/problems.ts';
import type { SocketCall } from '#engine/devices/behaviour.ts';
import type { DeviceSettings } from '#engine/devices/settings.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import { parseAddress } from '#engine/wire/address.ts';

/** Loopback, as the engine writes addresses. */
const ADDRESS = parseAddress('127.0.0.1')!;
/** Tools of the one host that stand for the two programs. */
const PROCESSES: Readonly<Record<Actor, number>> = { server: -1, client: -2 };
/** ns of simulated time for which a call that would block is tried again, and between two tries; as the real ones wait. */
const PATIENCE = 400_000_000;
const PAUSE = 1_000_000;
/** ns in which the rest of what has come is collected by one `recv`. */
const COLLECTING = 30_000_000;
/** Events at most for one look: a lab has few. */
const BUDGET = 1_000_000;

const NEVER_BLOCKED = new Set(['EAGAIN', 'EINPROGRESS', 'EALREADY']);
/** Errors of a connection that was opened by now. */
const OPENED = new Set(['EISCONN']);

/** The calls of the contract about the twin. */
export type TwinHandlers = Pick<Handlers, 'twin.open' | 'twin.call' | 'twin.look' | 'twin.close'>;

/** The twin of the kernel lab: one simulated host on which the same calls are made at the same times. */
export function twinHandlers(): TwinHandlers {
  let twin: Twin | null = null;
  const current = (): Twin => {
    if (twin === null) throw refusal('lab.none');
    return twin;
  };
  return {
    'twin.open': ({ platform }) => {
      twin = new Twin(platform);
      return {};
    },
    'twin.call': ({ actor, call, time }) => current().call(actor, call, time),
    'twin.look': ({ time, ports }) => ({ sockets: current().look(time, new Set(ports)) }),
    'twin.close': () => {
      twin = null;
      return {};
    },
  };
}

/** What is still to be sent of one call. */
interface Write {
  actor: Actor;
  socket: string;
  bytes: Uint8Array;
}

class Twin {
  readonly #timeline: Timeline;
  /** Calls of `send` that wait for room: they go on as time does, whatever else is called. */
  readonly #blocked = new Map<string, Write>();
  readonly #descriptors: Record<Actor, Map<string, number>> = { server: new Map(), client: new Map() };

  constructor(platform: string) {
    const host: DeviceSettings = {
      id: 'machine',
      kind: 'host',
      name: 'machine',
      ports: [],
      gateway: null,
      routes: [],
      transport: { profile: platform === 'linux' ? 'linux' : 'standard' },
    };
    this.#timeline = new Timeline({ devices: [host], cables: [], programs: [] }, 1);
  }

  call(actor: Actor, call: LabCall, time: number): LabOutcome {
    this.#advance(time);
    switch (call.call) {
      case 'listen':
        return this.#listen(actor, call);
      case 'accept': {
        const accepted = this.#patiently(() => this.#socket(actor, 'accept', call.socket));
        if (typeof accepted === 'string') return failed(accepted);
        const { descriptor, port } = accepted as { descriptor: number; port: number };
        this.#descriptors[actor].set(call.as, descriptor);
        return returned(port);
      }
      case 'connect':
        return this.#connect(actor, call);
      case 'bind': {
        const error = this.#open(actor, call.socket, 'datagram') ?? this.#bind(actor, call.socket, call.port);
        return error === null ? returned(this.#portOf(actor, call.socket)) : failed(error);
      }
      case 'sendto': {
        const bytes = new Uint8Array(call.length);
        return outcomeOf(this.#socket(actor, 'sendTo', call.socket, bytes, ADDRESS, call.port));
      }
      case 'recvfrom': {
        const received = this.#patiently(() => this.#socket(actor, 'receiveFrom', call.socket));
        if (typeof received === 'string') return failed(received);
        return returned((received as { bytes: Uint8Array }).bytes.length);
      }
      case 'send':
        return this.#send(actor, call.socket, bytesOf(call));
      case 'recv':
        return this.#receive(actor, call.socket, call.length);
      case 'shutdown':
        return outcomeOf(this.#socket(actor, 'shutdown', call.socket, 'write'));
      case 'close':
        return this.#close(actor, call.socket);
      case 'abort': {
        const set = this.#socket(actor, 'setSocketOption', call.socket, 'SO_LINGER', 0);
        return typeof set === 'string' ? failed(set) : this.#close(actor, call.socket);
      }
      case 'kill':
        this.#act({ name: 'closeAll', process: PROCESSES[actor], arguments: [] });
        this.#descriptors[actor].clear();
        return { error: null, value: null, text: null };
      case 'suspend':
      case 'resume':
      case 'wait':
        // Nothing here makes a call by itself: a program that makes none is a stopped one.
        return { error: null, value: null, text: null };
    }
  }

  /** The table `netstat` would print, as it stands at `time`. */
  look(time: number, serverPorts: ReadonlySet<number>): LabSocket[] {
    this.#advance(time);
    const table = this.#timeline.view('machine').find(({ name }) => name === 'sockets');
    if (table === undefined) return [];
    const at = (column: string): number => table.columns.indexOf(column);
    // What has no state and no port is in no system's table.
    const known = table.rows.filter((row) => row[at('state')] !== 'CLOSED');
    return known.map((row): LabSocket => {
      const local = String(row[at('local')]);
      const remote = String(row[at('remote')]);
      const deadline = row[at('deadline')];
      const state = String(row[at('state')]);
      return {
        protocol: row[at('protocol')] === 'tcp' ? 'stream' : 'datagram',
        end: serverPorts.has(Number(local.slice(local.lastIndexOf(':') + 1))) ? 'server' : 'client',
        local,
        remote: remote.endsWith('*') ? '*' : remote,
        state,
        receiveQueue: Number(row[at('receive-queue')]),
        // Behind a listening socket stands how many may wait; the tables of the systems tell of bytes only.
        sendQueue: state === 'LISTEN' ? 0 : Number(row[at('send-queue')]),
        timer: (row[at('timer')] as string | null) ?? null,
        remaining: typeof deadline === 'number' ? deadline - this.#timeline.now : null,
        held: row[at('descriptor')] !== null,
      };
    });
  }

  #listen(actor: Actor, { socket, port, backlog }: Extract<LabCall, { call: 'listen' }>): LabOutcome {
    const error =
      this.#open(actor, socket, 'stream') ??
      // As the runtime of the real programs asks for every listening socket.
      errorOf(this.#socket(actor, 'setSocketOption', socket, 'SO_REUSEADDR', 1)) ??
      this.#bind(actor, socket, port) ??
      errorOf(this.#socket(actor, 'listen', socket, backlog));
    if (error !== null) {
      this.#close(actor, socket);
      return failed(error);
    }
    return returned(this.#portOf(actor, socket));
  }

  #connect(actor: Actor, { socket, port, from }: Extract<LabCall, { call: 'connect' }>): LabOutcome {
    const error =
      this.#open(actor, socket, 'stream') ??
      (from === 0
        ? null
        : (errorOf(this.#socket(actor, 'setSocketOption', socket, 'SO_REUSEADDR', 1)) ??
          this.#bind(actor, socket, from)));
    if (error !== null) return failed(error);
    const outcome = this.#patiently(() => this.#socket(actor, 'connect', socket, ADDRESS, port));
    if (typeof outcome === 'string' && !OPENED.has(outcome)) {
      return failed(outcome === 'EALREADY' ? 'EINPROGRESS' : outcome);
    }
    return returned(this.#portOf(actor, socket));
  }

  #send(actor: Actor, socket: string, bytes: Uint8Array): LabOutcome {
    const key = `${actor} ${socket}`;
    if (this.#blocked.has(key)) return failed('EAGAIN');
    const write: Write = { actor, socket, bytes };
    const outcome = this.#patiently(() => this.#write(write));
    if (outcome === 'EAGAIN') this.#blocked.set(key, write);
    return typeof outcome === 'string' ? failed(outcome) : returned(bytes.length);
  }

  /** Sends what there is room for. EAGAIN: some of it waits. */
  #write(write: Write): unknown {
    const taken = this.#socket(write.actor, 'send', write.socket, write.bytes);
    if (typeof taken !== 'number') return taken;
    write.bytes = write.bytes.subarray(taken);
    return write.bytes.length > 0 ? 'EAGAIN' : taken;
  }

  #receive(actor: Actor, socket: string, length: number): LabOutcome {
    const pieces: Uint8Array[] = [];
    let total = 0;
    const read = (): unknown => {
      const bytes = this.#socket(actor, 'receive', socket, length - total);
      if (!(bytes instanceof Uint8Array)) return bytes;
      pieces.push(bytes);
      total += bytes.length;
      return bytes;
    };
    const first = this.#patiently(read);
    if (typeof first === 'string') return failed(first);
    const end = this.#timeline.now + COLLECTING;
    let last = first as Uint8Array;
    while (last.length > 0 && total < length && this.#timeline.now < end) {
      this.#advance(this.#timeline.now + PAUSE);
      const next = read();
      if (next instanceof Uint8Array) last = next;
      else if (next !== 'EAGAIN') break;
    }
    return { error: null, value: total, text: textOf(pieces) };
  }

  #close(actor: Actor, socket: string): LabOutcome {
    const outcome = this.#socket(actor, 'close', socket);
    this.#descriptors[actor].delete(socket);
    return outcomeOf(outcome);
  }

  /** Tries again while a call would block; its last answer. */
  #patiently(attempt: () => unknown): unknown {
    const end = this.#timeline.now + PATIENCE;
    for (;;) {
      const outcome = attempt();
      if (typeof outcome !== 'string' || !NEVER_BLOCKED.has(outcome) || this.#timeline.now >= end) return outcome;
      this.#advance(this.#timeline.now + PAUSE);
    }
  }

  #open(actor: Actor, socket: string, type: 'stream' | 'datagram'): string | null {
    const descriptor = this.#act({ name: 'socket', process: PROCESSES[actor], arguments: [type] });
    if (typeof descriptor !== 'number') return String(descriptor);
    this.#descriptors[actor].set(socket, descriptor);
    return null;
  }

  #bind(actor: Actor, socket: string, port: number): string | null {
    return errorOf(this.#socket(actor, 'bind', socket, ADDRESS, port));
  }

  #socket(
    actor: Actor,
    name: SocketCall['name'],
    socket: string,
    ...given: SocketCall['arguments'][number][]
  ): unknown {
    const descriptor = this.#descriptors[actor].get(socket);
    if (descriptor === undefined) return 'EBADF';
    return this.#act({ name, process: PROCESSES[actor], arguments: [descriptor, ...given] });
  }

  #portOf(actor: Actor, socket: string): number {
    const descriptor = this.#descriptors[actor].get(socket);
    const table = this.#timeline.view('machine').find(({ name }) => name === 'sockets');
    // Both programs count their descriptors from 3: the newest socket with that number is the one just opened.
    const row = table?.rows.findLast((one) => one[table.columns.indexOf('descriptor')] === descriptor);
    const local = String(row?.[table!.columns.indexOf('local')] ?? '');
    return Number(local.slice(local.lastIndexOf(':') + 1)) || 0;
  }

  #act(call: SocketCall): unknown {
    return this.#timeline.act({ kind: 'call', device: 'machine', call }).value;
  }

  /** Lets time run. A call of `send` that waits goes on as soon as something that happened has made room for it. */
  #advance(time: number): void {
    while (this.#blocked.size > 0) {
      const next = this.#timeline.nextTime();
      if (next === null || next > time) break;
      this.#timeline.advance(next, BUDGET);
      for (const [key, write] of this.#blocked) {
        if (this.#mayGoOn(write) && this.#write(write) !== 'EAGAIN') this.#blocked.delete(key);
      }
    }
    this.#timeline.advance(Math.max(time, this.#timeline.now), BUDGET);
  }

  /** Looking is no input: a program may sit there for hours. */
  #mayGoOn({ actor, socket }: Write): boolean {
    const descriptor = this.#descriptors[actor].get(socket);
    if (descriptor === undefined) return true;
    const ready = this.#timeline.readiness('machine', PROCESSES[actor], descriptor);
    return ready === 'EBADF' || ready.writable || ready.error !== null;
  }
}

function bytesOf({ length, text }: Extract<LabCall, { call: 'send' }>): Uint8Array {
  return text === null ? new Uint8Array(length) : Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** What was read, if it is text that was meant to be read. */
function textOf(pieces: readonly Uint8Array[]): string | null {
  const text = pieces
    .map((piece) => String.fromCharCode(...piece.subarray(0, 200)))
    .join('')
    .slice(0, 200);
  return /[a-z]/i.test(text) ? text : null;
}

function outcomeOf(value: unknown): LabOutcome {
  return typeof value === 'number' ? returned(value) : failed(String(value));
}

function errorOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function returned(value: number): LabOutcome {
  return { error: null, value, text: null };
}

function failed(error: string): LabOutcome {
  return { error, value: null, text: null };
}
