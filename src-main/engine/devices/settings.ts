/**
 * What a person sets on a device, a cable and a program: the half of a document's records that changes what the network
 * does. A document's records are these plus where and how they are drawn, so there is one model and no converter.
 * All values were validated by `document` before they come here.
 */
import type { PortTreeSettings, SpanningTreeSettings } from '../link/spanning-tree/settings.ts';
import type { PortVlan } from '../link/vlan.ts';
import type { Impairment } from '../link/impairment.ts';
import type { RuleSettings } from '../link/rule.ts';
import type { TransportSettings } from '../transport/settings.ts';
import type { NatSettings } from '../net/nat-settings.ts';
import type { FilterSettings } from '../net/filter-settings.ts';
import type { NetworkLayerSettings } from '../net/settings.ts';
import type { DhcpSettings } from '../apps/dhcp/settings.ts';
import type { RipSettings } from '../apps/rip/settings.ts';
import type { ProgramSettings } from '../apps/settings.ts';
import type { TunnelSettings } from './tunnel-settings.ts';

export type { Impairment, ProgramSettings, RuleSettings };

/** `host` and `server` differ in picture only; a `router` forwards; a `switch` learns; a `hub` repeats; a `gateway` and a `tunnel` let reality in. */
export type DeviceKind = 'host' | 'server' | 'router' | 'switch' | 'hub' | 'gateway' | 'tunnel';

export interface PortSettings {
  /** Unique on the device: `eth0`, `port3`. */
  name: string;
  /** `02:00:00:00:00:01`; hosts, servers and routers only (null on a hub or switch port). */
  mac: string | null;
  /** Dotted IPv4 address, or null while none is set. */
  address: string | null;
  /** Prefix length 0…32 of `address`. */
  prefix: number;
  /** Switches only: the VLANs of this port. While no port of a switch says any, it passes tags on unseen. */
  vlan?: PortVlan;
  /** The address comes by DHCP: `address` must be null then. */
  dhcp?: boolean;
  /** Switches only: what the spanning tree is told of this port. */
  spanningTree?: PortTreeSettings;
}

export interface RouteSettings {
  /** Dotted network address with no host bits set; `0.0.0.0` with prefix 0 is the default route. */
  destination: string;
  prefix: number;
  /** Dotted address of the next hop, on a subnet of one of the ports. */
  via: string;
}

export interface FileSettings {
  /** `/index.html`; unique on the device. */
  path: string;
  text: string;
}

export interface DeviceSettings {
  id: string;
  kind: DeviceKind;
  name: string;
  ports: PortSettings[];
  /** Default gateway, a shorthand for a default route. Null: none. */
  gateway: string | null;
  routes: RouteSettings[];
  transport?: TransportSettings;
  /**
   * Hubs only. `shared` (default): all stations share one half-duplex medium, with carrier sense and collisions;
   * `ideal`: it repeats whole frames and nothing ever collides.
   */
  medium?: 'shared' | 'ideal';
  /** Switches only: ns after which an address not heard of is forgotten, 10 s … 1,000,000 s; 300 s unless set. */
  ageingTime?: number;
  /** Switches only: takes part in a rapid spanning tree. Left out: it does not, and a loop is a storm. */
  spanningTree?: SpanningTreeSettings;
  /** DNS servers its programs ask, dotted, the first one first; at most 3. Hosts, servers and routers only. */
  resolver?: string[];
  filter?: FilterSettings;
  network?: NetworkLayerSettings;
  /** Texts its programs read: pages of a web server, zones of a name server, `/etc/hosts`. Paths begin with `/`. */
  files?: FileSettings[];
  /** Gateways only: which real loopback ports lead where. What is not switched on leads nowhere. */
  loopback?: LoopbackSettings;
  /** Tunnels only. What is not switched on leads nowhere. */
  tunnel?: TunnelSettings;
  /** Routers only. */
  nat?: NatSettings;
  dhcp?: DhcpSettings;
  /** Routers only. */
  rip?: RipSettings;
  /** False: it is switched off, does nothing and knows nothing. Left out: it is on. */
  powered?: boolean;
}

/** How a gateway joins the drawn network to loopback ports of the machine. */
export interface LoopbackSettings {
  /** A port of 127.0.0.1 on the machine, and the drawn address (dotted) and port it leads to. */
  inward: { protocol: 'tcp' | 'udp'; port: number; address: string; to: number }[];
  /** A TCP port of the gateway's own drawn address, and the port of 127.0.0.1 on the machine it leads to. */
  outward: { port: number; to: number }[];
}

export interface CableEnd {
  /** Device id. */
  device: string;
  /** Port name. */
  port: string;
}

export interface CableSettings {
  id: string;
  a: CableEnd;
  b: CableEnd;
  /** bit/s, 1 … 1e12. */
  bandwidth: number;
  /** One-way propagation delay in ns, 0 … 1e12. */
  delay: number;
  /** Largest IP packet in bytes, 68 … 9000 (RFC 791 §3.2: every link carries 68). */
  mtu: number;
  /** Frames that may wait at each end, 1 … 100,000. */
  queue: number;
  /** What is different, or goes wrong, from a to b and from b to a. */
  directions?: [Impairment, Impairment];
  /** False: it hangs beside one of its ports, and nothing is linked. Left out: it is plugged in. */
  plugged?: boolean;
}
