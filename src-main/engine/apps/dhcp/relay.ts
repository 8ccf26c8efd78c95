import { formatAddress, formatMac, LIMITED_BROADCAST, parseAddress } from '../../wire/address.ts';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, relayedDhcp } from '../../wire/dhcp.ts';
import type { System } from '../system.ts';
import { addressedDevices, arrivedAt, openSockets, type Arrived, type Sockets } from './ports.ts';
import type { DhcpRelaySettings } from './settings.ts';

/** Relay agents a message may pass: "a default value of 4 is RECOMMENDED" (RFC 1542 §4.1.1). */
const HOP_LIMIT = 4;

/** Passes on what clients and servers say to each other from one subnet to another (RFC 1542 §4). Returns why it cannot, or null. */
export function relayMessages(sockets: Sockets, { servers }: DhcpRelaySettings, system: System): string | null {
  const failed = openSockets(sockets, system, DHCP_SERVER_PORT, addressedDevices(system));
  if (failed !== null) return failed;
  for (const arrived of arrivedAt(sockets, system)) {
    if (arrived.message.request) toServers(sockets, servers, arrived, system);
    else toClient(sockets, arrived, system);
  }
  return null;
}

function toServers(sockets: Sockets, servers: readonly string[], arrived: Arrived, system: System): void {
  const { message, bytes, device } = arrived;
  if (message.hops >= HOP_LIMIT)
    return system.print(`too many hops: message of ${formatMac(message.hardware)} dropped`);
  // The first relay agent on the way writes its address; further ones leave it (RFC 1542 §4.1.1).
  const own = system.network.interfaces().find(({ name }) => name === device)?.address ?? 0;
  const relayed = relayedDhcp(bytes, message.hops + 1, message.relayAddress || own);
  for (const text of servers) {
    const server = parseAddress(text)!;
    const route = system.network.routeTo(server);
    const out = route === null ? undefined : sockets.get(route.detail.port);
    const sent = out === undefined ? 'ENETUNREACH' : system.sendTo(out, relayed, server, DHCP_SERVER_PORT);
    const outcome = typeof sent === 'string' ? `: ${sent}` : '';
    system.print(`DHCP${message.type} of ${formatMac(message.hardware)} from ${device} to ${text}${outcome}`);
  }
}

/** An answer is for the subnet whose address the relay agent wrote into the question (RFC 1542 §4.1.2). */
function toClient(sockets: Sockets, { message, bytes }: Arrived, system: System): void {
  const side = system.network.interfaces().find(({ address }) => address === message.relayAddress);
  const out = side === undefined ? undefined : sockets.get(side.name);
  if (side === undefined || out === undefined) {
    return system.print(`answer for ${formatAddress(message.relayAddress)}: no interface of ours`);
  }
  const { clientAddress } = message;
  const to = clientAddress === 0 || message.type === 'NAK' ? LIMITED_BROADCAST : clientAddress;
  system.sendTo(out, bytes, to, DHCP_CLIENT_PORT, { dontFragment: false });
  system.print(`DHCP${message.type} for ${formatMac(message.hardware)} on ${side.name}`);
}
