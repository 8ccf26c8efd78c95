/**
 * What two ends said to each other: connections found in the trace, their ladders and their spans of time. This room reads
 * facts of both ends and never the state of a device.
 */
import type { TraceStore } from '#engine/trace/store.ts';
import type { ConversationRow } from '#contract/shapes.ts';
import { TraceReader } from '../reading/trace-reader.ts';
import { Numbers } from '../reading/numbers.ts';

/** Conversations told in one list; the newest when there are more. */
export const MOST_CONVERSATIONS = 1000;

/** One end of a conversation, as far as facts were seen of it. */
export interface End {
  device: string;
  /** `local:port-remote:port`, seen from this end. */
  connection: string;
  /** Number of its first fact. */
  first: number;
  /** The first fact of the conversation that has taken over its four-tuple at this device; 0: none has. */
  replaced: number;
  /** Numbers of its `tcp.state` facts, ascending. */
  states: Numbers;
  /** Sequence number after the highest one it sent; null: nothing sent. */
  sentUpTo: number | null;
  /** Whether it has sent a SYN that acknowledges the other's. */
  answered: boolean;
}

/** Whose conversations: TCP connections, or UDP datagrams between the same two endpoints. */
export type ConversationProtocol = 'tcp' | 'udp';

/** One conversation between two ends, from its first fact to its last. */
export interface Conversation {
  protocol: ConversationProtocol;
  /** Number of its first fact. */
  first: number;
  last: number;
  /** In the order in which they were seen. Index `client` is the one that opened, if it is known. */
  ends: [End] | [End, End];
  /** 0, 1: index of the end that opened; null: no segment seen yet. 1 may be an end outside of what is simulated. */
  client: 0 | 1 | null;
  /** Facts that make a rung: segments and changes of state, ascending. */
  rungs: Numbers;
  /** Those among them that are segments. */
  segments: Numbers;
  retransmissions: Set<number>;
}

/**
 * Conversations of one protocol, found in the facts of their ends.
 *
 * An end is a device and its `connection` (of UDP, both endpoints). What one end sends, the other receives under the same packet number, and so
 * they are brought together, whatever addresses both believe in. A four-tuple used again is a new conversation: its
 * opener leaves CLOSED again, and the other end follows with the first packet. Where both ends open, the second joins the first.
 */
export class Conversations extends TraceReader {
  readonly #conversations: Conversation[] = [];
  /** Each end's newest conversation, by device and connection. */
  readonly #newest = new Map<string, number>();
  /** By a connection's name the newest conversation that an end with that name began. */
  readonly #openers = new Map<string, number>();
  /** For each packet the index of the conversation that sent it, plus 1. */
  readonly #senders = new Numbers();
  /** And the fact of that. */
  readonly #sendings = new Numbers();
  readonly #protocol: ConversationProtocol;

  constructor(trace: TraceStore, protocol: ConversationProtocol = 'tcp') {
    super(trace);
    this.#protocol = protocol;
  }

  protected take(first: number, last: number): void {
    const trace = this.trace;
    const [sent, received] = KINDS_OF[this.#protocol];
    const state = this.#protocol === 'tcp' ? 'tcp.state' : null;
    for (let seq = first; seq <= last; seq++) {
      const kind = trace.kind(seq);
      if (kind === sent) this.#sent(seq);
      else if (kind === received) this.#received(seq);
      else if (kind === state) this.#state(seq);
    }
  }

  /** Only conversations that have such facts are gone through. */
  protected forget(length: number): void {
    const kept = this.#conversations.filter((conversation) => conversation.first <= length);
    this.#conversations.length = 0;
    this.#newest.clear();
    this.#openers.clear();
    for (const conversation of kept) {
      const index = this.#conversations.push(conversation) - 1;
      if (conversation.last > length) this.#shorten(conversation, length);
      this.#openers.set(conversation.ends[0].connection, index);
      for (const end of conversation.ends) {
        if (end.replaced > length) end.replaced = 0;
        this.#newest.set(keyOf(end.device, end.connection), index);
      }
    }
    // Packet numbers after the cut will be given again, to others.
    for (let packet = 1; packet < this.#sendings.length; packet++) {
      if (this.#sendings.at(packet) > length) this.#senders.set(packet, 0);
    }
  }

  /** The conversations begun up to fact `cursor`, oldest first, as they stand there. */
  list(cursor: number): ConversationRow[] {
    this.catchUp();
    const rows: ConversationRow[] = [];
    for (let index = this.#conversations.length - 1; index >= 0 && rows.length < MOST_CONVERSATIONS; index--) {
      const conversation = this.#conversations[index]!;
      const segments = conversation.segments.countUpTo(cursor);
      if (segments > 0) rows.push(this.#row(conversation, segments, cursor));
    }
    return rows.reverse();
  }

  /** The conversation with an id of `list`. */
  find(id: string): Conversation | undefined {
    this.catchUp();
    return this.#conversations.find((conversation) => String(conversation.first) === id);
  }

  /** Id of the conversation that sent a packet, when that one is in `list(cursor)`; null: none, or a later one. */
  ofPacket(packet: number, cursor: number): string | null {
    this.catchUp();
    const conversation = this.#conversations[this.#senders.at(packet) - 1];
    return conversation !== undefined && conversation.segments.countUpTo(cursor) > 0
      ? String(conversation.first)
      : null;
  }

  /** The fact by which a packet was sent; 0: by none that is known. */
  sendingOf(packet: number): number {
    this.catchUp();
    return this.#senders.at(packet) === 0 ? 0 : this.#sendings.at(packet);
  }

  /** Id of the conversation that a fact of one of its ends is part of; null: of none. */
  partOf(seq: number): string | null {
    if (!this.trace.kind(seq).startsWith(this.#protocol)) return null;
    const connection = connectionOf(this.trace, seq);
    if (connection === null) return null;
    this.catchUp();
    const device = this.trace.device(seq) ?? '';
    // A four-tuple used again is a new conversation from its first fact on.
    for (let index = this.#newest.get(keyOf(device, connection)) ?? -1; index >= 0; index--) {
      const { first, ends } = this.#conversations[index]!;
      const end = ends.find((each) => each.device === device && each.connection === connection);
      if (end !== undefined && end.first <= seq) return String(first);
    }
    return null;
  }

  /** Every conversation of the known history, in the order in which they began. */
  all(): readonly Conversation[] {
    this.catchUp();
    return this.#conversations;
  }

  #row(conversation: Conversation, segments: number, cursor: number): ConversationRow {
    const seen = conversation.ends.map((end) => (end.first <= cursor ? end : undefined));
    const client = seen[conversation.client ?? 0];
    const server = seen[conversation.client === 1 ? 0 : 1];
    return {
      id: String(conversation.first),
      protocol: this.#protocol,
      ...namesOf(client, server),
      clientState: this.#stateAt(client, cursor),
      serverState: this.#stateAt(server, cursor),
      segments,
      start: this.trace.time(conversation.first),
    };
  }

  #stateAt(end: End | undefined, cursor: number): string {
    if (end === undefined || this.#protocol === 'udp') return '';
    const count = end.states.countUpTo(cursor);
    return count === 0 ? 'CLOSED' : String(this.trace.detail(end.states.at(count - 1))['to']);
  }

  #sent(seq: number): void {
    const trace = this.trace;
    const index = this.#current(seq) ?? this.#open(seq);
    const conversation = this.#conversations[index]!;
    const end = this.#join(index, seq);
    const { flags } = segment(trace, seq);
    conversation.client ??= (flags.syn && flags.ack ? other(conversation, end) : placeOf(conversation, end)) as 0 | 1;
    if (this.#advances(end, seq)) conversation.retransmissions.add(seq);
    const packet = trace.packet(seq);
    if (packet !== 0) {
      this.#senders.set(packet, index + 1);
      this.#sendings.set(packet, seq);
    }
    conversation.segments.push(seq);
    this.#rung(conversation, seq);
  }

  #received(seq: number): void {
    const trace = this.trace;
    const sender = this.#senders.at(trace.packet(seq)) - 1;
    const current = this.#current(seq);
    if (sender >= 0) {
      // A packet of an older conversation that comes late does not take the end back to it.
      const whole = this.#conversations[sender]!.ends.length === 2;
      if (!whole && (current === undefined || sender > current)) this.#join(sender, seq);
      this.#conversations[Math.max(sender, current ?? sender)]!.last = seq;
      return;
    }
    // From outside of what is simulated: its arrival is all that is known of the other end's segment.
    const index = current ?? this.#open(seq);
    const conversation = this.#conversations[index]!;
    const end = this.#join(index, seq);
    const { flags } = segment(trace, seq);
    conversation.client ??= (flags.syn && !flags.ack ? other(conversation, end) : placeOf(conversation, end)) as 0 | 1;
    conversation.segments.push(seq);
    this.#rung(conversation, seq);
  }

  #state(seq: number): void {
    const detail = this.trace.detail(seq);
    const opens = String(detail['to']).startsWith('SYN');
    let index = this.#current(seq);
    if (opens && detail['from'] === 'CLOSED') index = this.#openedToward(seq) ?? this.#open(seq);
    if (index === undefined && opens) index = this.#open(seq);
    // A socket that only listens is nobody's conversation yet.
    if (index === undefined) return;
    const end = this.#join(index, seq);
    end.states.push(seq);
    this.#rung(this.#conversations[index]!, seq);
  }

  #rung(conversation: Conversation, seq: number): void {
    conversation.rungs.push(seq);
    conversation.last = seq;
  }

  /** Index of the newest conversation of the end a fact speaks of. */
  #current(seq: number): number | undefined {
    return this.#newest.get(keyOf(this.trace.device(seq) ?? '', connectionOf(this.trace, seq) ?? ''));
  }

  /**
   * Index of the conversation in which the other end is just opening towards the one a fact speaks of (simultaneous open,
   * RFC 9293 §3.5): its SYN is on its way here, or lost. Known by addresses; behind a translator the two stay apart.
   */
  #openedToward(seq: number): number | undefined {
    const connection = connectionOf(this.trace, seq) ?? '';
    const index = this.#openers.get(split(connection).toReversed().join('-'));
    if (index === undefined) return undefined;
    const { ends } = this.#conversations[index]!;
    const [{ device, states }] = ends;
    const waits = states.length > 0 && this.trace.detail(states.at(states.length - 1))['to'] === 'SYN-SENT';
    return ends.length === 1 && waits && device !== this.trace.device(seq) ? index : undefined;
  }

  /** A new conversation whose first end is the one a fact speaks of. */
  #open(seq: number): number {
    const index = this.#conversations.length;
    const end = this.#newEnd(seq);
    this.#conversations.push({
      protocol: this.#protocol,
      first: seq,
      last: seq,
      ends: [end],
      client: null,
      rungs: new Numbers(),
      segments: new Numbers(),
      retransmissions: new Set(),
    });
    this.#newest.set(keyOf(end.device, end.connection), index);
    this.#openers.set(end.connection, index);
    return index;
  }

  /** The end of conversation `index` that a fact speaks of; it becomes the second one if it was not known. */
  #join(index: number, seq: number): End {
    const conversation = this.#conversations[index]!;
    const place = endOf(this.trace, conversation, seq);
    if (place !== null) return conversation.ends[place]!;
    const end = this.#newEnd(seq);
    conversation.ends = [conversation.ends[0], end];
    this.#newest.set(keyOf(end.device, end.connection), index);
    return end;
  }

  /** An end that takes over from the one that had the same four-tuple at that device, if one had. */
  #newEnd(seq: number): End {
    const connection = connectionOf(this.trace, seq) ?? '';
    const device = this.trace.device(seq) ?? '';
    const before = this.#conversations[this.#newest.get(keyOf(device, connection)) ?? -1];
    for (const end of before?.ends ?? []) {
      if (end.device === device && end.connection === connection) end.replaced = seq;
    }
    return { device, connection, first: seq, replaced: 0, states: new Numbers(), sentUpTo: null, answered: false };
  }

  /** Notes what an end has sent; true if it sends again what it had sent before. */
  #advances(end: End, seq: number): boolean {
    if (this.#protocol === 'udp') return false;
    const { sequence, length, flags } = segment(this.trace, seq);
    const occupied = length + (flags.syn ? 1 : 0) + (flags.fin ? 1 : 0);
    // The first SYN that acknowledges tells something new, also after one that did not (simultaneous open, RFC 9293 §3.5).
    const answers = flags.syn && flags.ack && !end.answered;
    if (answers) end.answered = true;
    const again = occupied > 0 && !answers && end.sentUpTo !== null && ((sequence - end.sentUpTo) | 0) < 0;
    const after = (sequence + occupied) >>> 0;
    if (end.sentUpTo === null || ((after - end.sentUpTo) | 0) > 0) end.sentUpTo = after;
    return again;
  }

  #shorten(conversation: Conversation, length: number): void {
    const { rungs, segments } = conversation;
    rungs.truncate(rungs.countUpTo(length));
    segments.truncate(segments.countUpTo(length));
    for (const seq of conversation.retransmissions) if (seq > length) conversation.retransmissions.delete(seq);
    if (conversation.ends.length === 2 && conversation.ends[1].first > length)
      conversation.ends = [conversation.ends[0]];
    for (const end of conversation.ends) {
      end.states.truncate(end.states.countUpTo(length));
      end.sentUpTo = null;
      end.answered = false;
    }
    for (let index = 0; index < segments.length; index++) {
      const seq = segments.at(index);
      const place = endOf(this.trace, conversation, seq);
      if (place !== null && this.trace.kind(seq) === 'tcp.sent') this.#advances(conversation.ends[place]!, seq);
    }
    if (segments.length === 0) conversation.client = null;
    conversation.last = length;
  }
}

/** Which end of a conversation a fact speaks of: its index; null: neither. */
export function endOf(trace: TraceStore, conversation: Conversation, seq: number): 0 | 1 | null {
  const device = trace.device(seq) ?? '';
  const connection = connectionOf(trace, seq);
  const place = conversation.ends.findIndex((end) => end.device === device && end.connection === connection);
  return place < 0 ? null : (place as 0 | 1);
}

/** What to call the two ends of a conversation, of which one may not have been seen. */
export function namesOf(client: End | undefined, server: End | undefined) {
  const [local, remote] = split((client ?? server!).connection);
  return {
    clientDevice: client?.device ?? null,
    client: client === undefined ? remote : local,
    serverDevice: server?.device ?? null,
    server: client === undefined ? local : remote,
  };
}

/** What a fact that something was sent or received says of the segment; a datagram has only a length. */
export function segment(trace: TraceStore, seq: number) {
  const detail = trace.detail(seq);
  const text = String(detail['flags'] ?? '');
  return {
    text,
    flags: { syn: text.includes('SYN'), ack: text.includes('ACK'), fin: text.includes('FIN') },
    sequence: Number(detail['sequence'] ?? 0),
    acknowledgment: Number(detail['acknowledgment'] ?? 0),
    window: Number(detail['window'] ?? 0),
    length: Number(detail['length'] ?? 0),
  };
}

/** The facts that something was sent and was received. */
const KINDS_OF = { tcp: ['tcp.sent', 'tcp.received'], udp: ['udp.sent', 'udp.received'] } as const;

/** The name of the connection a fact speaks of, as that end sees it; null: it speaks of none. */
function connectionOf(trace: TraceStore, seq: number): string | null {
  const { connection, local, remote } = trace.detail(seq);
  if (connection !== undefined) return String(connection);
  return local === undefined || remote === undefined ? null : `${local}-${remote}`;
}

function keyOf(device: string, connection: string): string {
  return `${device} ${connection}`;
}

function placeOf(conversation: Conversation, end: End): number {
  return conversation.ends[0] === end ? 0 : 1;
}

function other(conversation: Conversation, end: End): number {
  return 1 - placeOf(conversation, end);
}

function split(connection: string): [local: string, remote: string] {
  const [local = '', remote = ''] = connection.split('-');
  return [local, remote];
}
