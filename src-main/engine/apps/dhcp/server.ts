import { broadcastOf, formatAddress, formatMac, LIMITED_BROADCAST, maskOf } from '../../wire/address.ts';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, emitDhcp, type DhcpMessage, type DhcpType } from '../../wire/dhcp.ts';
import type { DhcpOptions } from '../../wire/dhcp-options.ts';
import type { System } from '../system.ts';
import {
  addressFor,
  clientOf,
  isOnSubnetOf,
  mayGive,
  putLease,
  readPool,
  type Lease,
  type LeaseState,
  type Pool,
} from './leases.ts';
import { addressedDevices, arrivedAt, openSockets, type Arrived, type Sockets } from './ports.ts';
import type { DhcpServerSettings } from './settings.ts';

/** ns for which an offered address is kept for who was offered it. */
const OFFER_TIME = 60e9;
/** ns to wait for somebody to answer for an address that is about to be offered. */
const PING_TIME = 500e6;
/** Fractions of the lease after which a client renews and rebinds (RFC 2131 §4.4.5). */
const RENEW_AFTER = 0.5;
const REBIND_AFTER = 0.875;

/** An address that is being asked for before it is offered: until when, and the fact because of which. */
interface Check {
  arrived: Arrived;
  address: number;
  sequence: number;
  until: number;
  occasion: number;
}

/** What a server remembers; its leases lie in the environment of the host, as in a file. */
export interface DhcpService {
  sockets: Sockets;
  /** Socket of the echo requests; -1: none yet. */
  echo: number;
  checks: Check[];
  sequence: number;
}

export function newDhcpService(): DhcpService {
  return { sockets: new Map(), echo: -1, checks: [], sequence: 0 };
}

/** Serves what there is to serve (RFC 2131 §4.3). Returns why it cannot, or null. */
export function serveAddresses(service: DhcpService, settings: DhcpServerSettings, system: System): string | null {
  const failed = openSockets(service.sockets, system, DHCP_SERVER_PORT, addressedDevices(system));
  if (failed !== null) return failed;
  const pools = settings.pools.map(readPool);
  finishChecks(service, settings, pools, system);
  for (const arrived of arrivedAt(service.sockets, system)) {
    if (arrived.message.request) handle(service, settings, pools, arrived, system);
  }
  // An address asked for anew in the place of another stands before those that began to wait earlier.
  let next: Check | undefined;
  for (const check of service.checks) if (next === undefined || check.until < next.until) next = check;
  if (next !== undefined) system.wakeAt(next.until, next.occasion);
  return null;
}

function handle(
  service: DhcpService,
  settings: DhcpServerSettings,
  pools: readonly Pool[],
  arrived: Arrived,
  system: System,
): void {
  const { message } = arrived;
  log(system, `DHCP${message.type} from ${formatMac(message.hardware)} via ${wayOf(arrived)}`);
  const own = ownAddress(arrived, system);
  // RFC 2131 §4.3.1: the subnet is that of the relay agent, else of the interface it came in by. Who renews speaks past the
  // relay agent, under the address it has.
  const renews = message.relayAddress === 0 ? pools.find((one) => isOnSubnetOf(one, message.clientAddress)) : undefined;
  const pool = renews ?? pools.find((one) => isOnSubnetOf(one, message.relayAddress || own));
  if (pool === undefined) return log(system, `no free leases: no pool for ${wayOf(arrived)}`);
  switch (message.type) {
    case 'DISCOVER':
      return discovered(service, settings, pool, arrived, system);
    case 'REQUEST':
      return requested(service, pool, arrived, own, system);
    case 'DECLINE':
      return declined(pool, arrived, system);
    case 'RELEASE':
      return released(arrived, system);
    case 'INFORM':
      return reply(service, pool, arrived, 'ACK', 0, system);
    default:
      return;
  }
}

function discovered(
  service: DhcpService,
  settings: DhcpServerSettings,
  pool: Pool,
  arrived: Arrived,
  system: System,
): void {
  const { message } = arrived;
  // The same question again, while its address is being asked for.
  if (service.checks.some((check) => clientOf(check.arrived.message) === clientOf(message))) return;
  const { leases } = system.environment;
  const address = addressFor(pool, leases, message, system.now);
  if (address === null) return log(system, `no free leases in ${formatAddress(pool.network)}/${pool.prefix}`);
  const known = leases.find((lease) => lease.address === address);
  const fresh = known === undefined || known.client !== clientOf(message) || known.until <= system.now;
  if (settings.ping === false || !fresh || !ask(service, arrived, address, system)) {
    offer(service, pool, arrived, address, system);
  }
}

/** Asks by ICMP echo whether somebody has an address (RFC 2131 §2.2). False: it cannot be asked for. */
function ask(service: DhcpService, arrived: Arrived, address: number, system: System): boolean {
  if (service.echo < 0) {
    const descriptor = system.socket('icmp');
    if (typeof descriptor === 'string') return false;
    service.echo = descriptor;
  }
  service.sequence = (service.sequence + 1) & 0xffff;
  const sent = system.sendTo(service.echo, new Uint8Array(16), address, 0, { sequence: service.sequence });
  if (typeof sent === 'string') return false;
  const hold: Lease = leaseFor(arrived.message, address, 'offered', system.now + OFFER_TIME);
  putLease(system.environment.leases, hold);
  const { occasion } = system;
  service.checks.push({ arrived, address, sequence: service.sequence, until: system.now + PING_TIME, occasion });
  return true;
}

function finishChecks(
  service: DhcpService,
  settings: DhcpServerSettings,
  pools: readonly Pool[],
  system: System,
): void {
  const taken = new Set<number>();
  for (;;) {
    const echo = service.echo < 0 ? 'EAGAIN' : system.receiveFrom(service.echo);
    if (echo === 'EAGAIN' || echo === 'EBADF') break;
    // An error (nobody there) is no answer of anybody who has the address.
    if (typeof echo !== 'string') taken.add(echo.address);
  }
  const { checks } = service;
  service.checks = [];
  for (const check of checks) {
    const { arrived, address } = check;
    const pool = pools.find((one) => isOnSubnetOf(one, address));
    if (taken.has(address) && pool !== undefined) {
      log(system, `${formatAddress(address)} is in use by somebody: not offered`);
      const until = system.now + pool.leaseTime * 1e9;
      putLease(system.environment.leases, takenByOther(address, until));
      discovered(service, settings, pool, arrived, system);
    } else if (check.until > system.now) service.checks.push(check);
    else if (pool !== undefined) offer(service, pool, arrived, address, system);
  }
}

function offer(service: DhcpService, pool: Pool, arrived: Arrived, address: number, system: System): void {
  const { leases } = system.environment;
  const known = leases.find((lease) => lease.address === address);
  // Who asks anew for what it still has keeps it, should it not take the offer.
  if (known === undefined || known.state !== 'bound' || known.until <= system.now) {
    putLease(leases, leaseFor(arrived.message, address, 'offered', system.now + OFFER_TIME));
  }
  reply(service, pool, arrived, 'OFFER', address, system);
}

/** RFC 2131 §4.3.2, in its order. */
function requested(service: DhcpService, pool: Pool, arrived: Arrived, own: number, system: System): void {
  const { message } = arrived;
  const { leases } = system.environment;
  const { serverIdentifier, requestedAddress } = message.options;
  const client = clientOf(message);
  const mine = leases.find((lease) => lease.client === client && lease.state !== 'declined');
  if (serverIdentifier !== undefined) {
    if (serverIdentifier !== own) {
      // The client has chosen another server: what was offered is free again.
      if (mine?.state === 'offered') leases.splice(leases.indexOf(mine), 1);
      return;
    }
    if (mine === undefined || requestedAddress !== mine.address) return refuse(service, pool, arrived, system);
    return grant(service, pool, arrived, mine.address, system);
  }
  const wanted = requestedAddress ?? message.clientAddress;
  if (!isOnSubnetOf(pool, wanted)) return refuse(service, pool, arrived, system);
  // "If the DHCP server has no record of this client, then it MUST remain silent."
  const kept = pool.reservations.get(message.hardware) === wanted;
  if (mine === undefined && !kept) return;
  const given = kept || (mine?.address === wanted && mayGive(pool, wanted));
  if (given) grant(service, pool, arrived, wanted, system);
  else refuse(service, pool, arrived, system);
}

function grant(service: DhcpService, pool: Pool, arrived: Arrived, address: number, system: System): void {
  const until = system.now + pool.leaseTime * 1e9;
  putLease(system.environment.leases, leaseFor(arrived.message, address, 'bound', until));
  reply(service, pool, arrived, 'ACK', address, system);
}

function refuse(service: DhcpService, pool: Pool, arrived: Arrived, system: System): void {
  reply(service, pool, arrived, 'NAK', 0, system);
}

/** RFC 2131 §4.3.3: somebody else has the address. */
function declined(pool: Pool, { message }: Arrived, system: System): void {
  const address = message.options.requestedAddress;
  const { leases } = system.environment;
  const lease = leases.find((one) => one.address === address && one.client === clientOf(message));
  if (lease === undefined) return;
  putLease(leases, takenByOther(lease.address, system.now + pool.leaseTime * 1e9));
}

/** RFC 2131 §4.3.4: given back; the same client gets the same address if it comes again. */
function released({ message }: Arrived, system: System): void {
  const lease = system.environment.leases.find(
    ({ address, client }) => address === message.clientAddress && client === clientOf(message),
  );
  if (lease !== undefined) Object.assign(lease, { state: 'released', until: system.now });
}

/** An address that somebody has who did not get it here. */
function takenByOther(address: number, until: number): Lease {
  return { address, client: '', mac: 0, hostName: '', state: 'declined', until };
}

function leaseFor(message: DhcpMessage, address: number, state: LeaseState, until: number): Lease {
  const { hardware: mac, options } = message;
  return { address, client: clientOf(message), mac, hostName: options.hostName ?? '', state, until };
}

/** Answers as RFC 2131 §4.1 and §4.3.1 say: to the relay agent, to the address the client has, else to everybody. */
function reply(
  service: DhcpService,
  pool: Pool,
  arrived: Arrived,
  type: DhcpType,
  address: number,
  system: System,
): void {
  const { message, device } = arrived;
  const { clientAddress, relayAddress } = message;
  const refused = type === 'NAK';
  const answer: DhcpMessage = {
    ...message,
    request: false,
    type,
    hops: 0,
    seconds: 0,
    // A relay agent must broadcast a NAK: the client may not be able to take anything else.
    broadcast: message.broadcast || (refused && relayAddress !== 0),
    clientAddress: refused ? 0 : clientAddress,
    yourAddress: address,
    options: optionsOf(pool, type, address, ownAddress(arrived, system), message),
  };
  const [to, port] =
    relayAddress !== 0
      ? [relayAddress, DHCP_SERVER_PORT]
      : clientAddress !== 0 && !refused
        ? [clientAddress, DHCP_CLIENT_PORT]
        : [LIMITED_BROADCAST, DHCP_CLIENT_PORT];
  const on = address === 0 ? '' : ` ${type === 'OFFER' || type === 'ACK' ? 'on' : 'for'} ${formatAddress(address)}`;
  log(system, `DHCP${type}${on} to ${formatMac(message.hardware)} via ${wayOf(arrived)}`);
  const sent = system.sendTo(service.sockets.get(device)!, emitDhcp(answer), to, port, { dontFragment: false });
  if (typeof sent === 'string') log(system, `send: ${sent}`);
}

function optionsOf(pool: Pool, type: DhcpType, address: number, own: number, { options }: DhcpMessage): DhcpOptions {
  const { clientIdentifier } = options;
  // RFC 6842 §3: the answer names the client as the question did.
  const named: DhcpOptions = {
    serverIdentifier: own,
    ...(clientIdentifier !== undefined && { clientIdentifier }),
  };
  if (type === 'NAK') return { ...named, message: 'address not available' };
  const { gateway, nameServers, domain, leaseTime, prefix, network } = pool;
  const lease = {
    leaseTime,
    renewalTime: Math.floor(leaseTime * RENEW_AFTER),
    rebindingTime: Math.floor(leaseTime * REBIND_AFTER),
  };
  return {
    ...named,
    // An answer to INFORM gives no address and no lease (RFC 2131 §4.3.5).
    ...(address !== 0 && lease),
    subnetMask: maskOf(prefix),
    broadcastAddress: broadcastOf(network, prefix),
    ...(gateway !== null && { routers: [gateway] }),
    ...(nameServers.length > 0 && { nameServers }),
    ...(domain !== null && { domainName: domain }),
  };
}

/** The server's own address on the interface a message came in by. */
function ownAddress({ device }: Arrived, system: System): number {
  return system.network.interfaces().find(({ name }) => name === device)?.address ?? 0;
}

function wayOf({ message, device }: Arrived): string {
  return message.relayAddress === 0 ? device : formatAddress(message.relayAddress);
}

function log(system: System, line: string): void {
  system.print(line);
}
