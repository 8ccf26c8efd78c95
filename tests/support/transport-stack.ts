import type { Dice } from '#engine/sim/dice.ts';
import { diceFor, throwDice } from '#engine/sim/dice.ts';
import type { FactFields } from '#engine/trace/recorder.ts';
import { kindOf, type Kind } from '#engine/trace/kinds.ts';
import type { Reason } from '#engine/trace/reasons.ts';
import type { Accepted, Readiness, Received, SendOptions } from '#engine/transport/results.ts';
import * as sockets from '#engine/transport/sockets.ts';
import type {
  Errno,
  SocketType,
  TransportOutside,
  TransportSettings,
  TransportState,
} from '#engine/transport/transport.ts';
import {
  connectionView,
  createTransport,
  socketRows,
  transportErrorReceived,
  transportReceived,
  transportWoken,
} from '#engine/transport/transport.ts';
import type { Datagram } from '#engine/wire/datagram.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { parseIcmp } from '#engine/wire/icmp.ts';
import { parseIpv4, PROTOCOL_ICMP } from '#engine/wire/ipv4.ts';

/** One fact a stack recorded. */
export interface RecordedFact extends FactFields {
  seq: number;
  time: number;
  kind: Kind;
}

/** All a stack knows: plain data, so that a test can copy it and go on with the copy. */
export interface StackData {
  name: string;
  address: number;
  state: TransportState;
  now: number;
  dice: Dice;
  cause: number;
  facts: RecordedFact[];
  packets: number;
  frames: number;
  /** Times at which it asked to be woken, ascending. */
  wakes: number[];
  /** What it sent and nobody took yet. */
  outbox: Frame[];
  /** Processes that may try again. */
  ready: number[];
  mtu: number;
  routed: boolean;
}

/** The process whose calls `Stack.call` makes. */
export const PROGRAM = 1;

/** The transport of one host without the rest of the host. */
export class Stack {
  data: StackData;

  constructor(name: string, address: number, settings: TransportSettings = {}, seed = 1) {
    this.data = {
      name,
      address,
      state: createTransport(settings),
      now: 0,
      dice: diceFor(seed, name),
      cause: 0,
      facts: [],
      packets: 0,
      frames: 0,
      wakes: [],
      outbox: [],
      ready: [],
      mtu: 1500,
      routed: true,
    };
  }

  get outside(): TransportOutside {
    const { data } = this;
    return {
      get cause(): number {
        return data.cause;
      },
      set cause(cause: number) {
        data.cause = cause;
      },
      get now(): number {
        return data.now;
      },
      record: (kind, fields) => {
        const seq = data.facts.length + 1;
        data.facts.push({ seq, time: data.now, kind, cause: data.cause, ...fields });
        return seq;
      },
      recordDetail(kind, _port, frame, packet, detail) {
        return this.record(kindOf(kind), { ...(frame > 0 && { frame }), ...(packet > 0 && { packet }), detail });
      },
      sourceFor: () => (data.routed ? data.address : null),
      mtuFor: () => data.mtu,
      linkMtuFor: () => data.mtu,
      timeToLive: 64,
      discoversPathMtu: true,
      isLocal: (address) => address === data.address,
      isBroadcast: (address) => address === 0xffffffff,
      portOf: (device) => (device === 'eth0' ? 0 : -1),
      deviceAt: (port) => (port === 0 ? 'eth0' : ''),
      join: () => {},
      leave: () => {},
      newPacket: () => ++data.packets,
      send: (datagram, packet) => {
        if (data.routed) data.outbox.push(frameOf(++data.frames, packet, datagram));
        return data.routed;
      },
      adviseTrouble: () => {},
      wakeAt: (time) => {
        if (time < data.now) throw new Error(`${data.name} asked to be woken in the past`);
        data.wakes.push(time);
        data.wakes.sort((left, right) => left - right);
      },
      random: () => throwDice(data.dice),
      ready: (owner) => {
        if (!data.ready.includes(owner)) data.ready.push(owner);
      },
    };
  }

  /** A packet arrives, now. Why it was thrown away, or null. */
  receive(frame: Frame): Reason | null {
    const ip = parseIpv4(frame);
    if (isFault(ip)) return ip.fault;
    if (ip.protocol !== PROTOCOL_ICMP) return transportReceived(this.data.state, this.outside, ip, frame);
    const icmp = parseIcmp(frame, ip);
    if (isFault(icmp)) return icmp.fault;
    if (icmp.kind === 'unreachable') transportErrorReceived(this.data.state, this.outside, icmp);
    else if (icmp.kind === 'time-exceeded') transportErrorReceived(this.data.state, this.outside, { mtu: 0, ...icmp });
    else return transportReceived(this.data.state, this.outside, ip, frame, 0, icmp);
    return null;
  }

  /** Time goes on to `time`; every wake on the way is kept. */
  runTo(time: number): void {
    while (this.data.wakes.length > 0 && this.data.wakes[0]! <= time) {
      this.data.now = Math.max(this.data.now, this.data.wakes.shift()!);
      transportWoken(this.data.state, this.outside);
    }
    this.data.now = time;
  }

  // The socket calls of the one program of this host.
  socket(type: SocketType = 'stream'): number {
    return done(sockets.socket(this.data.state, this.outside, PROGRAM, type));
  }
  bind(fd: number, port: number, address = 0): 0 | Errno {
    return sockets.bind(this.data.state, this.outside, PROGRAM, fd, address, port);
  }
  listen(fd: number, backlog = 8): 0 | Errno {
    return sockets.listen(this.data.state, this.outside, PROGRAM, fd, backlog);
  }
  connect(fd: number, address: number, port: number): 0 | Errno {
    return sockets.connect(this.data.state, this.outside, PROGRAM, fd, address, port);
  }
  accept(fd: number): Accepted | Errno {
    return sockets.accept(this.data.state, this.outside, PROGRAM, fd);
  }
  send(fd: number, bytes: Uint8Array | string, urgent = false): number | Errno {
    return sockets.send(this.data.state, this.outside, PROGRAM, fd, bytesOf(bytes), { urgent });
  }
  sendTo(fd: number, bytes: Uint8Array | string, address: number, port: number, options?: SendOptions): number | Errno {
    return sockets.sendTo(this.data.state, this.outside, PROGRAM, fd, bytesOf(bytes), address, port, options);
  }
  recv(fd: number, max = 1_000_000, peek = false): Uint8Array | Errno {
    return sockets.receive(this.data.state, this.outside, PROGRAM, fd, max, { peek });
  }
  /** What `recv` gives, as text; an error as its name. */
  recvText(fd: number): string {
    const got = this.recv(fd);
    return typeof got === 'string' ? got : textOf(got);
  }
  recvFrom(fd: number): Received | Errno {
    return sockets.receiveFrom(this.data.state, this.outside, PROGRAM, fd);
  }
  shutdown(fd: number, how: 'read' | 'write' | 'both' = 'write'): 0 | Errno {
    return sockets.shutdown(this.data.state, this.outside, PROGRAM, fd, how);
  }
  close(fd: number): 0 | Errno {
    return sockets.close(this.data.state, this.outside, PROGRAM, fd);
  }
  closeAll(): void {
    sockets.closeAll(this.data.state, this.outside, PROGRAM);
  }
  poll(fd: number): Readiness {
    const readiness = sockets.poll(this.data.state, PROGRAM, fd);
    if (readiness === 'EBADF') throw new Error(`descriptor ${fd} is not open`);
    return readiness;
  }
  error(fd: number): Errno | null {
    return sockets.socketError(this.data.state, PROGRAM, fd);
  }
  setOption(fd: number, name: string, value: number | string): 0 | Errno {
    return sockets.setSocketOption(this.data.state, this.outside, PROGRAM, fd, name, value);
  }
  option(fd: number, name: string): number | string | { errno: Errno } {
    return sockets.getSocketOption(this.data.state, this.outside, PROGRAM, fd, name);
  }
  setNoDelay(fd: number, on = true): 0 | Errno {
    return sockets.setNoDelay(this.data.state, this.outside, PROGRAM, fd, on);
  }

  /** The state `netstat` shows for a descriptor; null: the connections nobody holds, joined by commas. */
  stateOf(fd: number | null): string {
    const rows = socketRows(this.data.state).filter((row) => row.descriptor === fd);
    return rows.map((row) => row.state).join(', ');
  }
  rows(): ReturnType<typeof socketRows> {
    return socketRows(this.data.state);
  }
  view(fd: number): NonNullable<ReturnType<typeof connectionView>> {
    const view = connectionView(this.data.state, PROGRAM, fd);
    if (view === null) throw new Error(`descriptor ${fd} stands for no connection`);
    return view;
  }
  /** The facts of one kind. */
  facts(kind: Kind): RecordedFact[] {
    return this.data.facts.filter((fact) => fact.kind === kind);
  }
  /** `CLOSED > SYN-SENT > ESTABLISHED`: the states one connection went through. */
  states(): string {
    const changes = this.facts('tcp.state').map(({ detail }) => detail!);
    return changes.length === 0 ? '' : [changes[0]!.from, ...changes.map(({ to }) => to)].join(' > ');
  }
}

function frameOf(id: number, packet: number, { head, body }: Datagram): Frame {
  return new Frame(id, packet, head, body);
}

function done(result: number | Errno): number {
  if (typeof result === 'string') throw new Error(`the call failed: ${result}`);
  return result;
}

export function bytesOf(text: Uint8Array | string): Uint8Array {
  return typeof text === 'string' ? Uint8Array.from(text, (letter) => letter.charCodeAt(0)) : text;
}

export function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
