/**
 * What programs set and ask for by the names of the manual pages: `setsockopt`, `getsockopt` and the like. Values are whole
 * numbers in the units of the real calls (flags 0 and 1, seconds, bytes; ms for `TCP_USER_TIMEOUT`, and for `SO_RCVTIMEO` and
 * `SO_SNDTIMEO`, which take a structure on a real system) or words.
 */
import type { Errno } from './errno.ts';
import type { TransportOutside } from './outside.ts';
import { settingsWith, TCP_SETTINGS, type TcpSettings } from './settings.ts';
import type { MessageSocket, Socket, StreamSocket, TransportState } from './state.ts';
import { setMessageOptions } from './message-options.ts';
import type { Connection } from './tcp/connection.ts';
import { uncork } from './tcp/cork.ts';
import { hurry } from './tcp/delayed-acknowledgment.ts';
import { tellWindow } from './tcp/emit.ts';
import { output } from './tcp/send.ts';
import { advance } from './tcp/sequence.ts';
import { watchOrphan, watchSilence, watchUserTimeout } from './tcp/watch.ts';

export type OptionValue = number | string;

const MS = 1_000_000;
const S = 1_000_000_000;

/** Options that stand for one of the host's settings: which, and how many of its unit one of the option's is. */
const SETTINGS: Readonly<Record<string, { name: keyof TcpSettings; unit?: number; inverted?: true }>> = {
  SO_KEEPALIVE: { name: 'keepAlive' },
  SO_RCVBUF: { name: 'receiveBuffer' },
  SO_SNDBUF: { name: 'sendBuffer' },
  TCP_NODELAY: { name: 'nagle', inverted: true },
  TCP_CORK: { name: 'cork' },
  TCP_MAXSEG: { name: 'segmentSize' },
  TCP_KEEPIDLE: { name: 'keepAliveIdle', unit: S },
  TCP_KEEPINTVL: { name: 'keepAliveInterval', unit: S },
  TCP_KEEPCNT: { name: 'keepAliveCount' },
  TCP_SYNCNT: { name: 'synRetries' },
  TCP_LINGER2: { name: 'finWait2Timeout', unit: S },
  TCP_USER_TIMEOUT: { name: 'userTimeout', unit: MS },
  TCP_CONGESTION: { name: 'congestionControl' },
};

/** Sets an option. ENOPROTOOPT: this kind of socket has none of that name. EINVAL: a value it cannot have. */
export function setOption(
  state: TransportState,
  outside: TransportOutside,
  socket: Socket,
  name: string,
  value: OptionValue,
): 0 | Errno {
  switch (name) {
    case 'SO_REUSEADDR':
      socket.reuse = value !== 0;
      return 0;
    case 'O_NONBLOCK':
      socket.patience.none = value !== 0;
      return 0;
    case 'SO_RCVTIMEO':
      return setPatience(socket, 'receive', value);
    case 'SO_SNDTIMEO':
      return setPatience(socket, 'send', value);
  }
  return socket.type === 'stream'
    ? setStreamOption(state, outside, socket, name, value)
    : setMessageOption(outside, socket, name, value);
}

/** Milliseconds; 0: no limit (socket(7)). */
function setPatience(socket: Socket, direction: 'receive' | 'send', value: OptionValue): 0 | Errno {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return 'EINVAL';
  socket.patience[direction] = value === 0 ? null : value * MS;
  return 0;
}

/** By the numbers of ip(7): IP_PMTUDISC_DONT, _WANT, _DO. */
const DISCOVERY = ['dont', 'want', 'do'] as const;

function setMessageOption(
  outside: TransportOutside,
  socket: MessageSocket,
  name: string,
  value: OptionValue,
): 0 | Errno {
  switch (name) {
    case 'SO_BROADCAST':
      return setMessageOptions(outside, socket, { broadcast: value !== 0 });
    case 'SO_BINDTODEVICE':
      return setMessageOptions(outside, socket, { device: `${value}` });
    case 'IP_TTL':
      return setMessageOptions(outside, socket, { ttl: Number(value) });
    case 'IP_MULTICAST_TTL':
      return setMessageOptions(outside, socket, { multicastTtl: Number(value) });
    case 'IP_RECVERR':
      return setMessageOptions(outside, socket, { receiveErrors: value !== 0 });
    case 'IP_TOS':
      return setMessageOptions(outside, socket, { typeOfService: Number(value) });
    case 'IP_MULTICAST_IF':
      return setMessageOptions(outside, socket, { multicastDevice: `${value}` });
    case 'SO_NO_CHECK':
      return setMessageOptions(outside, socket, { checksum: value === 0 });
    case 'SO_RCVBUF':
      return setMessageOptions(outside, socket, { receiveBuffer: Number(value) });
    case 'IP_MTU_DISCOVER': {
      const discovery = DISCOVERY[Number(value)];
      return discovery === undefined ? 'EINVAL' : setMessageOptions(outside, socket, { discovery });
    }
    default:
      return 'ENOPROTOOPT';
  }
}

function setStreamOption(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  name: string,
  value: OptionValue,
): 0 | Errno {
  const connection = connectionOf(state, socket);
  switch (name) {
    case 'SO_LINGER':
      // Seconds; -1 stands for `l_onoff` 0.
      if (typeof value !== 'number' || !Number.isInteger(value) || value < -1 || value > 65_535) return 'EINVAL';
      socket.linger = value < 0 ? null : value * S;
      return 0;
    case 'IP_TTL':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 255) return 'EINVAL';
      socket.ttl = value;
      if (connection !== null) connection.ttl = value;
      return 0;
    case 'IP_TOS':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 255) return 'EINVAL';
      // From the next segment on (RFC 9293 §3.9.1.9, MUST-48). The two lowest bits are TCP's own (RFC 3168 §5).
      socket.dscp = value >>> 2;
      if (connection !== null) connection.dscp = socket.dscp;
      return 0;
    case 'TCP_QUICKACK':
      socket.quick = value !== 0;
      if (connection !== null) hurry(state, outside, connection, value !== 0);
      return 0;
    default: {
      const own = ownSetting(name, value);
      if (typeof own === 'string') return own;
      socket.own = { ...socket.own, ...own };
      if (connection === null) return 0;
      // Taking the cork out, and asking for no delay even with it in, let everything that waits go (tcp(7)).
      if ((name === 'TCP_CORK' && value === 0) || (name === 'TCP_NODELAY' && value !== 0)) uncork(connection);
      apply(state, outside, socket, connection);
      return 0;
    }
  }
}

function ownSetting(name: string, value: OptionValue): Partial<TcpSettings> | Errno {
  const option = SETTINGS[name];
  if (option === undefined) return 'ENOPROTOOPT';
  const { kind, minimum = 0, maximum = 0, words, orNull } = TCP_SETTINGS[option.name];
  if (kind === 'flag') return { [option.name]: (value !== 0) !== (option.inverted === true) };
  if (kind === 'choice') return words!.includes(`${value}`) ? { [option.name]: value } : 'EINVAL';
  if (orNull === true && value === 0) return { [option.name]: null };
  const own = Number(value) * (option.unit ?? 1);
  return Number.isInteger(own) && own >= minimum && own <= maximum ? { [option.name]: own } : 'EINVAL';
}

/** A connection takes what its socket was set to, at once where it can. */
function apply(state: TransportState, outside: TransportOutside, socket: StreamSocket, connection: Connection): void {
  connection.own = { ...socket.own };
  const before = connection.settings.receiveBuffer;
  connection.settings = settingsWith(state.settings, connection.own);
  if (connection.state === 'CLOSED') return;
  if (connection.settings.receiveBuffer > before) tellWindow(state, outside, connection);
  watchSilence(state, outside, connection);
  watchOrphan(state, outside, connection);
  watchUserTimeout(state, outside, connection);
  output(state, outside, connection);
}

/** An option's value; errors as in `setOption`. `SO_ERROR` is told once: 0, or the name of the error. */
export function getOption(state: TransportState, socket: Socket, name: string): OptionValue | { errno: Errno } {
  switch (name) {
    case 'SO_REUSEADDR':
      return Number(socket.reuse);
    case 'SO_TYPE':
      return socket.type === 'stream' ? 'SOCK_STREAM' : 'SOCK_DGRAM';
    case 'SO_ACCEPTCONN':
      return Number(socket.type === 'stream' && socket.listener !== null);
    case 'O_NONBLOCK':
      return Number(socket.patience.none);
    case 'SO_RCVTIMEO':
      return (socket.patience.receive ?? 0) / MS;
    case 'SO_SNDTIMEO':
      return (socket.patience.send ?? 0) / MS;
  }
  return socket.type === 'stream' ? streamOption(state, socket, name) : messageOption(socket, name);
}

function messageOption(socket: MessageSocket, name: string): OptionValue | { errno: Errno } {
  const { options, queue } = socket;
  switch (name) {
    case 'SO_BROADCAST':
      return Number(options.broadcast);
    case 'SO_BINDTODEVICE':
      return options.device;
    case 'IP_TTL':
      return options.ttl;
    case 'IP_MULTICAST_TTL':
      return options.multicastTtl;
    case 'IP_RECVERR':
      return Number(options.receiveErrors);
    case 'IP_TOS':
      return options.typeOfService;
    case 'IP_MULTICAST_IF':
      return options.multicastDevice;
    case 'SO_NO_CHECK':
      return Number(!options.checksum);
    case 'SO_RCVBUF':
      return options.receiveBuffer;
    case 'IP_MTU_DISCOVER':
      return DISCOVERY.indexOf(options.discovery);
    case 'FIONREAD':
      return queue[0]?.bytes.length ?? 0;
    case 'SIOCOUTQ':
      return 0;
    default:
      return { errno: 'ENOPROTOOPT' };
  }
}

function streamOption(state: TransportState, socket: StreamSocket, name: string): OptionValue | { errno: Errno } {
  const connection = connectionOf(state, socket);
  switch (name) {
    case 'SO_LINGER':
      return socket.linger === null ? -1 : socket.linger / S;
    case 'IP_TTL':
      return socket.ttl;
    case 'IP_TOS':
      return socket.dscp << 2;
    case 'TCP_QUICKACK':
      return Number(socket.quick ?? true);
    case 'FIONREAD':
      return connection?.receiveQueue.length ?? 0;
    case 'SIOCOUTQ':
      return connection?.sendQueue.length ?? 0;
    case 'SIOCATMARK':
      return Number(connection !== null && urgentAhead(connection) === 0);
    case 'TCP_MAXSEG':
      if (connection !== null) return connection.segmentSize;
  }
  const option = SETTINGS[name];
  if (option === undefined) return { errno: 'ENOPROTOOPT' };
  const value = settingsWith(state.settings, socket.own)[option.name];
  if (typeof value === 'boolean') return Number(value !== (option.inverted === true));
  return typeof value === 'number' ? value / (option.unit ?? 1) : (value ?? 0);
}

/**
 * Bytes to be read before the last byte of urgent data (`SIOCATMARK` is true at 0); null: no urgent data is ahead.
 * RFC 6093 §3.1: the byte real systems call "the" urgent one is the one before the pointer.
 */
export function urgentAhead(connection: Connection): number | null {
  if (connection.receiveUrgent === null) return null;
  const read = advance(connection.receiveNext, -connection.receiveQueue.length - (connection.finReceived ? 1 : 0));
  const ahead = (connection.receiveUrgent - 1 - read) | 0;
  return ahead < 0 ? null : ahead;
}

function connectionOf(state: TransportState, socket: StreamSocket): Connection | null {
  return socket.connection === null ? null : (state.connections.get(socket.connection) ?? null);
}
