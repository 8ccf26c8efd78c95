import { expect } from 'vitest';
import type { Reason } from '#engine/trace/reasons.ts';
import type { TransportSettings } from '#engine/transport/transport.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import type { Tcp, TcpOptions } from '#engine/wire/tcp.ts';
import { ACK, emitTcp, FIN, formatFlags, parseTcp, PSH, RST, SYN, URG } from '#engine/wire/tcp.ts';
import { bytesOf, Stack, textOf } from './transport-stack.ts';

export const HERE = 0x0a000001;
export const PEER = 0x0a000002;
export const PEER_PORT = 4000;
export const PORT = 80;
export const MS = 1_000_000;
export const S = 1_000_000_000;
/** Initial sequence numbers of the stories: the notes' own. */
export const OURS = 1000;
export const THEIRS = 2000;

/** A segment that left the stack. */
export interface Sent extends Tcp {
  text: string;
  bytes: Uint8Array;
}

interface Injected {
  flags: number;
  seq: number;
  ack?: number;
  window?: number;
  urgent?: number;
  text?: string | Uint8Array;
  options?: TcpOptions;
  from?: number;
  to?: number;
}

/**
 * One stack, and a peer whose every segment the test writes itself: inject, expect, at times.
 */
export class Story {
  stack: Stack;
  /** The descriptor the story is about. */
  fd = -1;
  /** The listening descriptor, if there is one. */
  listening = -1;
  /** The peer speaks window scaling, SACK and timestamps, unless a segment is given options of its own. */
  readonly #modern: boolean;
  #frames = 1_000_000;

  constructor(settings: TransportSettings = {}, modern = false) {
    this.stack = new Stack('here', HERE, { initialSequenceNumber: OURS, acknowledgmentDelay: 0, ...settings });
    this.#modern = modern;
  }

  /** What a modern peer's segment carries besides what the test says. */
  modernOptions(syn: boolean): TcpOptions {
    if (!this.#modern) return {};
    const now = Math.floor(this.stack.data.now / MS);
    const timestamps = { value: 7000 + now, echo: now };
    return syn ? { timestamps, windowScale: 2, sackPermitted: true } : { timestamps };
  }

  /** The peer's segment arrives now. */
  arrives({
    flags,
    seq,
    ack = 0,
    window = 65535,
    urgent = 0,
    text = '',
    options,
    from = PEER_PORT,
    to = PORT,
  }: Injected): Reason | null {
    const { head, body } = emitTcp(
      {
        sourcePort: from,
        destinationPort: to,
        sequence: seq >>> 0,
        acknowledgment: ack >>> 0,
        flags,
        window,
        urgentPointer: urgent,
        payload: bytesOf(text),
        options: { ...this.modernOptions((flags & SYN) !== 0), ...options },
      },
      { source: PEER, destination: HERE, ttl: 64, identification: 0 },
    );
    const dropped = this.stack.receive(new Frame(++this.#frames, this.#frames, head, body));
    // The program does nothing about it: what was left to the next event at this time happens now.
    this.stack.runTo(this.stack.data.now);
    return dropped;
  }

  /** The segments that left since the last time this was asked. */
  sent(): Sent[] {
    const frames = this.stack.data.outbox.splice(0);
    return frames.map(segmentIn);
  }

  /** Nothing left, and now `span` ns pass. */
  after(span: number): this {
    this.stack.runTo(this.stack.data.now + span);
    return this;
  }

  get state(): string {
    return this.stack.stateOf(this.fd);
  }
}

export function segmentIn(frame: Frame): Sent {
  const ip = parseIpv4(frame);
  if (isFault(ip)) throw new Error(`not a packet: ${ip.fault}`);
  const tcp = parseTcp(frame, ip);
  if (isFault(tcp)) throw new Error(`not a segment: ${tcp.fault}`);
  const bytes = frame.slice(tcp.payloadAt, tcp.payloadLength);
  return { ...tcp, bytes, text: textOf(bytes) };
}

/** One thing a segment must be; its name makes the sentence of a failure. */
export interface Check {
  says: string;
  holds(segment: Sent): boolean;
  found(segment: Sent): string;
}

export const flags = (...wanted: ('FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK' | 'URG')[]): Check => {
  const bits = { FIN, SYN, RST, PSH, ACK, URG };
  const sum = wanted.reduce((total, name) => total | bits[name], 0);
  return { says: `flags ${formatFlags(sum)}`, holds: (s) => s.flags === sum, found: (s) => formatFlags(s.flags) };
};
const number =
  (says: string, read: (segment: Sent) => number | undefined) =>
  (wanted: number): Check => ({
    says: `${says} ${wanted}`,
    holds: (segment) => read(segment) === wanted,
    found: (segment) => String(read(segment)),
  });
export const seq = number('sequence', (segment) => segment.sequence);
export const ack = number('acknowledgment', (segment) => segment.acknowledgment);
export const window = number('window', (segment) => segment.window);
export const mss = number('MSS option', (segment) => segment.options.maximumSegmentSize);
export const length = number('length', (segment) => segment.payloadLength);
export const text = (wanted: string): Check => ({
  says: `text "${wanted}"`,
  holds: (segment) => segment.text === wanted,
  found: (segment) => `"${segment.text}"`,
});

/** Just these segments left, in this order: one list of checks a segment. */
export function expectSent(story: Story, ...segments: Check[][]): void {
  const sent = story.sent();
  expect(sent.map(describe), 'segments that left').toHaveLength(segments.length);
  segments.forEach((checks, index) => {
    for (const check of checks) {
      const segment = sent[index]!;
      if (!check.holds(segment)) {
        expect.fail(
          `segment ${index + 1} was to have ${check.says}, but has ${check.found(segment)} (${describe(segment)})`,
        );
      }
    }
  });
}

export const nothing: Check[][] = [];

function describe(segment: Sent): string {
  const { sequence, acknowledgment, window: size, payloadLength } = segment;
  return `[${formatFlags(segment.flags)}] seq=${sequence} ack=${acknowledgment} win=${size} len=${payloadLength}`;
}
