import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { Actor, LabCall, LabOutcome, LabSocket, LabView } from '#contract/kernel-lab.ts';
import { Refusal, refusal } from '#contract/problems.ts';
import type { Problem } from '#contract/shapes.ts';
import type { SystemEndpoint, SystemSocket } from '../table/row.ts';
import { readTable } from '../table/table.ts';
import type { LoopbackAddress } from '../loopback.ts';
import { ActorProgram } from './actor-program.ts';
import type { StartChild } from './child.ts';
import { differencesOf } from './differences.ts';
import { RECIPES, type Recipe, type RecipeCall } from './recipes.ts';

/** The simulated counterpart, wherever it runs. `time`: ns since it was opened. */
export interface Twin {
  open(platform: string): Promise<void>;
  call(actor: Actor, call: LabCall, time: number): Promise<LabOutcome>;
  look(time: number, ports: number[]): Promise<LabSocket[]>;
  close(): Promise<void>;
}

export interface KernelLabParts {
  twin: Twin;
  start: StartChild;
  /** The module of a program of the lab. */
  program: URL;
  /** `process.platform`. */
  platform: string;
  /** Whether this machine has ::1. Left out: it is looked up. */
  ipv6?: boolean;
}

interface Cooking {
  recipe: Recipe;
  address: LoopbackAddress;
  actors: Record<Actor, ActorProgram>;
  opened: number;
  done: { call: LabCall; real: LabOutcome; twin: LabOutcome }[];
  /** Ports by the name of their socket, and those of the server's sockets. */
  ports: Map<string, number>;
  serverPorts: Set<number>;
}

/**
 * Real sockets of the operating system beside their simulated twin, call by call. Two programs, each a process of its own,
 * make the calls of a recipe; the twin makes the same. What the system's table says of their ports is shown as it is.
 */
export class KernelLab {
  readonly #parts: KernelLabParts;
  #cooking: Cooking | null = null;
  /** One thing at a time: a second click waits for the first. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: KernelLabParts) {
    this.#parts = parts;
  }

  /** What can be cooked here; `why` names the reason where it cannot. */
  recipes(): { id: string; why: Problem | null }[] {
    return RECIPES.map((recipe) => ({ id: recipe.id, why: this.#obstacle(recipe) }));
  }

  /** Why the real calls cannot be made on ::1 here; null: they can. */
  withoutIpv6(): Problem | null {
    const all = this.#parts.ipv6 ?? Object.values(networkInterfaces()).some((one) => one?.some(isLoopback6));
    return all ? null : { name: 'lab.no-ipv6-here', parameters: {} };
  }

  /** `address`: where the real sockets are. The twin has IPv4 only, and is at 127.0.0.1 whatever the real ones are. */
  open(id: string, address: LoopbackAddress = '127.0.0.1'): Promise<LabView> {
    return this.#inTurn(async () => {
      const recipe = RECIPES.find((one) => one.id === id);
      if (recipe === undefined) throw refusal('lab.unknown', { recipe: id });
      const why = this.#obstacle(recipe);
      if (why !== null) throw new Refusal(why);
      const without = address === '::1' ? this.withoutIpv6() : null;
      if (without !== null) throw new Refusal(without);
      await this.#end();
      const { twin, start, program, platform } = this.#parts;
      await twin.open(platform);
      const actor = (): ActorProgram => new ActorProgram(start(program), address);
      const actors = { server: actor(), client: actor() };
      const [ports, serverPorts] = [new Map<string, number>(), new Set<number>()];
      this.#cooking = { recipe, address, actors, opened: performance.now(), done: [], ports, serverPorts };
      return this.#view(this.#cooking);
    });
  }

  next(): Promise<LabView> {
    return this.#inTurn(async () => {
      const cooking = this.#current();
      const { recipe, done, actors } = cooking;
      const written = recipe.calls[done.length];
      if (written === undefined) return this.#view(cooking);
      const [actor, call] = written;
      const concrete = callOf(call, cooking.ports);
      const real = await actors[actor].do(concrete);
      // The twin's client gets the port the real one got, so that the two tables speak of the same endpoints.
      const same = sameEnds(concrete, real);
      const twin = await this.#parts.twin.call(actor, same, this.#time(cooking));
      if ((real.error === null || real.error === 'EINPROGRESS') && real.value !== null)
        learnPorts(cooking, actor, concrete, real.value);
      done.push({ call: concrete, real, twin });
      return this.#view(cooking);
    });
  }

  look(): Promise<LabView> {
    return this.#inTurn(() => this.#view(this.#current()));
  }

  /** Ends both programs, whatever they are doing. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#end());
  }

  #obstacle({ suspends }: Recipe): Problem | null {
    const { platform } = this.#parts;
    return suspends && platform === 'win32' ? { name: 'lab.cannot-suspend', parameters: {} } : null;
  }

  #current(): Cooking {
    if (this.#cooking === null) throw refusal('lab.none');
    return this.#cooking;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #end(): Promise<void> {
    const cooking = this.#cooking;
    this.#cooking = null;
    if (cooking === null) return;
    // A simulation thread that is gone has no twin any more.
    const closing = this.#parts.twin.close().catch(() => undefined);
    await Promise.all([cooking.actors.server.end(), cooking.actors.client.end(), closing]);
  }

  #time({ opened }: Cooking): number {
    return Math.round((performance.now() - opened) * 1e6);
  }

  async #view(cooking: Cooking): Promise<LabView> {
    const { recipe, address, done, ports, serverPorts } = cooking;
    const { platform, twin } = this.#parts;
    const time = this.#time(cooking);
    let real: LabSocket[] | null = [];
    let unread: Problem | null = null;
    try {
      const rows = ports.size === 0 ? [] : await readTable(platform, new Set(ports.values()));
      real = rows.map((row) => labSocketOf(row, serverPorts));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      [real, unread] = [null, error.problem];
    }
    const simulated = await twin.look(time, [...serverPorts]);
    const calls = recipe.calls.map(([actor, call], index) => {
      const made = done[index];
      if (made !== undefined) return { actor, ...made };
      return { actor, call: callOf(call, ports), real: null, twin: null };
    });
    return {
      recipe: recipe.id,
      platform,
      address,
      calls,
      next: done.length < recipe.calls.length ? done.length : null,
      time,
      real: real === null ? null : inOrder(real),
      unread,
      twin: inOrder(simulated),
      differences: differencesOf({ recipe: recipe.id, platform, address }, done, real, simulated),
    };
  }
}

/** The call with the ports that are known by now; 0 where one is not. */
function callOf(call: RecipeCall, ports: ReadonlyMap<string, number>): LabCall {
  const port = (name: string | undefined): number => (name === undefined ? 0 : (ports.get(name) ?? 0));
  switch (call.call) {
    case 'listen':
      return { call: 'listen', socket: call.socket, backlog: call.backlog, port: port(call.at) };
    case 'connect':
      return { call: 'connect', socket: call.socket, port: port(call.to), from: port(call.from) };
    case 'bind':
      return { call: 'bind', socket: call.socket, port: port(call.at) };
    case 'sendto':
      return { call: 'sendto', socket: call.socket, port: port(call.to), length: call.length };
    default:
      return call;
  }
}

/** The call as the twin makes it: with the ports the real one was given. */
function sameEnds(call: LabCall, { error, value }: LabOutcome): LabCall {
  if ((error !== null && error !== 'EINPROGRESS') || value === null || value === 0) return call;
  if (call.call === 'listen' || call.call === 'bind') return { ...call, port: value };
  return call.call === 'connect' ? { ...call, from: value } : call;
}

function learnPorts({ ports, serverPorts }: Cooking, actor: Actor, call: LabCall, port: number): void {
  if (call.call !== 'listen' && call.call !== 'bind' && call.call !== 'connect') return;
  ports.set(call.socket, port);
  if (call.call === 'listen' || (call.call === 'bind' && actor === 'server')) serverPorts.add(port);
}

function labSocketOf(row: SystemSocket, serverPorts: ReadonlySet<number>): LabSocket {
  const { protocol, local, remote, state, receiveQueue, sendQueue, timer, remaining, held } = row;
  return {
    protocol: protocol === 'tcp' ? 'stream' : 'datagram',
    end: serverPorts.has(local.port) ? 'server' : 'client',
    local: written(local),
    remote: remote.port === 0 ? '*' : written(remote),
    state,
    receiveQueue,
    sendQueue,
    timer,
    remaining,
    held,
  };
}

const isLoopback6 = ({ address, internal }: NetworkInterfaceInfo): boolean => internal && address === '::1';

/** With IPv6 in brackets (RFC 3986 §3.2.2). */
function written({ address, port }: SystemEndpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Listening sockets first, then each connection with the server's end before the client's. */
function inOrder(rows: readonly LabSocket[]): LabSocket[] {
  const key = ({ state, end, local, remote }: LabSocket): string =>
    `${state === 'LISTEN' ? 0 : 1} ${end === 'server' ? remote : local} ${end === 'server' ? 0 : 1}`;
  return rows.toSorted((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));
}
