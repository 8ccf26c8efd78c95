/**
 * What a person sets about the network layer of a host, once: names, ranges and the standards' defaults. The stack, the
 * file's validation and the form all read this table. It imports nothing, so that the document may read it.
 */

/** Every setting with a value. Times are ns. */
export interface NetworkOptions {
  /** TTL of what it sends, unless a socket says otherwise: it "MUST be configurable" (RFC 1122 §3.2.1.7); RFC 1700 recommends 64. */
  timeToLive: number;
  /** How long fragments wait for the others (RFC 1122 §3.3.2: 60 … 120 s). */
  reassemblyTimeout: number;
  /** Bytes of fragments that may wait; beyond, the packet that has waited longest is given up. */
  reassemblyMemory: number;
  /** Whether what is learned about smaller MTUs on the way is kept (RFC 1191 §3). */
  pathMtuDiscovery: boolean;
  /** After this time a larger packet is tried again (RFC 1191 §6.3: ten minutes). */
  pathMtuAge: number;
  /** ICMP errors and redirects a second at most, and how many may leave at once (RFC 1812 §4.3.2.8); 0: none at all. */
  icmpErrorRate: number;
  icmpErrorBurst: number;
  /** Routers only: tells hosts of a better first hop (RFC 1812 §5.2.7.2). */
  sendRedirects: boolean;
  /** Hosts only: takes such advice (RFC 1122 §3.2.2.2). */
  acceptRedirects: boolean;
  /** Whether an address of one interface is answered for on all of them, or on its own only (RFC 1122 §3.3.4.2). */
  hostModel: 'weak' | 'strong';
  /**
   * What is done so that no two hosts use one address (RFC 5227). `announce`: an address set while it runs is used at once
   * and made known, and what others claim is noticed and contested. `probe`: such an address is also asked for first, for
   * some seconds; `always`: so are the drawn ones. `off`: conflicts are only noticed.
   */
  addressConflictDetection: 'off' | 'announce' | 'probe' | 'always';
  /** Entries one interface keeps in its ARP cache; beyond, the one that has been there longest goes. */
  neighbourLimit: number;
}

/** What a document says: what differs from the defaults, and lists. */
export interface NetworkLayerSettings extends Partial<NetworkOptions> {
  /** Names of the interfaces that answer ARP requests for addresses behind other interfaces (RFC 1027). */
  proxyArp?: string[];
  /** ARP entries written by hand. */
  neighbours?: { port: string; address: string; mac: string }[];
}

/** How one setting is entered and checked; as in the table of transport settings. */
export interface NetworkStatement {
  kind: 'whole' | 'time' | 'flag' | 'choice';
  minimum?: number;
  maximum?: number;
  words?: readonly string[];
  standard: number | string | boolean;
}

const MS = 1_000_000;
const S = 1_000_000_000;

/** The table. */
export const NETWORK_OPTIONS: { readonly [name in keyof NetworkOptions]: NetworkStatement } = {
  timeToLive: { kind: 'whole', minimum: 1, maximum: 255, standard: 64 },
  reassemblyTimeout: { kind: 'time', minimum: MS, maximum: 3600 * S, standard: 60 * S },
  reassemblyMemory: { kind: 'whole', minimum: 0, maximum: 2 ** 30, standard: 4 * 2 ** 20 },
  pathMtuDiscovery: { kind: 'flag', standard: true },
  pathMtuAge: { kind: 'time', minimum: S, maximum: 86_400 * S, standard: 600 * S },
  icmpErrorRate: { kind: 'whole', minimum: 0, maximum: 1_000_000, standard: 1000 },
  icmpErrorBurst: { kind: 'whole', minimum: 1, maximum: 1_000_000, standard: 50 },
  sendRedirects: { kind: 'flag', standard: true },
  acceptRedirects: { kind: 'flag', standard: true },
  hostModel: { kind: 'choice', words: ['weak', 'strong'], standard: 'weak' },
  addressConflictDetection: { kind: 'choice', words: ['off', 'announce', 'probe', 'always'], standard: 'announce' },
  neighbourLimit: { kind: 'whole', minimum: 1, maximum: 65_535, standard: 1024 },
};

const DEFAULTS = Object.fromEntries(
  Object.entries(NETWORK_OPTIONS).map(([name, { standard }]) => [name, standard]),
) as unknown as NetworkOptions;

/** All settings of a host: the defaults, with what it says itself in their place. */
export function networkOptionsOf(settings: NetworkLayerSettings = {}): Readonly<NetworkOptions> {
  const options = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof NetworkOptions)[]) {
    const own = settings[name];
    if (own !== undefined) Object.assign(options, { [name]: own });
  }
  // Frozen, so that copies of the host share it.
  return Object.freeze(options);
}
