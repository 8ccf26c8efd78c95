import type { CableLoad } from '#engine/sim/signs.ts';
import { gapTime, PREAMBLE_LENGTH } from '#engine/link/cable.ts';
import type { FrameScan } from '#engine/trace/frame-scan.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { FCS_LENGTH } from '#engine/wire/frame.ts';

/** Facts of a window at most: what a question may read when the cursor has jumped. A busier stretch is looked at for less long. */
const MOST_FACTS = 1 << 13;
/** How many stretches a transmission that reaches into the window may have begun before it. */
const REACH = 4;
/** Moments at which copies left, and drops, told of at most: the newest ones. */
const MOST_FLOODS = 32;
const MOST_DROPS = 40;

/** What one direction of a cable sent: when each frame's first bit left, when its silence was over, and its bits. */
interface Line {
  began: number[];
  ended: number[];
  bits: number[];
}

/** A device let copies of one frame leave through several ports at once. */
export interface Flood {
  seq: number;
  device: string;
  time: number;
}

/**
 * The last stretch of time before the cursor, as facts tell it: what each cable sent, what broadcasts reached each device,
 * what was flooded. It slides along with the cursor and reads each fact once; when the cursor jumps it is read anew, and
 * says the same as if it had slid there.
 */
export class RecentWindow {
  readonly #trace: TraceStore;
  #frames: FrameScan;
  /** By cable id. */
  #lines = new Map<string, [Line, Line]>();
  #loads = new Map<string, CableLoad>();
  #broadcasts: { time: number; device: string }[] = [];
  #floods: Flood[] = [];
  #drops: { seq: number; time: number }[] = [];
  /** The newest fact that has been read; 0: none. */
  #to = 0;
  #stretch = 0;
  /** ns at which the window begins. */
  #start = 0;
  #now = 0;

  constructor(trace: TraceStore) {
    this.#trace = trace;
    this.#frames = trace.scanFrames();
  }

  /** Forgets all that was read. Called before the trace itself is cut. */
  cut(): void {
    this.#frames = this.#trace.scanFrames();
    this.#forget();
  }

  /** Puts the window so that it ends at `now` ns, after fact `cursor`, and is `stretch` ns long, or as long as it can be. */
  moveTo(cursor: number, now: number, stretch: number, loads: readonly CableLoad[]): void {
    const trace = this.#trace;
    this.#loads = new Map(loads.map((load) => [load.settings.id, load]));
    const least = Math.max(1, cursor - MOST_FACTS + 1);
    if (cursor < this.#to || least > this.#to + 1 || stretch !== this.#stretch || now < this.#now) {
      this.#forget();
    }
    this.#stretch = stretch;
    this.#now = now;
    // A stretch so busy that it is not read whole begins with the first fact that is.
    this.#start = Math.max(0, now - stretch, least > 1 ? trace.time(least) : 0);
    if (this.#to === 0) this.#to = this.#firstOf(least, cursor, loads) - 1;
    for (let seq = this.#to + 1; seq <= cursor; seq++) this.#read(seq);
    this.#to = Math.max(this.#to, cursor);
    this.#slide();
  }

  /** ns the window is long. */
  get length(): number {
    return Math.max(1, this.#now - this.#start);
  }

  /** Share of the window, 0 … 1, in which a direction of a cable was busy, and what it sent in it, bit/s. */
  useOf(cable: string, direction: 0 | 1): { busy: number; rate: number } {
    const line = this.#lines.get(cable)?.[direction];
    if (line === undefined) return { busy: 0, rate: 0 };
    let [busy, bits] = [0, 0];
    for (let index = 0; index < line.began.length; index++) {
      const [began, ended] = [line.began[index]!, line.ended[index]!];
      const inside = Math.min(ended, this.#now) - Math.max(began, this.#start);
      if (inside <= 0) continue;
      busy += inside;
      bits += (line.bits[index]! * inside) / (ended - began);
    }
    return { busy: Math.min(1, busy / this.length), rate: (bits * 1e9) / this.length };
  }

  /** Broadcast frames that reached each device in the window. */
  broadcasts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { device } of this.#broadcasts) counts.set(device, (counts.get(device) ?? 0) + 1);
    return counts;
  }

  /** Cables that sent something in the window. */
  cables(): Iterable<string> {
    return this.#lines.keys();
  }

  /** What was flooded in the window: the newest. */
  floods(): readonly Flood[] {
    return this.#floods;
  }

  /** The facts of frames thrown away in the window: the newest. */
  drops(): readonly number[] {
    return this.#drops.map(({ seq }) => seq);
  }

  #forget(): void {
    this.#lines = new Map();
    this.#broadcasts = [];
    this.#floods = [];
    this.#drops = [];
    this.#to = 0;
  }

  /** The first fact that may say something of the window: what began before it may still be sent in it. */
  #firstOf(least: number, cursor: number, loads: readonly CableLoad[]): number {
    const slowest = loads.reduce((most, load) => Math.max(most, load.slowest), 0);
    const from = this.#start - Math.min(slowest, REACH * this.#stretch);
    let low = least;
    let high = cursor + 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#trace.time(middle) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(seq: number): void {
    const trace = this.#trace;
    switch (trace.kind(seq)) {
      case 'frame.sent':
        return this.#sent(seq);
      case 'frame.arrived':
        if (!this.#frames.read(trace.frame(seq)) || !isBroadcast(this.#frames.head)) return;
        this.#broadcasts.push({ time: trace.time(seq), device: trace.device(seq) ?? '' });
        return;
      case 'switch.flooded':
      case 'hub.repeated':
        this.#floods.push({ seq, device: trace.device(seq) ?? '', time: trace.time(seq) });
        return;
      case 'frame.dropped':
        this.#drops.push({ seq, time: trace.time(seq) });
    }
  }

  #sent(seq: number): void {
    const trace = this.#trace;
    const load = this.#loads.get(String(trace.detail(seq)['cable']));
    if (load === undefined || !this.#frames.read(trace.frame(seq))) return;
    const { id, a } = load.settings;
    const direction = trace.device(seq) === a.device && trace.port(seq) === a.port ? 0 : 1;
    let lines = this.#lines.get(id);
    if (lines === undefined) this.#lines.set(id, (lines = [newLine(), newLine()]));
    const bits = (PREAMBLE_LENGTH + this.#frames.length + FCS_LENGTH) * 8;
    const bandwidth = load.bandwidth[direction];
    const began = trace.time(seq);
    const line = lines[direction];
    line.began.push(began);
    line.ended.push(began + (bits * 1e9) / bandwidth + gapTime({ bandwidth }));
    line.bits.push(bits);
  }

  /** Lets go of what lies before the window. */
  #slide(): void {
    for (const [cable, lines] of this.#lines) {
      for (const line of lines) {
        let gone = 0;
        while (gone < line.ended.length && line.ended[gone]! <= this.#start) gone++;
        if (gone === 0) continue;
        line.began.splice(0, gone);
        line.ended.splice(0, gone);
        line.bits.splice(0, gone);
      }
      if (lines[0].began.length + lines[1].began.length === 0) this.#lines.delete(cable);
    }
    let gone = 0;
    while (gone < this.#broadcasts.length && this.#broadcasts[gone]!.time < this.#start) gone++;
    this.#broadcasts.splice(0, gone);
    this.#floods = this.#floods.filter(({ time }) => time >= this.#start).slice(-MOST_FLOODS);
    this.#drops = this.#drops.filter(({ time }) => time >= this.#start).slice(-MOST_DROPS);
  }
}

function newLine(): Line {
  return { began: [], ended: [], bits: [] };
}

/** Whether a frame is for all stations: its destination is all ones (IEEE 802-2014 §8.2). */
function isBroadcast(head: Uint8Array): boolean {
  for (let at = 0; at < 6; at++) if (head[at] !== 0xff) return false;
  return head.length >= 6;
}
