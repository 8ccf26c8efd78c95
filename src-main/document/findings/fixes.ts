import { parseAddress } from '#engine/wire/address.ts';
import { addPort, freePorts, hasNetworkLayer, newCable } from '../edits.ts';
import type { RecordMap } from '../diff.ts';
import { DEVICE_KINDS } from '../device-kinds.ts';
import type { Finding, FindingName } from './findings.ts';
import { Numbering } from '../numbering.ts';
import { freeAddress, neighboursOf, routersBeside, routerTowards } from './neighbourhood.ts';
import { isProblem } from '../problem.ts';
import type { DeviceRecord, DocumentRecord } from '../records.ts';

/**
 * What can be done about a finding with one press. Names and parameters; each locale has one sentence a name
 * (`fix.<name>`), as an order: “Give pc3 the address 10.0.0.4”.
 */
export const FIXES = {
  'give-address': ['device', 'port', 'address'],
  rename: ['device', 'name'],
  'new-mac': ['device', 'port'],
  'set-prefix': ['device', 'port', 'prefix'],
  'set-gateway': ['device', 'gateway'],
  'clear-gateway': ['device'],
  'clear-resolver': ['device', 'address'],
  'add-route': ['device', 'subnet', 'via'],
  'remove-route': ['device', 'destination', 'prefix'],
  'exclude-address': ['device', 'address'],
  'forget-port': ['device', 'port'],
  'remove-filter-rule': ['device', 'rule'],
  'remove-nat': ['device'],
  'same-vlan': ['device', 'port', 'vlan'],
  connect: ['device', 'other'],
  'plug-in': ['device', 'other'],
  'switch-on': ['device'],
  'span-tree': ['devices'],
  'remove-rule': ['rule'],
} as const satisfies Record<string, readonly string[]>;
export type FixName = keyof typeof FIXES;

/** One way out, as an edit that can be undone. */
export interface Fix {
  name: FixName;
  parameters: Record<string, string | number>;
  put: DocumentRecord[];
  remove: string[];
}

type Way = (fixing: Fixing) => (Fix | null)[];

/** The ways out of a finding, the best first; none where only a person can decide (the locale says what to look at). */
export function fixesOf(finding: Finding, records: RecordMap): Fix[] {
  const device = records.get(finding.records[0] ?? '');
  const way = WAYS[finding.name];
  if (way === undefined || device === undefined) return [];
  return way(new Fixing(finding, device, records)).filter((fix): fix is Fix => fix !== null);
}

const address: Way = (fixing) => [fixing.giveAddress()];
const gateway: Way = (fixing) => [fixing.setGateway(), fixing.clearGateway()];
const forgetPort: Way = (fixing) => [fixing.forgetPort()];
const filterRule: Way = (fixing) => [fixing.removeFilterRule()];
const rule: Way = (fixing) => [fixing.removeRule()];

const WAYS: Partial<Record<FindingName, Way>> = {
  'name-used-twice': (fixing) => [fixing.rename()],
  'mac-used-twice': (fixing) => [fixing.newMac()],
  'address-used-twice': address,
  'network-address': address,
  'broadcast-address': address,
  'unusable-address': address,
  'no-address': address,
  'other-subnet': address,
  'dhcp-nobody-answers': address,
  'odd-prefix': (fixing) => [fixing.setPrefix(24)],
  'prefix-differs': (fixing) => [fixing.setPrefix(fixing.number('otherPrefix'))],
  'gateway-outside-subnet': gateway,
  'gateway-is-itself': gateway,
  'gateway-not-there': gateway,
  'gateway-no-router': gateway,
  'no-gateway': (fixing) => [fixing.setGateway()],
  'no-route': (fixing) => [fixing.addRoute()],
  'route-unreachable': (fixing) => [fixing.removeRoute()],
  'next-hop-not-there': (fixing) => [fixing.removeRoute()],
  'resolver-not-there': (fixing) => [fixing.clearResolver()],
  'dhcp-pool-holds-address': (fixing) => [fixing.excludeAddress()],
  'network-port-unknown': forgetPort,
  'rip-port-unknown': forgetPort,
  'nat-port-unknown': (fixing) => [fixing.removeNat()],
  'nat-without-address': address,
  'filter-port-unknown': filterRule,
  'filter-forwards-nothing': filterRule,
  'filter-never-reached': filterRule,
  'untagged-differs': (fixing) => [fixing.sameVlan()],
  'not-connected': (fixing) => [fixing.connect()],
  'cable-unplugged': (fixing) => [fixing.plugIn()],
  'switched-off': (fixing) => [fixing.switchOn()],
  'loop-without-tree': (fixing) => [fixing.spanTree()],
  'rule-hits-nothing': rule,
  'rule-on-shared-medium': rule,
};

/** One finding on a drawing, and what could be done about it. Null: nothing of that sort. */
class Fixing {
  readonly #finding: Finding;
  readonly #record: DocumentRecord;
  readonly #records: RecordMap;

  constructor(finding: Finding, record: DocumentRecord, records: RecordMap) {
    this.#finding = finding;
    this.#record = record;
    this.#records = records;
  }

  number(parameter: string): number {
    return Number(this.#finding.parameters[parameter]);
  }

  /** The next address of the subnet that nobody has: of its own where that is right, else of a neighbour's. */
  giveAddress(): Fix | null {
    const device = this.#device();
    const port = device?.ports.find(({ name }) => name === this.#text('port'));
    if (!device || !port) return null;
    const { name, records } = this.#finding;
    const neighbour = neighboursOf(device, port.name, this.#records).find(
      (one) => one.address !== null && (name !== 'other-subnet' || one.device.id === records[1]),
    );
    const usable = name !== 'unusable-address' && name !== 'other-subnet' && port.address !== null;
    const like = usable ? { address: port.address!, prefix: port.prefix } : neighbour;
    if (!like || like.address === null) return null;
    const free = freeAddress(like.address, like.prefix, this.#records);
    if (free === null) return null;
    const { dhcp: _dhcp, ...rest } = port;
    const ports = device.ports.map((one) => (one === port ? { ...rest, address: free, prefix: like.prefix } : one));
    return this.#fix('give-address', { port: port.name, address: free }, { ...device, ports });
  }

  rename(): Fix | null {
    const device = this.#device();
    if (!device) return null;
    const name = new Numbering(this.#records).name(DEVICE_KINDS[device.kind].prefix);
    return this.#fix('rename', { name }, { ...device, name });
  }

  newMac(): Fix | null {
    return this.#withPort('new-mac', {}, (port) => ({ ...port, mac: new Numbering(this.#records).mac() }));
  }

  setPrefix(prefix: number): Fix | null {
    return this.#withPort('set-prefix', { prefix }, (port) => ({ ...port, prefix }));
  }

  /** A router on one of its subnets becomes its gateway. */
  setGateway(): Fix | null {
    const device = this.#device();
    const router = device === null ? undefined : routersBeside(device, this.#records)[0];
    if (device === null || router === undefined || router.address === device.gateway) return null;
    return this.#fix('set-gateway', { gateway: router.address }, { ...device, gateway: router.address });
  }

  clearGateway(): Fix | null {
    const device = this.#device();
    return device && this.#fix('clear-gateway', {}, { ...device, gateway: null });
  }

  clearResolver(): Fix | null {
    const device = this.#device();
    const gone = this.#text('address');
    if (!device?.resolver) return null;
    const { resolver, ...rest } = device;
    const left = resolver.filter((one) => one !== gone);
    return this.#fix('clear-resolver', { address: gone }, left.length === 0 ? rest : { ...rest, resolver: left });
  }

  /** A route by the neighbouring router that is nearest to the subnet. */
  addRoute(): Fix | null {
    const device = this.#device();
    const [destination = '', prefix = ''] = this.#text('subnet').split('/');
    const subnet = { address: destination, prefix: Number(prefix) };
    const via = device === null ? null : routerTowards(device, subnet, this.#records);
    if (device === null || via === null) return null;
    const route = { destination, prefix: Number(prefix), via };
    return this.#fix(
      'add-route',
      { subnet: this.#text('subnet'), via },
      { ...device, routes: [...device.routes, route] },
    );
  }

  removeRoute(): Fix | null {
    const device = this.#device();
    const [destination, prefix] = [this.#text('destination'), this.number('prefix')];
    const routes = device?.routes.filter((one) => one.destination !== destination || one.prefix !== prefix);
    return device && this.#fix('remove-route', { destination, prefix }, { ...device, routes: routes! });
  }

  excludeAddress(): Fix | null {
    const device = this.#device();
    const kept = this.#text('address');
    const server = device?.dhcp?.server;
    if (!device || !server) return null;
    const number = parseAddress(kept)!;
    const pools = server.pools.map((pool) => {
      const within = number >= parseAddress(pool.first)! && number <= parseAddress(pool.last)!;
      return within ? { ...pool, excluded: [...(pool.excluded ?? []), { first: kept, last: kept }] } : pool;
    });
    const dhcp = { ...device.dhcp, server: { ...server, pools } };
    return this.#fix('exclude-address', { address: kept }, { ...device, dhcp });
  }

  /** Takes a port that is not there out of the settings that name it. */
  forgetPort(): Fix | null {
    const device = this.#device();
    const gone = this.#text('port');
    if (!device) return null;
    const next = { ...device };
    if (device.network) {
      const { proxyArp, neighbours, ...network } = device.network;
      const left = proxyArp?.filter((port) => port !== gone);
      const entries = neighbours?.filter(({ port }) => port !== gone);
      next.network = { ...network, ...(left ? { proxyArp: left } : {}), ...(entries ? { neighbours: entries } : {}) };
    }
    if (device.rip?.ports) next.rip = { ...device.rip, ports: device.rip.ports.filter((port) => port !== gone) };
    return this.#fix('forget-port', { port: gone }, next);
  }

  removeFilterRule(): Fix | null {
    const device = this.#device();
    const place = this.number('rule');
    if (!device?.filter) return null;
    const rules = device.filter.rules.filter((_, index) => index !== place - 1);
    return this.#fix('remove-filter-rule', { rule: place }, { ...device, filter: { ...device.filter, rules } });
  }

  removeNat(): Fix | null {
    const device = this.#device();
    if (!device?.nat) return null;
    const { nat: _nat, ...rest } = device;
    return this.#fix('remove-nat', {}, rest);
  }

  /** Both ends of a cable take what has no tag for the VLAN of the other. */
  sameVlan(): Fix | null {
    const other = this.#records.get(this.#finding.records[1] ?? '');
    if (other?.type !== 'device') return null;
    const vlan = untaggedOf(other.ports.find(({ name }) => name === this.#text('otherPort'))?.vlan);
    return this.#withPort('same-vlan', { vlan }, (port) => {
      if (port.vlan?.mode === 'trunk') return { ...port, vlan: { ...port.vlan, native: vlan } };
      return { ...port, vlan: { mode: 'access', id: vlan } };
    });
  }

  /** A cable to the nearest device that has a free port, or a switch or hub that gets one more. */
  connect(): Fix | null {
    const device = this.#device();
    if (!device) return null;
    const own = freePorts(device, this.#records)[0];
    if (own === undefined) return null;
    const distance = (one: DeviceRecord): number => Math.hypot(one.x - device.x, one.y - device.y);
    const others = this.#devices().filter(({ id }) => id !== device.id);
    const joins = (one: DeviceRecord): boolean => !hasNetworkLayer(one.kind) || one.kind === 'router';
    const nearest = others
      .filter((one) => joins(one) || freePorts(one, this.#records).length > 0)
      .sort((one, two) => Number(joins(two)) - Number(joins(one)) || distance(one) - distance(two))[0];
    if (!nearest) return null;
    const grown = freePorts(nearest, this.#records).length === 0 ? addPort(nearest, this.#records) : nearest;
    const cable = newCable(
      { device: device.id, port: own },
      { device: nearest.id },
      new Map(this.#records).set(nearest.id, grown),
    );
    if (isProblem(cable)) return null;
    const put = grown === nearest ? [cable] : [grown, cable];
    return { name: 'connect', parameters: { device: device.name, other: nearest.name }, put, remove: [] };
  }

  /** The cable is in its port again. */
  plugIn(): Fix | null {
    if (this.#record.type !== 'cable') return null;
    const { plugged: _before, ...rest } = this.#record;
    const parameters = { device: this.#text('device'), other: this.#text('other') };
    return { name: 'plug-in', parameters, put: [rest], remove: [] };
  }

  switchOn(): Fix | null {
    const device = this.#device();
    if (!device) return null;
    const { powered: _before, ...rest } = device;
    return this.#fix('switch-on', {}, rest);
  }

  /** The switches of a loop agree on a tree and leave one of its cables idle. A loop of hubs alone stays one. */
  spanTree(): Fix | null {
    const loop = this.#finding.records.flatMap((id) => this.#records.get(id) ?? []);
    const switches = loop.filter((one): one is DeviceRecord => one.type === 'device' && one.kind === 'switch');
    if (switches.length === 0) return null;
    const put = switches.map((one) => ({ ...one, spanningTree: {} }));
    return { name: 'span-tree', parameters: { devices: switches.map(({ name }) => name).join(', ') }, put, remove: [] };
  }

  removeRule(): Fix {
    const name = this.#text('rule');
    const all = [...this.#records.values()];
    const one = all.find(
      (record) => record.type === 'rule' && record.name === name && record.cable === this.#record.id,
    );
    return { name: 'remove-rule', parameters: { rule: name }, put: [], remove: one ? [one.id] : [] };
  }

  #fix(name: FixName, parameters: Fix['parameters'], device: DeviceRecord): Fix {
    return { name, parameters: { device: device.name, ...parameters }, put: [device], remove: [] };
  }

  #withPort(
    name: FixName,
    parameters: Fix['parameters'],
    change: (port: DeviceRecord['ports'][number]) => DeviceRecord['ports'][number],
  ): Fix | null {
    const device = this.#device();
    const wanted = this.#text('port');
    if (!device?.ports.some((port) => port.name === wanted)) return null;
    const ports = device.ports.map((port) => (port.name === wanted ? change(port) : port));
    return this.#fix(name, { port: wanted, ...parameters }, { ...device, ports });
  }

  #text(parameter: string): string {
    return String(this.#finding.parameters[parameter] ?? '');
  }

  #device(): DeviceRecord | null {
    return this.#record.type === 'device' ? this.#record : null;
  }

  #devices(): DeviceRecord[] {
    return [...this.#records.values()].filter((record): record is DeviceRecord => record.type === 'device');
  }
}

/** The VLAN of what comes in without a tag; 1 where nothing is said (IEEE 802.1Q §6.9, the default PVID). */
function untaggedOf(vlan: DeviceRecord['ports'][number]['vlan']): number {
  if (vlan === undefined) return 1;
  return vlan.mode === 'access' ? vlan.id : (vlan.native ?? 1);
}
