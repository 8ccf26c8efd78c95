import { LEASE_TIME, type DhcpPool, type DhcpSettings } from '#engine/apps/dhcp/settings.ts';
import { networkOf, parseAddress } from '#engine/wire/address.ts';
import { address, flag, list, mac, name, object, optional, whole, type Check, type Place } from './check.ts';
import { LIMITS } from './limits.ts';

export { LEASE_TIME };
export type { DhcpPool, DhcpRelaySettings, DhcpServerSettings, DhcpSettings } from '#engine/apps/dhcp/settings.ts';

const range = object({ first: address, last: address });
const pool: Check<DhcpPool> = object({
  first: address,
  last: address,
  prefix: whole(1, 30),
  excluded: optional(list(range, LIMITS.pools)),
  reservations: optional(list(object({ mac, address }), LIMITS.reservations)),
  gateway: optional(address),
  nameServers: optional(list(address, LIMITS.resolver)),
  domain: optional(name(LIMITS.name)),
  leaseTime: optional(whole(LEASE_TIME.minimum, LEASE_TIME.maximum)),
});

/** A DHCP server or relay agent. */
export const dhcp: Check<DhcpSettings> = object({
  server: optional(object({ pools: list(pool, LIMITS.pools), ping: optional(flag) })),
  relay: optional(object({ servers: list(address, LIMITS.relayServers) })),
});

/** What one field of it says of another. */
export function checkDhcp({ server, relay }: DhcpSettings, place: Place): void {
  if (server && relay) place.at('relay').report('does-not-fit', { other: 'server' });
  server?.pools.forEach((one, index) => checkPool(one, place.at('server').at('pools').element(index)));
}

function checkPool({ first, last, prefix, gateway, excluded = [], reservations = [] }: DhcpPool, place: Place): void {
  const start = parseAddress(first)!;
  const near = (text: string): boolean => networkOf(parseAddress(text)!, prefix) === networkOf(start, prefix);
  if (parseAddress(last)! < start) place.at('last').report('range-reversed', { first, last });
  else if (!near(last)) place.at('last').report('outside-subnet', { value: last, subnet: `${first}/${prefix}` });
  excluded.forEach((part, index) => {
    if (parseAddress(part.last)! < parseAddress(part.first)!) {
      place
        .at('excluded')
        .element(index)
        .report('range-reversed', { ...part });
    }
  });
  const all = [...reservations.map((one) => one.address), ...(gateway === undefined ? [] : [gateway])];
  for (const value of all) {
    if (near(value)) continue;
    const field = value === gateway ? 'gateway' : 'reservations';
    place.at(field).report('outside-subnet', { value, subnet: `${first}/${prefix}` });
  }
}
