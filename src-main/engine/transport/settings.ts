/**
 * What a host lets a person set about its transport protocols, once: names, ranges, the standards' defaults and Linux's.
 * The stack, the file's validation and the form all read this table. It imports nothing, so that the document may read it.
 */

/** Every setting with a value. Times are ns, sizes bytes; `null` means "not set", as each line says. */
export interface TcpSettings {
  /** First sequence number of the next connections, 0 … 2^32-1; null: chosen as RFC 6528 says. */
  initialSequenceNumber: number | null;
  /** Maximum segment lifetime: TIME-WAIT lasts twice as long (RFC 9293 §3.4.2). */
  maximumSegmentLifetime: number;
  /** How long FIN-WAIT-2 may last once no program holds the connection; null: for ever (RFC 9293 knows no limit). */
  finWait2Timeout: number | null;
  /** Whether a SYN may open a connection anew that is in TIME-WAIT (RFC 9293 §3.6.1, MAY-2; RFC 6191). */
  timeWaitReopening: boolean;
  /** Whether a reset is ignored in TIME-WAIT (RFC 1337 §3, F1); RFC 9293 §3.10.7.4 lets it end that state. */
  timeWaitProtection: boolean;

  /** MSS to announce; null: what the cable carries, less headers (RFC 9293 §3.7.1). */
  segmentSize: number | null;
  receiveBuffer: number;
  sendBuffer: number;
  /** Window scale: a shift, `auto` (as the receive buffer needs) or `off` (RFC 7323 §2). */
  windowScale: number | 'auto' | 'off';
  /** RFC 7323 §3; the clock ticks once a millisecond. */
  timestamps: boolean;
  /** RFC 2018. */
  sack: boolean;
  /** Tells duplicates in SACK blocks (RFC 2883). */
  duplicateSack: boolean;
  /** Explicit congestion notification (RFC 3168). */
  ecn: boolean;

  nagle: boolean;
  /** Whether new sockets hold every partial segment back until that is switched off, or for `corkTime` (`TCP_CORK`, tcp(7)). */
  cork: boolean;
  /** Longest a partial segment may be held back so, ns (tcp(7): "a 200 millisecond ceiling"). */
  corkTime: number;
  /** Longest an acknowledgment may be held back, 0 (off) … 500 ms (RFC 9293 §3.8.6.3, MUST-40). */
  acknowledgmentDelay: number;
  /** Full segments after which one must leave (RFC 9293 §3.8.6.3, SHLD-19: two). */
  acknowledgeEvery: number;
  /** Segments at the start of a connection that are acknowledged at once. */
  quickAcknowledgments: number;

  /** `none`: as much as the receiver takes; `fixed`: always `fixedWindow` segments. */
  congestionControl: 'newreno' | 'cubic' | 'none' | 'fixed';
  /** Segments in flight with `fixed`: 1 is stop-and-wait. */
  fixedWindow: number;
  /** Segments (RFC 6928). */
  initialWindow: number;
  /** Most segments one acknowledgment adds to cwnd in slow start (RFC 3465 §2.3, L); RFC 5681 §3.1: one. */
  byteCountingLimit: number;
  /** Whether cwnd falls back after a pause longer than the RTO (RFC 5681 §4.1). */
  restartAfterIdle: boolean;
  /** RFC 3042. */
  limitedTransmit: boolean;

  /** RTO before any measurement, and its bounds (RFC 6298 §2). */
  retransmissionInitial: number;
  retransmissionMinimum: number;
  retransmissionMaximum: number;
  /** Times a SYN, a SYN,ACK and data are sent again before giving up (RFC 9293 §3.8.3). */
  synRetries: number;
  synAckRetries: number;
  dataRetries: number;
  /** Whether an ICMP error that may pass ends an opening (RFC 5461); RFC 9293 §3.9.2.2: it must not. */
  softErrorsEndOpening: boolean;
  /** Longest data may stay unacknowledged; null: as long as the retries last (RFC 9293 §3.9.1, RFC 5482). */
  userTimeout: number | null;
  /** Whether new sockets send keep-alives (RFC 9293 §3.8.4: off unless asked for). */
  keepAlive: boolean;
  keepAliveIdle: number;
  keepAliveInterval: number;
  keepAliveCount: number;

  /** RFC 5961: resets and SYNs that do not fit exactly are challenged instead of believed. */
  challengeAcknowledgments: boolean;
  /** Challenge ACKs a second (RFC 5961 §7). */
  challengeLimit: number;

  /** Most connections that may wait for `accept` on one socket, whatever `listen` asks (`SOMAXCONN`). */
  acceptQueue: number;
  /** Connections taken beyond the backlog: Linux compares with "more than", so that one more fits (sk_acceptq_is_full). */
  acceptQueueSurplus: number;
  /** Most half-open connections on one socket. */
  synQueue: number;
  /** A finished handshake that finds the accept queue full is dropped (the peer tries again) or reset. */
  overflow: 'drop' | 'reset';
  /** Ports given to clients (RFC 6335 §6). */
  ephemeralFirst: number;
  ephemeralLast: number;
  /** Descriptors one process may hold. */
  descriptorLimit: number;
}

/** What a document says: a profile, and what differs from it. */
export interface TransportSettings extends Partial<TcpSettings> {
  /** `standard`: the RFCs' defaults (also when left out); `linux`: what a Linux host of today would do. */
  profile?: Profile;
}

export type Profile = 'standard' | 'linux';

/** How one setting is entered and checked. `orNull`: may also be "not set". Words and numbers may be mixed. */
export interface SettingStatement {
  kind: 'whole' | 'time' | 'flag' | 'choice';
  minimum?: number;
  maximum?: number;
  words?: readonly string[];
  orNull?: true;
  standard: number | string | boolean | null;
  linux: number | string | boolean | null;
}

const MS = 1_000_000;
const S = 1_000_000_000;
const HOUR = 3600 * S;

/** The table. Linux's column: Documentation/networking/ip-sysctl and tcp(7) of the 6.x kernels. */
export const TCP_SETTINGS: { readonly [name in keyof TcpSettings]: SettingStatement } = {
  initialSequenceNumber: { kind: 'whole', minimum: 0, maximum: 2 ** 32 - 1, orNull: true, standard: null, linux: null },
  maximumSegmentLifetime: { kind: 'time', minimum: 0, maximum: HOUR, standard: 120 * S, linux: 30 * S },
  finWait2Timeout: { kind: 'time', minimum: 0, maximum: HOUR, orNull: true, standard: null, linux: 60 * S },
  timeWaitReopening: { kind: 'flag', standard: true, linux: true },
  timeWaitProtection: { kind: 'flag', standard: false, linux: false },

  segmentSize: { kind: 'whole', minimum: 28, maximum: 65_495, orNull: true, standard: null, linux: null },
  receiveBuffer: { kind: 'whole', minimum: 1, maximum: 2 ** 30, standard: 65_535, linux: 131_072 },
  sendBuffer: { kind: 'whole', minimum: 1, maximum: 2 ** 30, standard: 65_535, linux: 131_072 },
  windowScale: { kind: 'whole', minimum: 0, maximum: 14, words: ['auto', 'off'], standard: 'auto', linux: 'auto' },
  timestamps: { kind: 'flag', standard: true, linux: true },
  sack: { kind: 'flag', standard: true, linux: true },
  duplicateSack: { kind: 'flag', standard: true, linux: true },
  ecn: { kind: 'flag', standard: false, linux: false },

  nagle: { kind: 'flag', standard: true, linux: true },
  cork: { kind: 'flag', standard: false, linux: false },
  corkTime: { kind: 'time', minimum: MS, maximum: 10 * S, standard: 200 * MS, linux: 200 * MS },
  acknowledgmentDelay: { kind: 'time', minimum: 0, maximum: 500 * MS, standard: 200 * MS, linux: 40 * MS },
  acknowledgeEvery: { kind: 'whole', minimum: 1, maximum: 100, standard: 2, linux: 2 },
  quickAcknowledgments: { kind: 'whole', minimum: 0, maximum: 1000, standard: 0, linux: 16 },

  congestionControl: {
    kind: 'choice',
    words: ['newreno', 'cubic', 'none', 'fixed'],
    standard: 'newreno',
    linux: 'cubic',
  },
  fixedWindow: { kind: 'whole', minimum: 1, maximum: 1000, standard: 8, linux: 8 },
  initialWindow: { kind: 'whole', minimum: 1, maximum: 1000, standard: 10, linux: 10 },
  byteCountingLimit: { kind: 'whole', minimum: 1, maximum: 1000, standard: 1, linux: 1000 },
  restartAfterIdle: { kind: 'flag', standard: true, linux: true },
  limitedTransmit: { kind: 'flag', standard: true, linux: true },

  retransmissionInitial: { kind: 'time', minimum: MS, maximum: 600 * S, standard: S, linux: S },
  retransmissionMinimum: { kind: 'time', minimum: MS, maximum: 60 * S, standard: S, linux: 200 * MS },
  retransmissionMaximum: { kind: 'time', minimum: S, maximum: 600 * S, standard: 60 * S, linux: 120 * S },
  synRetries: { kind: 'whole', minimum: 0, maximum: 127, standard: 7, linux: 6 },
  synAckRetries: { kind: 'whole', minimum: 0, maximum: 127, standard: 7, linux: 5 },
  dataRetries: { kind: 'whole', minimum: 0, maximum: 127, standard: 15, linux: 15 },
  softErrorsEndOpening: { kind: 'flag', standard: false, linux: true },
  userTimeout: { kind: 'time', minimum: MS, maximum: 1000 * HOUR, orNull: true, standard: null, linux: null },
  keepAlive: { kind: 'flag', standard: false, linux: false },
  keepAliveIdle: { kind: 'time', minimum: MS, maximum: 1000 * HOUR, standard: 2 * HOUR, linux: 2 * HOUR },
  keepAliveInterval: { kind: 'time', minimum: MS, maximum: 10 * HOUR, standard: 75 * S, linux: 75 * S },
  keepAliveCount: { kind: 'whole', minimum: 1, maximum: 127, standard: 9, linux: 9 },

  challengeAcknowledgments: { kind: 'flag', standard: true, linux: true },
  challengeLimit: { kind: 'whole', minimum: 1, maximum: 1_000_000, standard: 10, linux: 1000 },

  acceptQueue: { kind: 'whole', minimum: 1, maximum: 65_535, standard: 4096, linux: 4096 },
  acceptQueueSurplus: { kind: 'whole', minimum: 0, maximum: 1, standard: 0, linux: 1 },
  synQueue: { kind: 'whole', minimum: 1, maximum: 65_535, standard: 4096, linux: 4096 },
  overflow: { kind: 'choice', words: ['drop', 'reset'], standard: 'drop', linux: 'drop' },
  ephemeralFirst: { kind: 'whole', minimum: 1, maximum: 65_535, standard: 49_152, linux: 32_768 },
  ephemeralLast: { kind: 'whole', minimum: 1, maximum: 65_535, standard: 65_535, linux: 60_999 },
  descriptorLimit: { kind: 'whole', minimum: 4, maximum: 1_048_576, standard: 1024, linux: 1024 },
};

/** The defaults of a profile. */
export function defaultsOf(profile: Profile): TcpSettings {
  const entries = Object.entries(TCP_SETTINGS).map(([name, statement]) => [name, statement[profile]]);
  return Object.fromEntries(entries) as unknown as TcpSettings;
}

/** All settings of a host: its profile's, with what it says itself in their place. Never written: changes make another. */
export function resolveSettings({ profile = 'standard', ...own }: TransportSettings): TcpSettings {
  return Object.freeze({ ...defaultsOf(profile), ...own });
}

/** The settings of one socket: the host's, with what its program has asked for in their place. */
export function settingsWith(host: TcpSettings, own: Partial<TcpSettings>): TcpSettings {
  return Object.keys(own).length === 0 ? host : Object.freeze({ ...host, ...own });
}
