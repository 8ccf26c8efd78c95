/**
 * A conversation with one TCP stack as a script, in the spirit of packetdrill. The test is the peer and the program; the
 * stack is 10.0.0.1 with initial sequence number 1000 (unless the settings say otherwise), and the clock is virtual.
 *
 *   test('…', () => story()`
 *     given ESTABLISHED
 *     +0     send(3, "hello") = 5
 *     +0   > P. 1001(5) ack 2001 "hello"
 *     +0.1 < . 2001(0) ack 1006 win 65535
 *     +0     state(3) = ESTABLISHED
 *   `);
 *
 * Every line happens `+time` after the one before (s; `ms`, `us`, `min` and `h` may follow; left out: at once). A call
 * without a time, right after an arrival, is still part of the same event; with `+0` it is a later one at the same time.
 *   <  [port] segment [! reason]   arrives from the peer; `! reason`: and must be thrown away for it. Window: 65535 unless told.
 *   >  [port] segment              leaves to the peer at just this time. `+* >`: at whatever time it comes.
 *   <  icmp kind [mtu N] [about S] an ICMP error about the newest segment that left, or the newest with sequence number S
 *   call(descriptor, …) = result   a socket call; without `= result` its result may be anything
 *   setsockopt(3, NAME, value), getsockopt(3, NAME), send(3, …, MSG_OOB), recv(3, 10, MSG_PEEK)   as the real ones
 *   state(3), timer(3), deadline(3) (s from now), queued(3) (to read/to be acknowledged), view(3, name), readable(3), writable(3),
 *   states(), facts(kind), last(kind, field) = value; `none` in place of a descriptor: connections that no descriptor stands for
 *   given STATE                    the lines that lead to a state, with a peer that knows no option but MSS (story-states.ts)
 *   route off | on                 this host has lost, or has again, its route
 *   mtu N                          what the cable of this host carries from now on
 *
 * Nothing but what is written may leave. Text without quotes is a number of bytes: the alphabet over and over, each letter
 * at its place in the stream. `//` begins a comment.
 */
import type { TransportSettings } from '#engine/transport/transport.ts';
import { emitIcmp, quote } from '#engine/wire/icmp.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { ACK, emitTcp, SYN } from '#engine/wire/tcp.ts';
import { callOf, type Peer } from './story-calls.ts';
import { difference, optionsOf, readSegment, writeSegment } from './story-segment.ts';
import { GIVEN } from './story-states.ts';
import type { Sent } from './transport-peer.ts';
import { HERE, OURS, PEER, PEER_PORT, PORT, segmentIn, THEIRS } from './transport-peer.ts';
import { Stack } from './transport-stack.ts';

const UNITS: Record<string, number> = { '': 1e9, ns: 1, us: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9 };
/** How long `+*` waits, ns. */
const PATIENCE = 100 * 3600e9;

/** A tag for one story, told to a host with these settings. */
export function story(settings: TransportSettings = {}): (strings: TemplateStringsArray, ...values: unknown[]) => void {
  return (strings, ...values) => {
    const script = strings.map((text, at) => text + (at < values.length ? String(values[at]) : '')).join('');
    new Telling(settings).tell(script);
  };
}

class Telling implements Peer {
  readonly stack: Stack;
  /** ISS of the peer, from its SYN. */
  theirs = THEIRS;
  #ours: number;
  /** Our port, as the last segment had it. */
  #port = PORT;
  /** What left and no line has asked for yet, with its time. */
  #left: { time: number; segment: Sent }[] = [];
  #sent: Frame[] = [];
  #frames = 1_000_000;

  constructor(settings: TransportSettings) {
    this.stack = new Stack('here', HERE, { initialSequenceNumber: OURS, ...settings });
    this.#ours = settings.initialSequenceNumber ?? OURS;
  }

  tell(script: string): void {
    const lines = script.split('\n');
    lines.forEach((line, at) => {
      const clean = line.replace(/\/\/.*$/, '').trim();
      if (clean === '') return;
      try {
        this.#perform(clean);
      } catch (error) {
        throw new Error(`line ${at + 1}: ${clean}\n  ${(error as Error).message}`, { cause: error });
      }
    });
    this.#pass(0);
    this.#nothingElse('after the last line');
  }

  #perform(line: string): void {
    const given = /^given\s+(\S+)$/.exec(line);
    if (given !== null) {
      const lines = GIVEN[given[1]!];
      if (lines === undefined) throw new Error(`no lines lead to ${given[1]}`);
      for (const one of lines) this.#perform(one);
      return;
    }
    const [, star, time, unit, rest] = /^(?:\+(?:(\*)|([\d.]+)(ns|us|ms|s|min|h)?)\s+)?(.*)$/.exec(line)!;
    if (star !== undefined) this.#untilSomethingLeaves();
    else if (time !== undefined) this.#pass(Math.round(Number(time) * UNITS[unit ?? '']!));
    const [mark, written] = [rest![0], rest!.slice(1).trim()];
    if (mark === '<' || mark === '>') this.#pass(0);
    if (mark === '>') return this.#leaves(written);
    this.#nothingElse('before this line');
    if (mark === '<') this.#arrives(written);
    else if (rest!.startsWith('route ')) this.stack.data.routed = rest!.endsWith('on');
    else if (rest!.startsWith('mtu ')) this.stack.data.mtu = Number(rest!.slice(4));
    else this.#call(rest!);
    this.#collect();
  }

  /** Time goes by: what leaves on the way leaves before its line. */
  #pass(span: number): void {
    const until = this.stack.data.now + span;
    if (span > 0) this.#nothingElse('before this line');
    while ((this.stack.data.wakes[0] ?? Number.POSITIVE_INFINITY) < until) {
      this.stack.runTo(this.stack.data.wakes[0]!);
      this.#collect();
      this.#nothingElse('before this line');
    }
    this.stack.runTo(until);
    this.#collect();
  }

  #untilSomethingLeaves(): void {
    const until = this.stack.data.now + PATIENCE;
    while (this.#left.length === 0) {
      const next = this.stack.data.wakes[0];
      if (next === undefined || next > until) throw new Error('nothing ever leaves');
      this.stack.runTo(next);
      this.#collect();
    }
  }

  #collect(): void {
    for (const frame of this.stack.data.outbox.splice(0)) {
      const segment = segmentIn(frame);
      this.#port = segment.sourcePort;
      this.#sent.push(frame);
      this.#left.push({ time: this.stack.data.now, segment });
    }
  }

  #nothingElse(when: string): void {
    const [first] = this.#left;
    if (first === undefined) return;
    throw new Error(`${when} nothing was to leave, but there left, ${at(first.time)}: ${writeSegment(first.segment)}`);
  }

  #leaves(written: string): void {
    const [port, segment] = this.#portOf(written);
    const wanted = readSegment(segment);
    const next = this.#left.shift();
    if (next === undefined) throw new Error(`nothing leaves ${at(this.stack.data.now)}`);
    const other =
      port === null || next.segment.destinationPort === port ? null : `port ${next.segment.destinationPort}`;
    const different = difference(wanted, next.segment) ?? other;
    if (different !== null) throw new Error(`what leaves has ${different}: ${writeSegment(next.segment)}`);
  }

  #portOf(written: string): [number | null, string] {
    const [, port, rest] = /^(?:(\d+)\s+)?(.*)$/.exec(written)!;
    return [port === undefined ? null : Number(port), rest!];
  }

  #arrives(line: string): void {
    const [, written, reason] = /^(.*?)(?:\s+!\s*(\S+))?$/.exec(line)!;
    if (written!.startsWith('icmp ')) return this.#icmp(written!.slice(5));
    const [port, text] = this.#portOf(written!);
    const segment = readSegment(text);
    const sequence = segment.sequence ?? 0;
    const flags = segment.flags ?? ACK;
    if ((flags & SYN) !== 0) this.theirs = sequence;
    const first = sequence + ((flags & SYN) !== 0 ? 1 : 0);
    const { head, body } = emitTcp(
      {
        sourcePort: port ?? PEER_PORT,
        destinationPort: this.#port,
        sequence,
        acknowledgment: segment.acknowledgment ?? 0,
        flags,
        window: segment.window ?? 65_535,
        urgentPointer: segment.urgent ?? 0,
        payload: segment.text ?? letters((first - this.theirs - 1) >>> 0, segment.length ?? 0),
        ...(segment.options === null ? {} : { options: optionsOf(segment.options) }),
      },
      { source: PEER, destination: HERE, ttl: 64, identification: 0 },
    );
    const dropped = this.stack.receive(new Frame(++this.#frames, this.#frames, head, body));
    if (reason !== undefined && dropped !== reason) throw new Error(`it was ${dropped ?? 'taken'}`);
  }

  #icmp(written: string): void {
    const [, kind, mtu, about] = /^(\S+)(?:\s+mtu\s+(\d+))?(?:\s+about\s+(\d+))?$/.exec(written) ?? [];
    const code = { net: 0, host: 1, protocol: 2, port: 3, fragmentation: 4, prohibited: 13 }[kind ?? ''];
    const frame = this.#sent.findLast((one) => about === undefined || segmentIn(one).sequence === Number(about));
    if (frame === undefined || (code === undefined && kind !== 'exceeded')) throw new Error('no such ICMP error');
    const ip = parseIpv4(frame);
    if (isFault(ip)) throw new Error(ip.fault);
    const quoted = quote(frame, ip);
    const message =
      code === undefined
        ? ({ kind: 'time-exceeded', code: 0, quoted } as const)
        : ({ kind: 'unreachable', code, mtu: Number(mtu ?? 0), quoted } as const);
    const { head, body } = emitIcmp(message, { source: PEER, destination: HERE, ttl: 64, identification: 0 });
    this.stack.receive(new Frame(++this.#frames, this.#frames, head, body));
  }

  #call(line: string): void {
    const [, name, given, wanted] = /^(\w+)\((.*?)\)(?:\s*=\s*(.*))?$/.exec(line) ?? [];
    if (name === undefined) throw new Error('this is no line of a story');
    const all = given === '' ? [] : given!.split(/,\s*(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    const found = callOf(this, name, all);
    if (wanted !== undefined && found !== wanted.trim()) throw new Error(`it is ${found}`);
  }

  /** Text the program sends: as written, or so many letters in their places. */
  contents(written: string, descriptor: number): Uint8Array {
    const quoted = /^"(.*)"$/.exec(written);
    if (quoted !== null) return Uint8Array.from(quoted[1]!, (letter) => letter.charCodeAt(0));
    const view = this.stack.view(descriptor);
    const queued = this.stack.rows().find((row) => row.descriptor === descriptor)?.sendQueue ?? 0;
    return letters((Math.max(view.sndUna - this.#ours - 1, 0) + queued) >>> 0, Number(written));
  }
}

function letters(from: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => 97 + ((from + at) % 26));
}

function at(time: number): string {
  return `at ${time / 1e9} s`;
}
