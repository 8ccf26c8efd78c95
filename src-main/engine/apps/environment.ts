import { parseAddress } from '../wire/address.ts';
import type { ClientLease } from './dhcp/client-lease.ts';
import type { Lease } from './dhcp/leases.ts';
import type { DhcpSettings } from './dhcp/settings.ts';
import type { RipTable } from './rip/routes.ts';
import type { RipSettings } from './rip/settings.ts';

/** What a person sets on a host for its programs. */
export interface EnvironmentSettings {
  id: string;
  name: string;
  /** DNS servers a host asks, dotted, the first one first; at most 3, as in `resolv.conf`. */
  resolver?: string[];
  /** Texts its programs can read: what a web server serves. */
  files?: { path: string; text: string }[];
  dhcp?: DhcpSettings;
  rip?: RipSettings;
}

/** What the programs of one host share besides its network: plain data. */
export interface Environment {
  /** Id of the device. */
  device: string;
  hostname: string;
  /** DNS servers now, first choice first: those of the settings until a program sets others. */
  resolver: number[];
  /** Contents by path. Programs of the host may add to them. */
  files: Map<string, string>;
  /** Addresses its DHCP server has given away. */
  leases: Lease[];
  /** Addresses its interfaces have by DHCP, by name of the interface. */
  clients: Map<string, ClientLease>;
  /** Networks it knows and tells by RIP. */
  rip: RipTable;
  /** The settings it was last given. */
  settings: EnvironmentSettings;
}

/** A host as its settings say. */
export function newEnvironment(given: EnvironmentSettings): Environment {
  const { id, name, resolver = [], files = [], dhcp, rip } = given;
  return {
    device: id,
    hostname: name,
    resolver: resolver.flatMap((server) => parseAddress(server) ?? []),
    files: new Map(files.map(({ path, text }) => [path, text])),
    leases: [],
    clients: new Map(),
    rip: new Map(),
    settings: { id, name, resolver, files, ...(dhcp && { dhcp }), ...(rip && { rip }) },
  };
}

/** Other settings while it runs. What a program has set (DNS servers told by DHCP, say) gives way only to what is new. */
export function configureEnvironment(environment: Environment, settings: EnvironmentSettings): void {
  const before = environment.settings;
  const fresh = newEnvironment(settings);
  environment.hostname = fresh.hostname;
  environment.settings = fresh.settings;
  if (!same(before.resolver, fresh.settings.resolver)) environment.resolver = fresh.resolver;
  if (same(before.files, fresh.settings.files)) return;
  for (const { path } of before.files ?? []) environment.files.delete(path);
  for (const [path, text] of fresh.files) environment.files.set(path, text);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
