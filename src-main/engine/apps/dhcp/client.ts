import { formatAddress, LIMITED_BROADCAST, prefixOfMask } from '../../wire/address.ts';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, emitDhcp, type DhcpMessage, type DhcpType } from '../../wire/dhcp.ts';
import { INFINITE_LEASE, type DhcpOptions } from '../../wire/dhcp-options.ts';
import type { System } from '../system.ts';
import { holds, newClientLease, type ClientLease, type ClientState } from './client-lease.ts';
import { configure, dropGateway, unconfigure } from './host-settings.ts';
import { arrivedAt, openSockets, type Sockets } from './ports.ts';

/** ns before the first question is asked again, and the most it grows to (RFC 2131 §4.1). */
const FIRST_WAIT = 4e9;
const LONGEST_WAIT = 64e9;
/** A wait is up to so many ns longer or shorter, so that clients switched on together part (RFC 2131 §4.1). */
const SPREAD = 1e9;
/** Requests for an offered address before it begins anew (RFC 2131 §3.1, item 5 suggests 60 s in all). */
const REQUEST_LIMIT = 4;
/** Least ns between two requests for more time (RFC 2131 §4.4.5). */
const RENEW_WAIT = 60e9;
/** ns between two looks at whether the probes of an address are over. */
const CHECK_INTERVAL = 500e6;
/** Least ns before it begins anew after a conflict, so that it does not ask without end (RFC 2131 §3.1, item 5). */
const CONFLICT_WAIT = 10e9;
/** Options asked for: mask, router, DNS servers, domain, broadcast address, the times. */
const WANTED = [1, 3, 6, 15, 28, 51, 58, 59];

/** One interface getting its address. What it has got lies in the environment of the host, as in a file of leases. */
export interface DhcpClient {
  device: string;
  sockets: Sockets;
  id: number;
  /** ns at which this exchange began, and at which it last asked for an address. */
  began: number;
  requestedAt: number;
  /** Questions asked in this state. */
  tries: number;
  /** ns at which something is to be done: ask again, renew, rebind, let go. */
  nextAt: number;
  /** The offer that was taken: address and server. */
  offered: { address: number; server: number } | null;
}

export function newClient(device: string): DhcpClient {
  return { device, sockets: new Map(), id: 0, began: 0, requestedAt: 0, tries: 0, nextAt: -1, offered: null };
}

/** Does what is due. Returns why it cannot go on, or null. */
export function runClient(client: DhcpClient, system: System): string | null {
  const { device } = client;
  if (system.network.portOf(device) < 0) return `${device}: no such interface`;
  const failed = openSockets(client.sockets, system, DHCP_CLIENT_PORT, [device]);
  if (failed !== null) return failed;
  const lease = leaseOf(client, system);
  if (client.nextAt < 0) begin(client, lease, system);
  for (const { message } of arrivedAt(client.sockets, system)) answered(client, lease, message, system);
  if (client.nextAt <= system.now) due(client, lease, system);
  if (client.nextAt < Infinity) system.wakeAt(client.nextAt);
  return null;
}

/** ns for which an interface keeps an address that was given back: the message may have to wait for ARP. */
const RELEASE_TIME = 1e9;

/** Gives the address back (RFC 2131 §4.4.6) and takes it off the interface. `done`, or why it cannot; null: not yet. */
export function releaseLease(client: DhcpClient, system: System): string | null {
  const failed = openSockets(client.sockets, system, DHCP_CLIENT_PORT, [client.device]);
  if (failed !== null) return failed;
  const lease = leaseOf(client, system);
  if (client.nextAt < 0 && holds(lease, system.now)) {
    client.id = system.random();
    client.began = system.now;
    send(client, lease, 'RELEASE', { serverIdentifier: lease.server }, lease.address, lease.server, system);
    client.nextAt = system.now + RELEASE_TIME;
  }
  if (client.nextAt > system.now) {
    system.wakeAt(client.nextAt);
    return null;
  }
  unconfigure(client.device, lease, system);
  system.environment.clients.delete(client.device);
  return 'done';
}

function leaseOf({ device }: DhcpClient, system: System): ClientLease {
  const { clients } = system.environment;
  let lease = clients.get(device);
  if (lease === undefined) clients.set(device, (lease = newClientLease()));
  return lease;
}

/** It has just been started: goes on with a lease that holds, else asks for one. */
function begin(client: DhcpClient, lease: ClientLease, system: System): void {
  if (holds(lease, system.now)) return schedule(client, lease, system);
  start(client, lease, system);
}

/** INIT: a new exchange. RFC 2131 §4.4.1 would have it wait some seconds first; hardly any client does. */
function start(client: DhcpClient, lease: ClientLease, system: System): void {
  enter(client, lease, 'selecting', system);
  client.id = system.random();
  client.began = system.now;
  client.offered = null;
  client.nextAt = system.now;
}

function enter(client: DhcpClient, lease: ClientLease, state: ClientState, system: System): void {
  lease.state = state;
  client.tries = 0;
  client.nextAt = system.now;
}

/** A time has come. */
function due(client: DhcpClient, lease: ClientLease, system: System): void {
  switch (lease.state) {
    case 'init':
      return start(client, lease, system);
    case 'selecting': {
      const wanted = lease.address === 0 ? {} : { requestedAddress: lease.address };
      return ask(client, lease, 'DISCOVER', wanted, system);
    }
    case 'requesting': {
      if (client.tries >= REQUEST_LIMIT) return start(client, lease, system);
      const { address, server } = client.offered!;
      return ask(client, lease, 'REQUEST', { requestedAddress: address, serverIdentifier: server }, system);
    }
    case 'checking':
      return check(client, lease, system);
    case 'bound':
      enter(client, lease, 'renewing', system);
      client.id = system.random();
      client.began = system.now;
      return due(client, lease, system);
    case 'renewing':
      if (system.now >= lease.rebindAt) {
        enter(client, lease, 'rebinding', system);
        return due(client, lease, system);
      }
      return renew(client, lease, lease.server, lease.rebindAt, system);
    case 'rebinding':
      if (system.now >= lease.until) {
        system.print(`lease of ${formatAddress(lease.address)} expired`);
        unconfigure(client.device, lease, system);
        start(client, lease, system);
        return due(client, lease, system);
      }
      return renew(client, lease, LIMITED_BROADCAST, lease.until, system);
  }
}

/** Asks everybody, and again after 4, 8, 16, 32 and 64 s, a little more or less. */
function ask(client: DhcpClient, lease: ClientLease, type: DhcpType, options: DhcpOptions, system: System): void {
  const wait = Math.min(FIRST_WAIT * 2 ** client.tries, LONGEST_WAIT) + spread(system);
  client.tries++;
  client.nextAt = system.now + wait;
  send(client, lease, type, options, 0, LIMITED_BROADCAST, system);
}

function spread(system: System): number {
  return (system.random() % (2 * SPREAD)) - SPREAD;
}

/** Asks for more time, and again after half of what is left, at least a minute (RFC 2131 §4.4.5). */
function renew(client: DhcpClient, lease: ClientLease, to: number, end: number, system: System): void {
  client.tries++;
  client.nextAt = Math.min(end, system.now + Math.max(RENEW_WAIT, (end - system.now) / 2));
  send(client, lease, 'REQUEST', {}, lease.address, to, system);
}

function send(
  client: DhcpClient,
  lease: ClientLease,
  type: DhcpType,
  options: DhcpOptions,
  clientAddress: number,
  to: number,
  system: System,
): void {
  const one = system.network.interfaces().find(({ name }) => name === client.device)!;
  const identifier = [1, ...[40, 32, 24, 16, 8, 0].map((shift) => Math.floor(one.mac / 2 ** shift) % 256)];
  const asks = type === 'DISCOVER' || type === 'REQUEST';
  if (type === 'REQUEST') client.requestedAt = system.now;
  const message: DhcpMessage = {
    request: true,
    type,
    hops: 0,
    id: client.id,
    seconds: Math.floor((system.now - client.began) / 1e9),
    // Until it has an address its host throws away what is sent to that address.
    broadcast: asks && clientAddress === 0,
    ...{ clientAddress, yourAddress: 0, serverAddress: 0, relayAddress: 0 },
    hardware: one.mac,
    options: {
      ...options,
      clientIdentifier: Uint8Array.from(identifier),
      ...(asks && { hostName: system.environment.hostname, parameters: WANTED }),
    },
  };
  const sent = system.sendTo(client.sockets.get(client.device)!, emitDhcp(message), to, DHCP_SERVER_PORT, {
    dontFragment: false,
  });
  const wait = asks && lease.state !== 'bound' ? ` interval ${Math.round((client.nextAt - system.now) / 1e9)}` : '';
  const failed = typeof sent === 'string' ? `: ${sent}` : '';
  system.print(`DHCP${type} on ${client.device} to ${formatAddress(to)} port ${DHCP_SERVER_PORT}${wait}${failed}`);
}

function answered(client: DhcpClient, lease: ClientLease, message: DhcpMessage, system: System): void {
  const { request, id, type, yourAddress, options } = message;
  const server = options.serverIdentifier;
  if (request || id !== client.id || server === undefined) return;
  const from = `from ${formatAddress(server)}`;
  if (type === 'OFFER' && lease.state === 'selecting') {
    // The first offer is taken; RFC 2131 §4.4.1 leaves the choice to the client.
    system.print(`DHCPOFFER of ${formatAddress(yourAddress)} ${from}`);
    client.offered = { address: yourAddress, server };
    return enter(client, lease, 'requesting', system);
  }
  // Nothing was asked, or nothing more.
  if (['selecting', 'init', 'checking', 'bound'].includes(lease.state)) return;
  if (type === 'NAK') {
    system.print(`DHCPNAK ${from}`);
    unconfigure(client.device, lease, system);
    lease.address = 0;
    return start(client, lease, system);
  }
  if (type !== 'ACK') return;
  system.print(`DHCPACK of ${formatAddress(yourAddress)} ${from}`);
  take(client, lease, message, server, system);
}

/** The address is ours: the interface gets it, with what else was told (RFC 2131 §4.4.1). */
function take(client: DhcpClient, lease: ClientLease, message: DhcpMessage, server: number, system: System): void {
  const { leaseTime = INFINITE_LEASE, subnetMask, renewalTime, rebindingTime, routers = [] } = message.options;
  const address = message.yourAddress;
  const prefix = (subnetMask === undefined ? null : prefixOfMask(subnetMask)) ?? 24;
  const forever = leaseTime === INFINITE_LEASE;
  // The times count from when the request was sent (RFC 2131 §4.4.1).
  const since = client.requestedAt;
  const at = (seconds: number): number => (forever ? Infinity : since + seconds * 1e9);
  const before = { gateway: lease.gateway };
  Object.assign(lease, { address, prefix, server, gateway: routers[0] ?? null });
  lease.nameServers = [...(message.options.nameServers ?? [])];
  lease.until = at(leaseTime);
  lease.renewAt = at(renewalTime ?? leaseTime * 0.5);
  lease.rebindAt = at(rebindingTime ?? leaseTime * 0.875);
  lease.state = 'checking';
  if (before.gateway !== null && before.gateway !== lease.gateway) dropGateway(client.device, before.gateway, system);
  const { network } = system;
  const port = network.portOf(client.device);
  const known = network.interfaces()[port]!;
  if (known.address !== address || known.prefix !== prefix) {
    const failed = network.setAddress(port, address, prefix, true);
    if (failed !== null) system.print(`${client.device}: ${failed}`);
  }
  check(client, lease, system);
}

/** The address is used once nobody else was found to have it; else it is declined (RFC 2131 §4.4.1). */
function check(client: DhcpClient, lease: ClientLease, system: System): void {
  const { device } = client;
  const one = system.network.interfaces().find(({ name }) => name === device)!;
  if (one.tentative?.address === lease.address) {
    client.nextAt = system.now + CHECK_INTERVAL;
    return;
  }
  if (one.address === lease.address) return settle(client, lease, system);
  system.print(`${formatAddress(lease.address)} is in use by somebody else`);
  const { address, server } = lease;
  Object.assign(lease, newClientLease());
  client.nextAt = system.now + CONFLICT_WAIT;
  const options = { requestedAddress: address, serverIdentifier: server, message: 'in use' };
  send(client, lease, 'DECLINE', options, 0, LIMITED_BROADCAST, system);
}

/** BOUND: the host uses all it was told. */
function settle(client: DhcpClient, lease: ClientLease, system: System): void {
  lease.state = 'bound';
  configure(client.device, lease, system);
  schedule(client, lease, system);
  const forever = lease.renewAt === Infinity;
  const left = forever ? '' : ` -- renewal in ${Math.round((lease.renewAt - system.now) / 1e9)} seconds.`;
  system.print(`bound to ${formatAddress(lease.address)}${left}`);
}

function schedule(client: DhcpClient, lease: ClientLease, system: System): void {
  client.nextAt = lease.state === 'bound' ? Math.max(lease.renewAt, system.now) : system.now;
}
