import type { Kind } from '#engine/trace/kinds.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { NoteName, PacketNote } from '#contract/packets.ts';
import { endOf, segment, type Conversation, type Conversations } from './conversations.ts';
import type { Journeys } from '../packets/journeys.ts';
import { ASTRAY } from './ladder.ts';
import { packetFacts } from '../packets/facts.ts';

/** Segments of a conversation gone back through to find the one that another repeats, answers or follows. */
const LOOKED_BACK = 1024;

/** What is remarkable whatever the packet carries, by the kind of fact that tells it. */
const BY_KIND: Readonly<Partial<Record<Kind, NoteName>>> = {
  'ip.fragmented': 'fragment',
  'frame.damaged': 'damaged',
  'frame.duplicated': 'duplicated',
  'frame.marked': 'congestion-marked',
  'rule.marked': 'congestion-marked',
  'touch.held': 'touched',
  'touch.delayed': 'touched',
  'touch.duplicated': 'touched',
  'touch.flipped': 'touched',
  'touch.edited': 'touched',
};

/** What a segment is for that a timer let go. */
const BY_TIMER: Readonly<Record<string, NoteName>> = {
  persist: 'zero-window-probe',
  'keep-alive': 'keep-alive',
  'delayed-ack': 'delayed-acknowledgment',
};

/**
 * What somebody who knows the protocols would notice about a packet, up to fact `cursor`, in the order in which it happened.
 * What TCP itself decided (to send again, to count a duplicate) is read from its facts, never guessed from the bytes.
 */
export function packetNotes(
  trace: TraceStore,
  journeys: Journeys,
  conversations: Conversations,
  packet: number,
  cursor: number,
): PacketNote[] {
  const notes: PacketNote[] = [];
  const note = (name: NoteName, fact: number, parameters: PacketNote['parameters'] = {}, other = 0): void => {
    if (notes.some((each) => each.note === name && name !== 'touched')) return;
    notes.push({ note: name, fact, packet: other, parameters });
  };
  const segments = new Segments(trace, journeys, conversations);
  for (const seq of packetFacts(trace, journeys, packet, cursor)) {
    const kind = trace.kind(seq);
    const named = BY_KIND[kind];
    if (named !== undefined) note(named, seq, { ...trace.detail(seq), ...(named === 'touched' ? { kind } : {}) });
    else if (kind === 'tcp.sent') segments.sent(seq, note);
    else if (kind === 'tcp.received') segments.received(seq, note);
    else if (kind === 'tcp.duplicate') {
      note('duplicate-acknowledgment', seq, { count: Number(trace.detail(seq)['count']) });
    } else if (kind === 'frame.dropped' && !ASTRAY.has(trace.reason(seq))) {
      note('dropped', seq, { reason: trace.reason(seq) });
    }
  }
  return notes;
}

type Note = (name: NoteName, fact: number, parameters?: PacketNote['parameters'], other?: number) => void;

/** What is remarkable about a segment among those of its conversation. */
class Segments {
  readonly #trace: TraceStore;
  readonly #journeys: Journeys;
  readonly #conversations: Conversations;

  constructor(trace: TraceStore, journeys: Journeys, conversations: Conversations) {
    this.#trace = trace;
    this.#journeys = journeys;
    this.#conversations = conversations;
  }

  /** A segment leaves its end. */
  sent(seq: number, note: Note): void {
    const trace = this.#trace;
    const own = segment(trace, seq);
    const cause = trace.cause(seq);
    if (cause !== 0 && trace.kind(cause) === 'tcp.retransmitted') {
      const { why, attempt } = trace.detail(cause);
      const parameters = { why: String(why), attempt: Number(attempt) };
      const original = this.#before(seq, (other) => covers(other, own.sequence));
      const name = why === 'probe' ? 'zero-window-probe' : why === 'fast' ? 'fast-retransmission' : 'retransmission';
      note(name, cause, parameters, original === 0 ? 0 : trace.packet(original));
    }
    if (cause !== 0 && trace.kind(cause) === 'tcp.timer.expired') {
      const timed = BY_TIMER[String(trace.detail(cause)['timer'])];
      if (timed !== undefined) note(timed, cause);
    }
    const control = /SYN|RST|FIN/.test(own.text);
    if (own.window === 0 && !control) note('zero-window', seq);
    if (own.text.includes('RST')) note('reset', seq);
    if (own.text.includes('URG')) note('urgent', seq);
    if (own.length === 0 && !control) this.#update(seq, own, note);
    if (own.length > 0) this.#full(seq, own, note);
  }

  /** A segment comes to the other end. */
  received(seq: number, note: Note): void {
    const trace = this.#trace;
    const own = segment(trace, seq);
    if (own.length === 0) return;
    const sending = this.#sendingOf(trace.packet(seq));
    if (sending === 0 || trace.kind(trace.cause(sending)) === 'tcp.retransmitted') return;
    let furthest: number | null = null;
    let later = 0;
    // What had come before from the same end, and how far it reached.
    this.#before(sending, (other, fact) => {
      if (this.#arrivedAt(fact, trace.device(seq), seq) === 0) return false;
      const end = endSequence(other);
      if (furthest === null || ((end - furthest) | 0) > 0) furthest = end;
      return false;
    });
    // What was sent after it and came before it.
    const conversation = this.#of(seq);
    if (conversation !== undefined) {
      const { segments } = conversation;
      for (let index = segments.countUpTo(sending); index < segments.length; index++) {
        const fact = segments.at(index);
        if (fact > seq) break;
        if (trace.device(fact) !== trace.device(sending) || segment(trace, fact).length === 0) continue;
        if (this.#arrivedAt(fact, trace.device(seq), seq) !== 0) later = fact;
      }
    }
    if (later !== 0) note('out-of-order', seq, {}, trace.packet(later));
    else if (furthest !== null && ((own.sequence - furthest) | 0) > 0) {
      note('segment-missing', seq, { missing: (own.sequence - furthest) >>> 0 });
    }
  }

  /** An acknowledgment that says nothing new but that there is more room. */
  #update(seq: number, own: Segment, note: Note): void {
    const last = this.#before(seq, () => true);
    if (last === 0) return;
    const before = segment(this.#trace, last);
    const same = before.acknowledgment === own.acknowledgment && endSequence(before) === own.sequence;
    if (same && !before.text.includes('SYN') && own.window > before.window) {
      note('window-update', seq, { before: before.window, window: own.window });
    }
  }

  /** A segment that reaches to the very edge of what the other end has room for. */
  #full(seq: number, own: Segment, note: Note): void {
    const trace = this.#trace;
    const device = trace.device(seq);
    const told = this.#before(seq, (_, fact) => this.#arrivedAt(fact, device, seq) !== 0, true);
    if (told === 0) return;
    const { acknowledgment, window } = segment(trace, told);
    if ((acknowledgment + window) >>> 0 === endSequence(own)) note('window-full', seq, { window }, trace.packet(told));
  }

  /** The newest segment sent before fact `seq` by the end that sent it (`other`: by the other end) that fits; 0: none. */
  #before(seq: number, fits: (one: Segment, fact: number) => boolean, other = false): number {
    const trace = this.#trace;
    const conversation = this.#of(seq);
    if (conversation === undefined) return 0;
    const { segments } = conversation;
    const own = endOf(trace, conversation, seq);
    const first = segments.countUpTo(seq - 1) - 1;
    for (let index = first; index >= Math.max(0, first - LOOKED_BACK); index--) {
      const fact = segments.at(index);
      if (trace.kind(fact) !== 'tcp.sent') continue;
      if ((endOf(trace, conversation, fact) === own) === other) continue;
      if (fits(segment(trace, fact), fact)) return fact;
    }
    return 0;
  }

  #of(seq: number): Conversation | undefined {
    const id = this.#conversations.partOf(seq);
    return id === null ? undefined : this.#conversations.find(id);
  }

  #sendingOf(packet: number): number {
    for (const way of this.#journeys.facts(packet, this.#trace.length)) {
      const first = packetStart(this.#trace, way, packet);
      if (first !== 0) return first;
      break;
    }
    return 0;
  }

  /** The fact by which device took the segment sent by fact `sent`, if that was before fact `until`; 0: it was not. */
  #arrivedAt(sent: number, device: string | null, until: number): number {
    for (const way of this.#journeys.facts(this.#trace.packet(sent), until - 1)) {
      if (this.#trace.kind(way) === 'tcp.received' && this.#trace.device(way) === device) return way;
    }
    return 0;
  }
}

type Segment = ReturnType<typeof segment>;

/** The sequence number behind a segment's last byte; SYN and FIN take one each (RFC 9293 §3.4). */
function endSequence({ sequence, length, flags }: Segment): number {
  return (sequence + length + (flags.syn ? 1 : 0) + (flags.fin ? 1 : 0)) >>> 0;
}

/** Whether a sequence number is among those a segment took. */
function covers(one: Segment, sequence: number): boolean {
  const offset = (sequence - one.sequence) >>> 0;
  return offset < (endSequence(one) - one.sequence) >>> 0;
}

/** The `tcp.sent` among the causes of a packet's first sending; 0: it is no segment of a simulated end. */
function packetStart(trace: TraceStore, way: number, packet: number): number {
  for (let seq = way; seq !== 0 && trace.packet(seq) === packet; seq = trace.cause(seq)) {
    if (trace.kind(seq) === 'tcp.sent') return seq;
  }
  return 0;
}
