import { copyPlain } from '#engine/sim/copy.ts';
import type { Dice } from '#engine/sim/dice.ts';
import { diceFor, throwDice } from '#engine/sim/dice.ts';
import type { TransportSettings } from '#engine/transport/transport.ts';
import { Frame } from '#engine/wire/frame.ts';
import type { Sent } from './transport-peer.ts';
import { HERE, PEER, segmentIn } from './transport-peer.ts';
import type { StackData } from './transport-stack.ts';
import { Stack } from './transport-stack.ts';

/** How bad the line between the two is. Shares of packets, 0 … 1; times in ns. */
export interface Line {
  delay: number;
  loss: number;
  duplication: number;
  /** A packet takes up to this much longer, each its own time. */
  jitter: number;
  /** Share of packets in which one bit is turned. */
  bitErrors: number;
}

interface Flight {
  time: number;
  order: number;
  to: 0 | 1;
  frame: Frame;
}

/** Plain data: a test may copy it and go on with the copy. */
interface PairData {
  now: number;
  order: number;
  flights: Flight[];
  line: Line;
  dice: Dice;
  stacks: [StackData, StackData];
  /** Packets each end has put on the line. */
  count: [number, number];
  log: string[];
}

/** A program that a test gives one end: called whenever its sockets may have something for it. */
export type Pump = (stack: Stack) => void;

/** Two transports joined by a line that loses, repeats and reorders. `a` is 10.0.0.1, `b` 10.0.0.2. */
export class Pair {
  a: Stack;
  b: Stack;
  pumps: [Pump, Pump] = [() => {}, () => {}];
  /** Packets the test loses by hand: true to lose the `index`th (from 0) of one end. */
  loses: (segment: Sent, from: 'a' | 'b', index: number) => boolean = () => false;
  #data: PairData;

  constructor(line: Partial<Line> = {}, seed = 1, settings: [TransportSettings?, TransportSettings?] = []) {
    this.a = new Stack('a', HERE, settings[0], seed);
    this.b = new Stack('b', PEER, settings[1], seed);
    this.#data = {
      now: 0,
      order: 0,
      flights: [],
      line: { delay: 10_000_000, loss: 0, duplication: 0, jitter: 0, bitErrors: 0, ...line },
      dice: diceFor(seed, 'line'),
      stacks: [this.a.data, this.b.data],
      count: [0, 0],
      log: [],
    };
  }

  /** Another pair in just this state, with its own future. The pumps and `loses` are the same functions. */
  copy(): Pair {
    const pair = new Pair();
    pair.#data = copyPlain(this.#data);
    [pair.a.data, pair.b.data] = pair.#data.stacks;
    pair.pumps = this.pumps;
    pair.loses = this.loses;
    return pair;
  }

  get now(): number {
    return this.#data.now;
  }

  /** Everything that was ever put on the line, with its time and what became of it. */
  get log(): readonly string[] {
    return this.#data.log;
  }

  /** Goes on until nothing will happen any more, or until `time`; false: there is more to come. */
  run(time = Number.POSITIVE_INFINITY, budget = 200_000): boolean {
    this.#settle();
    for (let step = 0; step < budget; step++) {
      const flight = this.#data.flights[0];
      const wakes = [this.a, this.b].map(({ data }) => data.wakes[0] ?? Number.POSITIVE_INFINITY);
      const next = Math.min(flight?.time ?? Number.POSITIVE_INFINITY, ...wakes);
      if (next > time || next === Number.POSITIVE_INFINITY) {
        if (time !== Number.POSITIVE_INFINITY) this.#clock(time);
        return next === Number.POSITIVE_INFINITY;
      }
      this.#clock(next);
      if (flight !== undefined && flight.time === next) {
        this.#data.flights.shift();
        [this.a, this.b][flight.to]!.receive(flight.frame);
      } else {
        for (const stack of [this.a, this.b]) stack.runTo(next);
      }
      this.#settle();
    }
    throw new Error('the two never come to rest');
  }

  #clock(time: number): void {
    if (time < this.#data.now) throw new Error('time runs back');
    this.#data.now = time;
    this.a.data.now = time;
    this.b.data.now = time;
  }

  /** Lets the programs run and puts on the line what left. */
  #settle(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const side of [0, 1] as const) {
        const stack = side === 0 ? this.a : this.b;
        if (stack.data.ready.length > 0) {
          stack.data.ready = [];
          this.pumps[side](stack);
          changed = true;
        }
        for (const frame of stack.data.outbox.splice(0)) this.#send(side, frame);
      }
    }
  }

  #send(from: 0 | 1, frame: Frame): void {
    const data = this.#data;
    const index = data.count[from]++;
    const lost = this.#chance(data.line.loss) || this.loses(segmentIn(frame), from === 0 ? 'a' : 'b', index);
    data.log.push(`${data.now} ${from === 0 ? 'a' : 'b'} ${frame.length} ${hex(frame)}${lost ? ' lost' : ''}`);
    if (lost) return;
    const copies = this.#chance(data.line.duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const jitter = data.line.jitter === 0 ? 0 : throwDice(data.dice) % data.line.jitter;
      const flight = {
        time: data.now + data.line.delay + jitter,
        order: data.order++,
        to: from === 0 ? 1 : 0,
        frame: this.#chance(data.line.bitErrors) ? damaged(frame, throwDice(data.dice)) : frame,
      } as Flight;
      let at = data.flights.length;
      while (at > 0 && data.flights[at - 1]!.time > flight.time) at--;
      data.flights.splice(at, 0, flight);
    }
  }

  #chance(share: number): boolean {
    return share > 0 && throwDice(this.#data.dice) / 2 ** 32 < share;
  }
}

/** The packet with one bit turned, somewhere after the Ethernet header. */
function damaged(frame: Frame, dice: number): Frame {
  const bytes = frame.bytes().slice();
  const at = 14 + (dice % (frame.length - 14));
  bytes[at]! ^= 1 << (dice >>> 29);
  const { head } = frame;
  return new Frame(frame.id, frame.packet, bytes.slice(0, head.length), bytes.slice(head.length));
}

function hex(frame: Frame): string {
  return Array.from(frame.head.subarray(14), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
