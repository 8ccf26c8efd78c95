/** The socket calls of UDP and of ICMP echo, and what arrives for them. */
import type { Reason } from '../trace/reasons.ts';
import { isMulticast, LIMITED_BROADCAST } from '../wire/address.ts';
import { checkOf, isFault } from '../wire/fault.ts';
import type { Frame } from '../wire/frame.ts';
import type { Icmp } from '../wire/icmp.ts';
import { emitIcmp } from '../wire/icmp.ts';
import { IPV4_HEADER_LENGTH, withIpOptions, type Ipv4 } from '../wire/ipv4.ts';
import { emitUdp, parseUdp } from '../wire/udp.ts';
import { newMessageOptions, NO_IP_OPTIONS } from './message-options.ts';
import type { TransportOutside } from './outside.ts';
import { freePort } from './ports.ts';
import type { Readiness, Received, SendOptions } from './results.ts';
import type { Message, MessageError, MessageSocket, Socket, TransportState } from './state.ts';
import type { Endpoint } from './endpoint.ts';
import type { Errno } from './errno.ts';
import { newPatience, nextIdentification } from './state.ts';
import { endpointName } from './endpoint.ts';

/** Bytes a waiting datagram takes up at least: an empty one takes room too. */
const LEAST_ROOM = 256;
/** Data bytes an IPv4 packet has room for beside its header and the 8 bytes of UDP's or of an echo's. */
const LONGEST = 65_535 - 20 - 8;
const HEADERS = 28;

/** A socket for datagrams or echoes, without port and peer. */
export function newMessages(
  id: number,
  owner: number,
  descriptor: number,
  type: 'datagram' | 'icmp',
  ttl: number,
): MessageSocket {
  return {
    id,
    owner,
    descriptor,
    local: { address: 0, port: 0 },
    reuse: false,
    patience: newPatience(),
    error: null,
    type,
    remote: null,
    queue: [],
    queued: 0,
    readShut: false,
    writeShut: false,
    options: newMessageOptions(ttl),
    groups: [],
    errors: [],
  };
}

/** Sets the only peer; nothing is sent (RFC 1122 §4.1.3.5 is why: errors can then be told). */
export function connectMessages(
  state: TransportState,
  outside: TransportOutside,
  socket: MessageSocket,
  address: number,
  port: number,
): 0 | Errno {
  if (!socket.options.broadcast && outside.isBroadcast(address)) return 'EACCES';
  const source = sourceOf(outside, socket, address, portFor(outside, socket, address));
  if (source === null) return 'ENETUNREACH';
  if (!ensurePort(state, outside, socket)) return 'EADDRNOTAVAIL';
  socket.local.address = source;
  socket.remote = { address, port: socket.type === 'icmp' ? 0 : port };
  return 0;
}

export function sendMessage(
  state: TransportState,
  outside: TransportOutside,
  socket: MessageSocket,
  bytes: Uint8Array,
  to: Endpoint | null,
  options: SendOptions,
): number | Errno {
  const error = tell(socket);
  if (error !== null) return error;
  if (socket.writeShut) return 'EPIPE';
  const remote = to ?? socket.remote;
  if (remote === null) return 'EDESTADDRREQ';
  if (remote.port === 0 && socket.type === 'datagram') return 'EINVAL';
  if (bytes.length + socket.options.ipOptions.length > LONGEST) return 'EMSGSIZE';
  const group = isMulticast(remote.address);
  const { sequence = 0 } = options;
  const ttl = options.ttl ?? (group ? socket.options.multicastTtl : socket.options.ttl);
  if (ttl < 1 || ttl > 255 || sequence < 0 || sequence > 0xffff) return 'EINVAL';
  if (!socket.options.broadcast && outside.isBroadcast(remote.address)) return 'EACCES';
  const { ipOptions } = socket.options;
  const fits = bytes.length + HEADERS + ipOptions.length <= outside.mtuFor(remote.address);
  const { discovery } = socket.options;
  const wanted = options.dontFragment ?? { want: undefined, do: true, dont: false }[discovery];
  const dontFragment = wanted ?? (fits && outside.discoversPathMtu);
  if (dontFragment && !fits) return 'EMSGSIZE';
  const through = portFor(outside, socket, remote.address);
  if (through === NO_SUCH_DEVICE) return 'ENODEV';
  const source = sourceOf(outside, socket, remote.address, through);
  if (source === null) return 'ENETUNREACH';
  if (!ensurePort(state, outside, socket)) return 'EAGAIN';
  const fields = {
    source,
    destination: remote.address,
    ttl,
    identification: nextIdentification(state),
    dontFragment,
    dscp: socket.options.typeOfService >>> 2,
    ecn: socket.options.typeOfService & 3,
  };
  const { port } = socket.local;
  const packet = outside.newPacket();
  const cause = outside.cause;
  let routed: boolean;
  if (socket.type === 'icmp') {
    const request = emitIcmp({ kind: 'echo-request', identifier: port, sequence, data: bytes }, fields);
    routed = outside.send(withIpOptions(request, ipOptions), packet, through);
  } else {
    const detail = {
      local: endpointName({ address: source, port }),
      remote: endpointName(remote),
      length: bytes.length,
    };
    outside.cause = outside.record('udp.sent', { packet, detail });
    const datagram = emitUdp(
      { sourcePort: port, destinationPort: remote.port, payload: bytes, checksummed: socket.options.checksum },
      fields,
    );
    routed = outside.send(withIpOptions(datagram, ipOptions), packet, through);
  }
  outside.cause = cause;
  return routed ? bytes.length : 'ENETUNREACH';
}

/** The socket's own interface is not there (any more). */
const NO_SUCH_DEVICE = -2;

/** Index of the interface a packet of this socket must leave by; -1: the routing table chooses. */
function portFor(outside: TransportOutside, socket: MessageSocket, destination: number): number {
  const { device, multicastDevice } = socket.options;
  const name = device === '' && isMulticast(destination) ? multicastDevice : device;
  if (name === '' || outside.isLocal(destination)) return -1;
  const port = outside.portOf(name);
  return port < 0 ? NO_SUCH_DEVICE : port;
}

function sourceOf(outside: TransportOutside, socket: MessageSocket, to: number, through: number): number | null {
  if (socket.local.address !== 0) return socket.local.address;
  const source = outside.sourceFor(to, through);
  // Who has no address yet may say so with 0.0.0.0, to everybody on the link (RFC 1122 §3.2.1.3 (a)): a DHCP client.
  return source === null && to === LIMITED_BROADCAST && through >= 0 ? 0 : source;
}

export function receiveMessage(socket: MessageSocket): Received | Errno {
  const error = tell(socket);
  if (error !== null) return error;
  const message = socket.queue.shift();
  if (message !== undefined) {
    socket.queued -= message.bytes.length;
    return message;
  }
  if (!socket.readShut) return 'EAGAIN';
  const nobody = socket.remote ?? { address: 0, port: 0 };
  return {
    bytes: new Uint8Array(0),
    ...nobody,
    ttl: 0,
    time: 0,
    sequence: 0,
    destination: 0,
    device: '',
    ipOptions: NO_IP_OPTIONS,
  };
}

/** The oldest ICMP error not yet read. EAGAIN: none. */
export function receiveMessageError(socket: MessageSocket): MessageError | Errno {
  return socket.errors.shift() ?? 'EAGAIN';
}

export function shutdownMessages(socket: MessageSocket, how: 'read' | 'write' | 'both'): 0 | Errno {
  if (socket.remote === null) return 'ENOTCONN';
  if (how !== 'write') socket.readShut = true;
  if (how !== 'read') socket.writeShut = true;
  return 0;
}

export function pollMessages(socket: MessageSocket): Readiness {
  const failed = socket.error !== null;
  return {
    readable: failed || socket.errors.length > 0 || socket.readShut || socket.queue.length > 0,
    writable: true,
    error: socket.error,
  };
}

/** A UDP packet arrived (RFC 768). `port-unreachable`: the sender is to be told (RFC 1122 §4.1.3.1). */
export function datagramReceived(
  state: TransportState,
  outside: TransportOutside,
  ip: Ipv4,
  frame: Frame,
  port: number,
): Reason | null {
  const udp = parseUdp(frame, ip);
  if (isFault(udp)) {
    outside.check = checkOf(udp);
    return udp.fault;
  }
  const local = { address: ip.destination, port: udp.destinationPort };
  const remote = { address: ip.source, port: udp.sourcePort };
  const device = outside.deviceAt(port);
  const forAll = isMulticast(ip.destination) || outside.isBroadcast(ip.destination);
  const sockets = forAll
    ? [...state.sockets.values()].filter((one) => hearsAll(one, local, remote, device))
    : [socketFor(state, 'datagram', local, remote, device)];
  const [first = null] = sockets;
  if (first === null) {
    outside.check = { found: endpointName(local) };
    return 'port-unreachable';
  }
  const bytes = frame.slice(udp.payloadAt, udp.payloadLength);
  const detail = { local: endpointName(local), remote: endpointName(remote), length: bytes.length };
  const cause = outside.record('udp.received', { frame: frame.id, packet: frame.packet, detail });
  const message = {
    bytes,
    ...remote,
    ttl: ip.ttl,
    time: outside.now,
    sequence: 0,
    destination: ip.destination,
    device,
    ipOptions: ipOptionsOf(ip, frame),
  };
  // What is for everybody goes to every socket that wants it; one of them without room is no reason to say it was lost.
  const outcomes = sockets.map((socket) => deliver(outside, socket as MessageSocket, cause, { ...message }));
  return outcomes.includes(null) ? null : outcomes[0]!;
}

/** Whether a socket takes a datagram for everybody on the link, or for a group it must have joined there. */
function hearsAll(socket: Socket, local: Endpoint, remote: Endpoint, device: string): socket is MessageSocket {
  if (socket.type !== 'datagram' || socket.local.port !== local.port) return false;
  if (socket.local.address !== 0 && socket.local.address !== local.address) return false;
  if (socket.remote !== null && (socket.remote.address !== remote.address || socket.remote.port !== remote.port)) {
    return false;
  }
  if (socket.options.device !== '' && socket.options.device !== device) return false;
  if (!isMulticast(local.address)) return true;
  return socket.groups.some((one) => one.group === local.address && one.device === device);
}

/** An ICMP echo reply arrived: for the socket whose identifier it carries. */
export function echoReplyReceived(
  state: TransportState,
  outside: TransportOutside,
  ip: Ipv4,
  frame: Frame,
  port: number,
  icmp: Extract<Icmp, { data: Uint8Array; identifier: number }>,
): Reason | null {
  const local = { address: ip.destination, port: icmp.identifier };
  const device = outside.deviceAt(port);
  const socket = socketFor(state, 'icmp', local, { address: ip.source, port: 0 }, device);
  if (socket === null) return 'no-socket';
  const { sequence, data } = icmp;
  const { destination, source: address, ttl } = ip;
  const about = { address, port: 0, ttl, time: outside.now, sequence, destination, device };
  const message = { bytes: data, ...about, ipOptions: ipOptionsOf(ip, frame) };
  return deliver(outside, socket, outside.cause, message);
}

function ipOptionsOf({ at, headerLength }: Ipv4, frame: Frame): Uint8Array {
  const length = headerLength - IPV4_HEADER_LENGTH;
  return length === 0 ? NO_IP_OPTIONS : frame.slice(at + IPV4_HEADER_LENGTH, length);
}

function deliver(outside: TransportOutside, socket: MessageSocket, cause: number, message: Message): Reason | null {
  if (socket.readShut) return 'no-socket';
  const { receiveBuffer } = socket.options;
  if (socket.queued + message.bytes.length > receiveBuffer || socket.queue.length >= receiveBuffer / LEAST_ROOM) {
    outside.check = { found: String(socket.queued + message.bytes.length), expected: String(receiveBuffer) };
    return 'receive-buffer-full';
  }
  socket.queue.push(message);
  socket.queued += message.bytes.length;
  const before = outside.cause;
  outside.cause = cause;
  outside.ready(socket.owner);
  outside.cause = before;
  return null;
}

/** The socket that fits best (`device`: the interface it must have come in by, null: any): connected to just this peer, then bound to just this address, then any. */
export function socketFor(
  state: TransportState,
  type: 'datagram' | 'icmp',
  local: Endpoint,
  remote: Endpoint,
  device: string | null = null,
): MessageSocket | null {
  let best: MessageSocket | null = null;
  let bestScore = -1;
  for (const socket of state.sockets.values()) {
    if (socket.type !== type || socket.local.port !== local.port) continue;
    if (socket.local.address !== 0 && socket.local.address !== local.address) continue;
    if (device !== null && socket.options.device !== '' && socket.options.device !== device) continue;
    const peer = socket.remote;
    if (peer !== null && (peer.address !== remote.address || peer.port !== remote.port)) continue;
    const score = (peer === null ? 0 : 2) + (socket.local.address === 0 ? 0 : 1);
    if (score > bestScore) {
      best = socket;
      bestScore = score;
    }
  }
  return best;
}

/** Gives a socket without a port one. */
function ensurePort(state: TransportState, outside: TransportOutside, socket: MessageSocket): boolean {
  if (socket.local.port !== 0) return true;
  const port = freePort(state, outside, socket.type, socket.local.address);
  if (port === null) return false;
  socket.local.port = port;
  return true;
}

function tell(socket: MessageSocket): Errno | null {
  const { error } = socket;
  socket.error = null;
  return error;
}
