import type { TransportSettings } from '#engine/transport/transport.ts';
import type { TcpOptions } from '#engine/wire/tcp.ts';
import { ACK, SYN } from '#engine/wire/tcp.ts';
import type { Sent } from './transport-peer.ts';
import { OURS, PEER, PEER_PORT, PORT, S, Story, THEIRS } from './transport-peer.ts';

/** Bytes of every segment in these stories. */
export const SIZE = 1000;

/** Sequence number at which the `k`th segment of a stream begins, from 1 on. */
const ours = (segment: number): number => OURS + 1 + (segment - 1) * SIZE;
const theirs = (segment: number): number => THEIRS + 1 + (segment - 1) * SIZE;

export interface Agreement {
  /** Both ends speak SACK. */
  sack?: boolean;
  /** Both ends send timestamps. */
  timestamps?: boolean;
  ecn?: boolean;
  /** The window the peer offers, bytes. */
  window?: number;
  settings?: TransportSettings;
}

/** Segments `from` … `to`, both included. */
type Segments = readonly [from: number, to: number];

/**
 * A connection whose segments are counted, not their bytes: segment 1 is the first thousand bytes, and so on. The peer's
 * acknowledgments name the segment it waits for.
 */
export class LossStory {
  readonly story: Story;
  readonly #agreed: Required<Omit<Agreement, 'settings'>>;

  constructor({ sack = false, timestamps = false, ecn = false, window = 65_535, settings = {} }: Agreement = {}) {
    this.#agreed = { sack, timestamps, ecn, window };
    this.story = new Story({ sack, timestamps, ecn, windowScale: 'off', nagle: false, ...settings });
    const { story } = this;
    story.fd = story.stack.socket();
    story.stack.bind(story.fd, PORT);
    story.stack.connect(story.fd, PEER, PEER_PORT);
    story.sent();
    const options = {
      maximumSegmentSize: SIZE + (timestamps ? 12 : 0),
      ...(sack ? { sackPermitted: true } : {}),
      ...this.#stamp(),
    };
    story.arrives({ flags: SYN | ACK | (ecn ? ECE : 0), seq: THEIRS, ack: OURS + 1, window, options });
    story.stack.connect(story.fd, PEER, PEER_PORT);
    story.sent();
  }

  /** The program writes so many segments' worth (or so many bytes). */
  write(segments: number, bytes = segments * SIZE): this {
    this.story.stack.send(this.story.fd, new Uint8Array(bytes).fill(120));
    return this;
  }

  after(span: number): this {
    this.story.after(span);
    return this;
  }

  /** The peer waits for segment `next` and holds `sacked` beyond it. */
  ack(next: number, ...sacked: Segments[]): this {
    const blocks = sacked.map(([from, to]) => [ours(from), ours(to + 1)] as const);
    return this.hears(ours(next), { blocks });
  }

  /** An acknowledgment with everything about it told. */
  hears(
    acknowledgment: number,
    {
      blocks = [],
      flags = 0,
      window = this.#agreed.window,
      echo,
    }: { blocks?: readonly (readonly [number, number])[]; flags?: number; window?: number; echo?: number } = {},
  ): this {
    const options: TcpOptions = { ...this.#stamp(echo), ...(blocks.length > 0 ? { sack: blocks } : {}) };
    this.story.arrives({ flags: ACK | flags, seq: THEIRS + 1, ack: acknowledgment, window, options });
    return this;
  }

  /** Segments `from` … `to` of the peer's stream arrive, one after the other. */
  receives(from: number, to = from, flags = 0): this {
    for (let segment = from; segment <= to; segment++) {
      const text = new Uint8Array(SIZE).fill(121);
      this.story.arrives({ flags: ACK | flags, seq: theirs(segment), ack: OURS + 1, text, options: this.#stamp() });
    }
    return this;
  }

  /** What left since this was last asked, by number: `3` is the third segment, a part of one is `3.5:500`. */
  left(): (number | string)[] {
    return this.segments().map(({ sequence, payloadLength }) => {
      const at = (sequence - ours(1)) / SIZE + 1;
      return payloadLength === SIZE && Number.isInteger(at) ? at : `${at}:${payloadLength}`;
    });
  }

  /** The segments with data that left since this was last asked. */
  segments(): Sent[] {
    return this.story.sent().filter(({ payloadLength }) => payloadLength > 0);
  }

  /** The acknowledgments that left: the segment each waits for, and what it reports beyond. */
  told(): string[] {
    const number = (sequence: number): number => (sequence - theirs(1)) / SIZE + 1;
    return this.story.sent().map(({ acknowledgment, options }) => {
      const blocks = (options.sack ?? []).map(([from, to]) => ` ${number(from)}-${number(to) - 1}`);
      return `${number(acknowledgment)}${blocks.length === 0 ? '' : ` holds${blocks.join('')}`}`;
    });
  }

  get view(): ReturnType<Story['stack']['view']> {
    return this.story.stack.view(this.story.fd);
  }

  /** cwnd and ssthresh in segments. */
  get windows(): [cwnd: number, ssthresh: number | null] {
    const { cwnd, ssthresh } = this.view;
    return [cwnd / SIZE, ssthresh === null ? null : ssthresh / SIZE];
  }

  /** What the congestion control went through: `slow-start opened`, … */
  get phases(): string[] {
    return this.story.stack.facts('tcp.congestion').map(({ detail }) => `${detail!.phase} ${detail!.why}`);
  }

  /** Why each segment was sent again. */
  get reasons(): string[] {
    return this.story.stack.facts('tcp.retransmitted').map(({ detail }) => `${detail!.why}`);
  }

  #stamp(echo?: number): TcpOptions {
    if (!this.#agreed.timestamps) return {};
    const now = Math.floor(this.story.stack.data.now / 1_000_000);
    return { timestamps: { value: 5000 + now, echo: echo ?? now } };
  }
}

/** RFC 3168 §6.1. */
export const ECE = 64;
export const CWR = 128;
export { OURS, S, THEIRS, ours, theirs };
export const MS = 1_000_000;
