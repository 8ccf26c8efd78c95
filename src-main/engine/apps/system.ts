import { formatAddress } from '../wire/address.ts';
import { NetworkAdministration } from '../net/administration.ts';
import { descriptorLimit, setDescriptorLimit } from '../transport/descriptors.ts';
import type { Accepted, Readiness, Received, SendOptions } from '../transport/results.ts';
import type { MessageError, MessageOptions } from '../transport/state.ts';
import type { OptionValue } from '../transport/socket-options.ts';
import * as sockets from '../transport/sockets.ts';
import { connectionViewByName, socketRows } from '../transport/transport.ts';
import type { ConnectionView, Errno, SocketRow, SocketType } from '../transport/transport.ts';
import type { Environment } from './environment.ts';
import type { FilterState } from './filters.ts';
import type { Machine } from './machine.ts';
import type { ProcessState } from './process-state.ts';
import { changeFilters, printLine, signalProcess, startProcess } from './process-table.ts';
import type { Terminal } from './terminal.ts';
import type { Signal } from './signals.ts';

/** Errors that mean "not yet": the call is made again when something has changed. */
function isNotYet(result: unknown): boolean {
  return result === 'EAGAIN' || result === 'EINPROGRESS' || result === 'EALREADY';
}

/** A process as `ps` tells it. */
export interface ProcessView {
  number: number;
  parent: number;
  /** What it does: its line, or the name the document gives it. */
  command: string;
  terminal: string | null;
  /** Simulated ns. */
  started: number;
  /** Exit status, or null while it runs. */
  status: number | null;
  /** Calls it waits in. */
  waiting: readonly string[];
}

/**
 * The operating system as a program of a drawn host sees it: the socket API, time, a terminal, and what an administrator
 * may read and set. Every socket call is on record, once when it is made and once when it returns, however often it had
 * to be tried in between.
 */
export class System {
  readonly #process: ProcessState;
  readonly #machine: Machine;
  #network: NetworkAdministration | null = null;

  constructor(process: ProcessState, machine: Machine) {
    this.#process = process;
    this.#machine = machine;
  }

  /** Simulated ns. */
  get now(): number {
    return this.#machine.outside.now;
  }

  /**
   * The fact because of which the program does what it does now. A program that serves several keeps it for each whom it
   * lets wait.
   */
  get occasion(): number {
    return this.#machine.outside.cause;
  }

  /** Asks to be run again at `time` ns, if nothing else happens before. `occasion`: why, if not for what it runs by now. */
  wakeAt(time: number, occasion = 0): void {
    const process = this.#process;
    if (process.wakeAt === null || time < process.wakeAt) {
      process.wakeAt = time;
      process.wakeCause = occasion;
    }
    this.#machine.outside.wakeAt(time);
  }

  /** Next number of the host's dice, 0 … 2^32-1. */
  random(): number {
    return this.#machine.outside.random();
  }

  /** Prints one line. */
  print(line: string): void {
    printLine(this.#machine, this.#process, line);
  }

  /** Writes text whose line goes on; it counts as printed when the line ends (`\n`, `print`, or the end of the process). */
  write(text: string): void {
    const lines = text.split('\n');
    const last = lines.pop()!;
    for (const line of lines) this.print(line);
    this.#process.unfinished += last;
  }

  /** The next line of standard input; null: none yet; `end`: none will come (Ctrl+D, or no terminal). */
  readLine(): { line: string } | 'end' | null {
    const { input, given } = this.#process;
    const line = (given ?? input.lines).shift();
    if (line !== undefined) return { line };
    return given !== null || input.ended ? 'end' : null;
  }

  /** Empties the screen of the terminal this runs in; nothing to do without one. */
  clearScreen(): void {
    const screen = this.#terminal?.screen;
    if (screen === undefined) return;
    screen.forgotten += screen.entries.length;
    screen.entries = [];
  }

  /** Lines typed at the prompt of this terminal, oldest first; none without a terminal. */
  history(): readonly string[] {
    return this.#terminal?.history.entries ?? [];
  }

  /** Descriptors this process may hold. */
  get descriptorLimit(): number {
    return descriptorLimit(this.#machine.transport, this.#owner);
  }

  /** Lets this process, and what is started later in its terminal, hold so many descriptors (0, 1 and 2 count too). */
  setDescriptorLimit(limit: number): void {
    setDescriptorLimit(this.#machine.transport, this.#owner, limit);
    const terminal = this.#terminal;
    if (terminal !== undefined) terminal.descriptorLimit = limit;
  }

  get #terminal(): Terminal | undefined {
    const { terminal } = this.#process;
    return terminal === null ? undefined : this.#machine.processes.terminals.get(terminal);
  }

  /** Takes one of the calls a person has let this process make; false: there is none. */
  takePermit(): boolean {
    if (this.#process.permits === 0) return false;
    this.#process.permits--;
    return true;
  }

  /** The number of this process. */
  get number(): number {
    return this.#process.number;
  }

  /** All processes of the host, oldest first, the ended ones included. */
  processes(): ProcessView[] {
    return this.#machine.processes.list.map((one) => ({
      number: one.number,
      parent: one.parent,
      command: one.settings.run.program === 'command' ? one.settings.run.line : one.settings.name,
      terminal: one.terminal,
      started: one.started,
      status: one.status,
      waiting: one.waiting,
    }));
  }

  /** Ends another process, or this one. */
  kill(number: number, signal: Signal): 0 | 'ESRCH' {
    return signalProcess(this.#machine, number, signal);
  }

  /** Runs a line as another process, without waiting for it; its number, or null when too many run. */
  start(line: string): number | null {
    const { settings, number, terminal } = this.#process;
    const run = { program: 'command' as const, line };
    const child = { id: settings.id, name: line.slice(0, 64), device: settings.device, start: null, run };
    return startProcess(this.#machine, child, { parent: number, terminal })?.number ?? null;
  }

  /** A command of a line begins: its output goes through `filters`; `input` is read in place of what is typed. */
  beginCommand(filters: FilterState[], input: string[] | null = null): void {
    this.#process.given = input;
    changeFilters(this.#machine, this.#process, filters);
  }

  /** A command of a line has ended: what it left open is closed, what its filters kept is printed. */
  endCommand(): void {
    this.#process.given = null;
    changeFilters(this.#machine, this.#process, []);
    sockets.closeAll(this.#machine.transport, this.#machine.outside, this.#owner);
  }

  /** Name, DNS servers and files of the host, to read and to set. */
  get environment(): Environment {
    return this.#machine.environment;
  }

  /** Interfaces, routes and neighbours of the host, to read and to set. */
  get network(): NetworkAdministration {
    return (this.#network ??= new NetworkAdministration(this.#machine.network, this.#machine.station));
  }

  /** All sockets of the host, oldest first, with the command that holds each. */
  listSockets(): (SocketRow & { command: string | null })[] {
    const names = new Map(this.processes().map(({ number, command }) => [number, command]));
    return socketRows(this.#machine.transport).map((row) => ({ ...row, command: names.get(row.owner) ?? null }));
  }

  /** What TCP knows of the connection between two endpoints (`10.0.0.1:80`), or null. */
  connection(local: string, remote: string): ConnectionView | null {
    return connectionViewByName(this.#machine.transport, `${local}-${remote}`);
  }

  /** What calls on a descriptor would do now, without making one: nothing of it is on record. */
  poll(descriptor: number): Readiness | 'EBADF' {
    return sockets.poll(this.#machine.transport, this.#owner, descriptor);
  }

  /** ns a blocking call may wait on a descriptor (`SO_RCVTIMEO`, `SO_SNDTIMEO`); 0: not at all (`O_NONBLOCK`); null: for ever. */
  patience(descriptor: number, direction: 'receive' | 'send'): number | null {
    return sockets.patienceOf(this.#machine.transport, this.#owner, descriptor, direction);
  }

  /** A call that would go on waiting returns all the same, with this result. */
  giveUp(call: string, descriptor: number, result: string): void {
    const { waiting, settings } = this.#process;
    const at = waiting.indexOf(`${call} ${descriptor}`);
    if (at < 0) return;
    waiting.splice(at, 1);
    const detail = { program: settings.name, call, descriptor, result };
    this.#machine.outside.record('socket.returned', { value: this.#owner, detail });
  }

  /** Tells and clears the pending error of a socket (`SO_ERROR`). */
  socketError(descriptor: number): Errno | null {
    return sockets.socketError(this.#machine.transport, this.#owner, descriptor);
  }

  socket(type: SocketType): number | Errno {
    return this.#call('socket', -1, type, () =>
      sockets.socket(this.#machine.transport, this.#machine.outside, this.#owner, type),
    );
  }
  bind(descriptor: number, address: number, port: number): 0 | Errno {
    const endpoint = print(address, port);
    return this.#call('bind', descriptor, endpoint, (owner) =>
      sockets.bind(this.#machine.transport, this.#machine.outside, owner, descriptor, address, port),
    );
  }
  listen(descriptor: number, backlog: number): 0 | Errno {
    return this.#call('listen', descriptor, `${backlog}`, (owner) =>
      sockets.listen(this.#machine.transport, this.#machine.outside, owner, descriptor, backlog),
    );
  }
  accept(descriptor: number): Accepted | Errno {
    return this.#call('accept', descriptor, '', (owner) =>
      sockets.accept(this.#machine.transport, this.#machine.outside, owner, descriptor),
    );
  }
  connect(descriptor: number, address: number, port: number): 0 | Errno {
    return this.#call('connect', descriptor, print(address, port), (owner) =>
      sockets.connect(this.#machine.transport, this.#machine.outside, owner, descriptor, address, port),
    );
  }
  send(descriptor: number, bytes: Uint8Array, options: { urgent?: boolean } = {}): number | Errno {
    const given = options.urgent === true ? `${bytes.length}, MSG_OOB` : `${bytes.length}`;
    return this.#call('send', descriptor, given, (owner) =>
      sockets.send(this.#machine.transport, this.#machine.outside, owner, descriptor, bytes, options),
    );
  }
  sendTo(
    descriptor: number,
    bytes: Uint8Array,
    address: number,
    port: number,
    options: SendOptions = {},
  ): number | Errno {
    const endpoint = `${bytes.length}, ${port === 0 ? formatAddress(address) : print(address, port)}`;
    return this.#call('sendto', descriptor, endpoint, (owner) =>
      sockets.sendTo(this.#machine.transport, this.#machine.outside, owner, descriptor, bytes, address, port, options),
    );
  }
  receive(descriptor: number, most: number, options: { peek?: boolean } = {}): Uint8Array | Errno {
    const given = options.peek === true ? `${most}, MSG_PEEK` : `${most}`;
    return this.#call('recv', descriptor, given, (owner) =>
      sockets.receive(this.#machine.transport, this.#machine.outside, owner, descriptor, most, options),
    );
  }
  receiveFrom(descriptor: number): Received | Errno {
    return this.#call('recvfrom', descriptor, '', (owner) =>
      sockets.receiveFrom(this.#machine.transport, this.#machine.outside, owner, descriptor),
    );
  }
  /** The oldest ICMP error about what was sent through a UDP or echo socket with the option `receiveErrors`; EAGAIN: none. */
  receiveError(descriptor: number): MessageError | Errno {
    return this.#call('recverr', descriptor, '', (owner) =>
      sockets.receiveError(this.#machine.transport, this.#machine.outside, owner, descriptor),
    );
  }
  /** Whether an address is that of everybody on a link of this host. */
  isBroadcast(address: number): boolean {
    return this.#machine.outside.isBroadcast(address);
  }
  /** Largest packet in bytes that the way to an address is known to carry whole. */
  pathMtu(address: number): number {
    return this.#machine.outside.mtuFor(address);
  }
  shutdown(descriptor: number, how: 'read' | 'write' | 'both'): 0 | Errno {
    return this.#call('shutdown', descriptor, how, (owner) =>
      sockets.shutdown(this.#machine.transport, this.#machine.outside, owner, descriptor, how),
    );
  }
  close(descriptor: number): 0 | Errno {
    return this.#call('close', descriptor, '', (owner) =>
      sockets.close(this.#machine.transport, this.#machine.outside, owner, descriptor),
    );
  }

  setMessageOptions(descriptor: number, options: Partial<MessageOptions>): 0 | Errno {
    const given = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    return this.#call('setsockopt', descriptor, given.join(', '), (owner) =>
      sockets.setMessageOptions(this.#machine.transport, this.#machine.outside, owner, descriptor, options),
    );
  }
  /** `setsockopt`, by the option's name in the manual pages (`SO_REUSEADDR`, `TCP_NODELAY` …), in its own unit. */
  setOption(descriptor: number, name: string, value: number | string): 0 | Errno {
    return this.#call('setsockopt', descriptor, `${name}, ${value}`, (owner) =>
      sockets.setSocketOption(this.#machine.transport, this.#machine.outside, owner, descriptor, name, value),
    );
  }
  /** `getsockopt`: the value, or why there is none. */
  option(descriptor: number, name: string): OptionValue | { errno: Errno } {
    return this.#call('getsockopt', descriptor, name, (owner) =>
      sockets.getSocketOption(this.#machine.transport, this.#machine.outside, owner, descriptor, name),
    );
  }
  joinGroup(descriptor: number, group: number, device: string): 0 | Errno {
    return this.#call('setsockopt', descriptor, `join=${formatAddress(group)}%${device}`, (owner) =>
      sockets.joinGroup(this.#machine.transport, this.#machine.outside, owner, descriptor, group, device),
    );
  }
  leaveGroup(descriptor: number, group: number, device: string): 0 | Errno {
    return this.#call('setsockopt', descriptor, `leave=${formatAddress(group)}%${device}`, (owner) =>
      sockets.leaveGroup(this.#machine.transport, this.#machine.outside, owner, descriptor, group, device),
    );
  }

  get #owner(): number {
    return this.#process.number;
  }

  #call<R>(call: string, descriptor: number, given: string, make: (owner: number) => R): R {
    const { outside } = this.#machine;
    const program = this.#process.settings.name;
    const { waiting } = this.#process;
    const cause = outside.cause;
    const name = `${call} ${descriptor}`;
    // A call that had to wait is the same call when it is tried again.
    const at = waiting.indexOf(name);
    if (at < 0) {
      const detail = { program, call, descriptor, arguments: given };
      outside.cause = outside.record('socket.called', { value: this.#owner, detail });
    }
    const result = make(this.#owner);
    if (isNotYet(result)) {
      if (at < 0) waiting.push(name);
    } else {
      if (at >= 0) waiting.splice(at, 1);
      const detail = { program, call, descriptor, result: resultText(result) };
      outside.record('socket.returned', { value: this.#owner, detail });
    }
    outside.cause = cause;
    return result;
  }
}

function print(address: number, port: number): string {
  return `${formatAddress(address)}:${port}`;
}

function resultText(result: unknown): string {
  if (typeof result === 'number' || typeof result === 'string') return `${result}`;
  if (result instanceof Uint8Array) return `${result.length}`;
  const { descriptor, bytes, address, port, from, errno } = result as Partial<
    Accepted & Received & MessageError & { errno: Errno }
  >;
  if (errno !== undefined) return errno;
  if (from !== undefined) return formatAddress(from);
  if (descriptor !== undefined) return `${descriptor}, ${print(address!, port!)}`;
  return `${bytes!.length}, ${print(address!, port!)}`;
}
