import { newDialling } from '../dialling.ts';
import type { Dialling } from '../dialling.ts';
import { dial } from '../dialling.ts';
import { errorText } from '../error-text.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import { reach } from '../reach.ts';
import type { System } from '../system.ts';
import { ANSWER, emitMessage, readMessage, ROUNDS } from './script.ts';
import type { Mode } from './script.ts';

export interface HandshakeClientMemory {
  dialling: Dialling;
  descriptor: number;
  begun: number;
  /** Index of the round at work; -1: none has begun. */
  round: number;
  out: Outgoing;
  incoming: Uint8Array;
  /** Messages this round still waits for. */
  missing: string[];
  /** Times the client had to wait for an answer. */
  waits: number;
  /** Datagrams: when they are sent again, and how often they were. */
  again: number;
  repeats: number;
}

/** Before any measurement of QUIC's probe timeout, ns: three times 333 ms (RFC 9002 §6.2.2). */
const PROBE_TIMEOUT = 999e6;
const MOST_REPEATS = 5;
const NOTHING = new Uint8Array(0);

export function beginHandshake(host: string, port: number): HandshakeClientMemory {
  return {
    dialling: newDialling(host, port),
    descriptor: -1,
    begun: -1,
    round: -1,
    out: newOutgoing(),
    incoming: NOTHING,
    missing: [],
    waits: 0,
    again: 0,
    repeats: 0,
  };
}

/** Goes through the rounds of a mode; null while it waits. */
export function runHandshake(mode: Mode, memory: HandshakeClientMemory, system: System): number | null {
  const datagrams = mode.startsWith('quic');
  if (memory.descriptor < 0) {
    const opened = datagrams ? openDatagrams(memory, system) : openStream(memory, system);
    if (opened === null) return null;
    if (opened !== true) return failed(system, opened);
  }
  for (;;) {
    if (memory.missing.length === 0) {
      if (++memory.round >= ROUNDS[mode].length) return summary(mode, memory, system);
      beginRound(mode, datagrams, memory, system);
    }
    const sent = datagrams ? true : flush(memory.out, memory.descriptor, system);
    if (typeof sent === 'string') return failed(system, errorText(sent));
    const problem = listen(datagrams, memory, system);
    if (typeof problem === 'string') return failed(system, problem);
    if (memory.missing.length > 0) return wait(mode, datagrams, memory, system);
  }
}

function openStream(memory: HandshakeClientMemory, system: System): true | string | null {
  if (!resolved(memory, system)) return null;
  const opened = dial(memory.dialling, system);
  if (opened === null) return null;
  if (typeof opened === 'string') return opened;
  system.setOption(opened, 'TCP_NODELAY', 1);
  memory.descriptor = opened;
  memory.waits++;
  note(memory, system, 'TCP connection open');
  return true;
}

function openDatagrams(memory: HandshakeClientMemory, system: System): true | string | null {
  if (!resolved(memory, system)) return null;
  const { destination, port } = memory.dialling;
  const found = reach(destination, system);
  if (found !== true) return found;
  const descriptor = system.socket('datagram');
  if (typeof descriptor === 'string') return errorText(descriptor);
  const connected = system.connect(descriptor, destination.address!, port);
  if (connected !== 0) return errorText(connected);
  memory.descriptor = descriptor;
  return true;
}

/** The clock starts once the name is known: that takes both the same time. */
function resolved(memory: HandshakeClientMemory, system: System): boolean {
  if (reach(memory.dialling.destination, system) === null) return false;
  if (memory.begun < 0) memory.begun = system.now;
  return true;
}

function beginRound(mode: Mode, datagrams: boolean, memory: HandshakeClientMemory, system: System): void {
  const { send, expect } = ROUNDS[mode][memory.round]!;
  for (const message of send) {
    if (datagrams) system.send(memory.descriptor, emitMessage(message));
    else put(memory.out, emitMessage(message));
    note(memory, system, `sent ${message[0]}, ${message[1]} bytes`);
  }
  memory.missing = [...expect];
  memory.waits++;
  memory.repeats = 0;
  memory.again = system.now + PROBE_TIMEOUT;
}

/** Takes what has come; what is wrong, or null. */
function listen(datagrams: boolean, memory: HandshakeClientMemory, system: System): string | null {
  while (memory.missing.length > 0) {
    const bytes = system.receive(memory.descriptor, 65_535);
    if (bytes === 'EAGAIN') return null;
    if (typeof bytes === 'string') return errorText(bytes);
    if (bytes.length === 0 && !datagrams) return 'the server has closed the connection';
    memory.incoming = datagrams ? bytes : joined(memory.incoming, bytes);
    for (let message = readMessage(memory.incoming); message !== null; message = readMessage(memory.incoming)) {
      if (message === 'bad') return 'that is no server of this model';
      memory.incoming = memory.incoming.subarray(message.size);
      const { name } = message;
      if (memory.missing.includes(name) || name === ANSWER) note(memory, system, `got ${name}`);
      memory.missing = name === ANSWER ? [] : memory.missing.filter((one) => one !== name);
    }
  }
  return null;
}

/** A lost datagram is nobody's to repair but the handshake's own. */
function wait(mode: Mode, datagrams: boolean, memory: HandshakeClientMemory, system: System): number | null {
  if (!datagrams) return null;
  if (system.now >= memory.again) {
    if (memory.repeats++ === MOST_REPEATS) return failed(system, 'no answer');
    for (const message of ROUNDS[mode][memory.round]!.send) system.send(memory.descriptor, emitMessage(message));
    memory.again = system.now + PROBE_TIMEOUT * 2 ** memory.repeats;
    note(memory, system, 'sent it again');
  }
  system.wakeAt(memory.again);
  return null;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

function note({ begun }: HandshakeClientMemory, system: System, text: string): void {
  system.print(`${((system.now - begun) / 1e6).toFixed(3).padStart(10)} ms  ${text}`);
}

const NAMES: Readonly<Record<Mode, string>> = {
  'tls1.2': 'TCP and TLS 1.2',
  'tls1.3': 'TCP and TLS 1.3',
  quic: 'QUIC',
  'quic-0rtt': 'QUIC with 0-RTT',
};

function summary(mode: Mode, memory: HandshakeClientMemory, system: System): number {
  const time = ((system.now - memory.begun) / 1e6).toFixed(3);
  system.print(`${NAMES[mode]}: the answer is there after ${memory.waits} round trips, ${time} ms`);
  return 0;
}

function failed(system: System, problem: string): number {
  system.print(`handshake-model: ${problem}`);
  return 1;
}
