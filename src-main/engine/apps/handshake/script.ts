/**
 * A model of the handshakes in front of a secure answer: which messages go back and forth, and about how long they are.
 * Nothing is encrypted and nothing is checked; round trips and datagrams are those of the RFCs, and of nothing else here.
 */
import { byteText, encodeText } from '../../wire/text.ts';

/** One message: what it is called, and bytes on the way. */
export type Message = readonly [name: string, size: number];

/** What the client sends, and what it then waits for. */
export interface Round {
  send: readonly Message[];
  expect: readonly string[];
}

export type Mode = 'tls1.2' | 'tls1.3' | 'quic' | 'quic-0rtt';

/** The message everything is done for. */
export const ANSWER = 'answer';
const REQUEST: Message = ['request', 200];

/** RFC 9000 §14.1: a client's first datagram has 1200 bytes at least. */
const INITIAL: Message = ['QUIC Initial (ClientHello)', 1200];
const QUIC_FLIGHT: readonly Message[] = [
  ['QUIC Initial (ServerHello), Handshake (Certificate)', 1200],
  ['QUIC Handshake (CertificateVerify, Finished)', 1200],
];
const TLS13_HELLO: Message = ['TLS 1.3 ClientHello', 517];
const TLS13_FLIGHT: Message = ['TLS 1.3 ServerHello, Certificate, Finished', 3000];
const TLS12_HELLO: Message = ['TLS 1.2 ClientHello', 300];
const TLS12_FLIGHT: Message = ['TLS 1.2 ServerHello, Certificate, ServerHelloDone', 3000];
const TLS12_KEYS: Message = ['TLS 1.2 ClientKeyExchange, Finished', 150];
const TLS12_FINISHED: Message = ['TLS 1.2 Finished', 51];
const EARLY: Message = ['QUIC 0-RTT (request)', 300];
const LATE: Message = ['QUIC Handshake (Finished), 1-RTT (request)', 400];

/** RFC 5246 §7.3; RFC 8446 §2; RFC 9001 §4 and RFC 9000 §7; RFC 9001 §4.6. */
export const ROUNDS: Readonly<Record<Mode, readonly Round[]>> = {
  'tls1.2': [
    { send: [TLS12_HELLO], expect: [TLS12_FLIGHT[0]] },
    { send: [TLS12_KEYS], expect: [TLS12_FINISHED[0]] },
    { send: [REQUEST], expect: [ANSWER] },
  ],
  'tls1.3': [
    { send: [TLS13_HELLO], expect: [TLS13_FLIGHT[0]] },
    { send: [['TLS 1.3 Finished', 58], REQUEST], expect: [ANSWER] },
  ],
  quic: [
    { send: [INITIAL], expect: QUIC_FLIGHT.map(([name]) => name) },
    { send: [LATE], expect: [ANSWER] },
  ],
  'quic-0rtt': [{ send: [INITIAL, EARLY], expect: [ANSWER] }],
};

/** What a server says to a message. It remembers nothing, so a message that comes again is answered again. */
const REPLIES: Readonly<Record<string, readonly Message[]>> = {
  [TLS12_HELLO[0]]: [TLS12_FLIGHT],
  [TLS12_KEYS[0]]: [TLS12_FINISHED],
  [TLS13_HELLO[0]]: [TLS13_FLIGHT],
  [REQUEST[0]]: [[ANSWER, 1000]],
  [INITIAL[0]]: QUIC_FLIGHT,
  [LATE[0]]: [[ANSWER, 1000]],
  [EARLY[0]]: [[ANSWER, 1000]],
};

export function repliesTo(name: string): readonly Message[] {
  return Object.hasOwn(REPLIES, name) ? REPLIES[name]! : [];
}

/** A message as bytes: its name and length in front, zeros behind. */
export function emitMessage([name, size]: Message): Uint8Array {
  const head = encodeText(`MODEL ${size} ${name}\n`);
  const bytes = new Uint8Array(Math.max(size, head.length));
  bytes.set(head);
  return bytes;
}

/** The message at the start of what has come, and its length; null: it is not whole. `bad`: this is none. */
export function readMessage(bytes: Uint8Array): { name: string; size: number } | 'bad' | null {
  const end = bytes.indexOf(0x0a);
  if (end < 0) return bytes.length > 200 ? 'bad' : null;
  const [, size, name] = /^MODEL (\d{1,5}) (.+)$/.exec(byteText(bytes.subarray(0, end))) ?? [];
  if (name === undefined) return 'bad';
  const length = Math.max(Number(size), end + 1);
  return bytes.length < length ? null : { name, size: length };
}
