import { describe, expect, it } from 'vitest';
import { FINDINGS, findings, type Finding, type FindingName } from '#document/findings/findings.ts';
import { Draft } from '#document/examples/draft.ts';
import { fixesOf } from '#document/findings/fixes.ts';
import { hints } from '#document/findings/hints.ts';
import type { DeviceRecord, DocumentRecord, HopDocument, RuleRecord } from '#document/records.ts';
import { readDocument } from '#document/read.ts';
import { writeDocument } from '#document/write.ts';
import en from '#renderer/locales/en/fix.ts';
import ko from '#renderer/locales/ko/fix.ts';

const recordsOf = (document: HopDocument) => new Map(document.records.map((record) => [record.id, record]));
const all = (document: HopDocument): Finding[] => [...findings(document), ...hints(document)];
const device = (document: HopDocument, id: string) => document.records.find((one) => one.id === id) as DeviceRecord;

/** The document after the first way out of a finding was taken. */
function mended(document: HopDocument, finding: Finding): HopDocument {
  const [fix] = fixesOf(finding, recordsOf(document));
  if (!fix) throw new Error(`nothing mends ${finding.name}`);
  const records = new Map<string, DocumentRecord>(recordsOf(document));
  for (const id of fix.remove) records.delete(id);
  for (const record of fix.put) records.set(record.id, record);
  return { ...document, records: [...records.values()] };
}

/** Two hosts, a switch, a router and a second subnet: everybody reaches everybody. */
function sound(): HopDocument {
  const draft = new Draft();
  const pc1 = draft.device('host', { x: 0, y: 0 }, ['10.0.1.1'], { gateway: '10.0.1.254' });
  const pc2 = draft.device('host', { x: 0, y: 200 }, ['10.0.1.2'], { gateway: '10.0.1.254' });
  const lan = draft.device('switch', { x: 200, y: 100 });
  const router = draft.device('router', { x: 400, y: 100 }, ['10.0.1.254', '10.0.2.254']);
  const server = draft.device('server', { x: 600, y: 100 }, ['10.0.2.1'], { gateway: '10.0.2.254' });
  draft.join(pc1, lan, router, server);
  draft.join(pc2, lan);
  return draft.document('sound');
}

/** A change that breaks it, by the finding that tells of it. */
const BREAKS: Partial<Record<FindingName, (document: HopDocument) => void>> = {
  'name-used-twice': (one) => void (device(one, 'pc2').name = 'pc1'),
  'mac-used-twice': (one) => void (device(one, 'pc2').ports[0]!.mac = device(one, 'pc1').ports[0]!.mac),
  'address-used-twice': (one) => void (device(one, 'pc2').ports[0]!.address = '10.0.1.1'),
  'network-address': (one) => void (device(one, 'pc2').ports[0]!.address = '10.0.1.0'),
  'broadcast-address': (one) => void (device(one, 'pc2').ports[0]!.address = '10.0.1.255'),
  'unusable-address': (one) => void (device(one, 'pc2').ports[0]!.address = '127.0.0.1'),
  'odd-prefix': (one) => void (device(one, 'pc2').ports[0]!.prefix = 32),
  'prefix-differs': (one) => void (device(one, 'pc2').ports[0]!.prefix = 16),
  'gateway-outside-subnet': (one) => void (device(one, 'pc2').gateway = '10.7.0.1'),
  'gateway-is-itself': (one) => void (device(one, 'pc2').gateway = '10.0.1.2'),
  'gateway-not-there': (one) => void (device(one, 'pc2').gateway = '10.0.1.77'),
  'gateway-no-router': (one) => void (device(one, 'pc2').gateway = '10.0.1.1'),
  'no-gateway': (one) => void (device(one, 'pc2').gateway = null),
  'no-address': (one) => void (device(one, 'pc2').ports[0]!.address = null),
  'dhcp-nobody-answers': (one) => {
    device(one, 'pc2').ports[0]!.address = null;
    device(one, 'pc2').ports[0]!.dhcp = true;
  },
  'route-unreachable': (one) =>
    void device(one, 'router1').routes.push({ destination: '10.9.0.0', prefix: 16, via: '10.8.0.1' }),
  'next-hop-not-there': (one) =>
    void device(one, 'router1').routes.push({ destination: '10.9.0.0', prefix: 16, via: '10.0.1.1' }),
  'other-subnet': (one) => void (device(one, 'pc2').ports[0]!.address = '10.0.7.2'),
  'switched-off': (one) => void (device(one, 'switch1').powered = false),
  'cable-unplugged': (one) => {
    const cable = one.records.find((record) => record.type === 'cable')!;
    Object.assign(cable, { plugged: false });
  },
  'loop-without-tree': (one) => {
    const second = { ...structuredClone(device(one, 'switch1')), id: 'switch2', name: 'switch2', y: 400 };
    const cable = one.records.find((record) => record.type === 'cable')!;
    const join = (id: string, port: string): DocumentRecord =>
      ({ ...cable, id, a: { device: 'switch1', port }, b: { device: 'switch2', port } }) as DocumentRecord;
    one.records.push(second, join('cable21', 'port7'), join('cable22', 'port8'));
  },
  'resolver-not-there': (one) => void (device(one, 'pc1').resolver = ['10.0.1.99']),
  'dhcp-pool-holds-address': (one) => {
    const pools = [{ first: '10.0.1.1', last: '10.0.1.1', prefix: 24 }];
    device(one, 'router1').dhcp = { server: { pools } };
  },
  'network-port-unknown': (one) => void (device(one, 'router1').network = { proxyArp: ['eth9'] }),
  'rip-port-unknown': (one) => void (device(one, 'router1').rip = { ports: ['eth0', 'eth9'] }),
  'nat-port-unknown': (one) => void (device(one, 'router1').nat = { outside: 'eth9' }),
  'filter-forwards-nothing': (one) => {
    const rules = [{ action: 'drop' as const, direction: 'forward' as const }];
    device(one, 'pc1').filter = { rules } as DeviceRecord['filter'];
  },
  'not-connected': (one) => {
    one.records = one.records.filter((record) => record.type !== 'cable' || record.a.device !== 'pc2');
  },
  'no-route': (one) => {
    const [router, server] = [device(one, 'router1'), device(one, 'server1')];
    // A second router behind the first, with a subnet of its own.
    const second: DeviceRecord = {
      ...structuredClone(router),
      id: 'router2',
      name: 'router2',
      x: 800,
      ports: [
        { name: 'eth0', mac: '02:00:00:00:01:01', address: '10.0.2.253', prefix: 24 },
        { name: 'eth1', mac: '02:00:00:00:01:02', address: '10.0.3.254', prefix: 24 },
      ],
      routes: [{ destination: '10.0.1.0', prefix: 24, via: '10.0.2.254' }],
    };
    const far: DeviceRecord = {
      ...structuredClone(server),
      id: 'server2',
      name: 'server2',
      x: 1000,
      gateway: '10.0.3.254',
      ports: [{ name: 'eth0', mac: '02:00:00:00:01:03', address: '10.0.3.1', prefix: 24 }],
    };
    const hub: DeviceRecord = {
      ...structuredClone(device(one, 'switch1')),
      id: 'switch2',
      name: 'switch2',
      x: 600,
      y: 300,
    };
    const cable = one.records.find((record) => record.type === 'cable' && record.b.device === 'server1')!;
    const join = (id: string, a: [string, string], b: [string, string]): DocumentRecord =>
      ({ ...cable, id, a: { device: a[0], port: a[1] }, b: { device: b[0], port: b[1] } }) as DocumentRecord;
    one.records = [
      ...one.records.filter((record) => record !== cable),
      second,
      far,
      hub,
      join('cable21', ['router1', 'eth1'], ['switch2', 'port1']),
      join('cable22', ['server1', 'eth0'], ['switch2', 'port2']),
      join('cable23', ['router2', 'eth0'], ['switch2', 'port3']),
      join('cable24', ['router2', 'eth1'], ['server2', 'eth0']),
    ];
  },
  'rule-hits-nothing': (one) => {
    const cable = one.records.find((record) => record.type === 'cable')!;
    const rule: RuleRecord = {
      type: 'rule',
      id: 'rule1',
      name: 'rule1',
      cable: cable.id,
      direction: 'both',
      filter: '',
      hits: { which: 'nth', ordinals: [] },
      action: { do: 'lose' },
      enabled: true,
    };
    one.records.push(rule);
  },
};

describe('a finding is mended with one press', () => {
  it('in a drawing that has none to begin with', () => {
    expect(all(sound())).toEqual([]);
  });

  it.each(Object.entries(BREAKS))('%s', (name, broken) => {
    const document = sound();
    broken(document);
    const finding = all(document).find((one) => one.name === name);
    expect(finding, `${name} is found`).toBeDefined();
    const after = mended(document, finding!);
    expect(all(after).filter((one) => one.name === name)).toEqual([]);
    // What is offered is a drawing that opens.
    expect(readDocument(writeDocument(after))).toHaveProperty('document');
  });

  it('by the next free address of the subnet, the gateway that is there, the route over the nearest router', () => {
    const document = sound();
    device(document, 'pc2').ports[0]!.address = '10.0.1.1';
    device(document, 'pc2').gateway = '10.7.0.1';
    const said = all(document).map((finding) =>
      fixesOf(finding, recordsOf(document)).map(({ name, parameters }) => [name, parameters]),
    );
    expect(said).toEqual([
      [['give-address', { device: 'pc2', port: 'eth0', address: '10.0.1.2' }]],
      [
        ['set-gateway', { device: 'pc2', gateway: '10.0.1.254' }],
        ['clear-gateway', { device: 'pc2' }],
      ],
    ]);
  });

  it('or is one that only a person can decide', () => {
    const undecided = Object.keys(FINDINGS).filter((name) => !(name in BREAKS));
    expect(undecided.sort()).toEqual([
      'dhcp-pool-unused',
      'filter-never-reached',
      'filter-port-unknown',
      'medium-too-long',
      'nat-forward-outside-subnets',
      'nat-without-address',
      'overlapping-subnets',
      'real-port-used-twice',
      'rip-times-out-early',
      'rule-on-idle-cable',
      'rule-on-shared-medium',
      'subnet-apart',
      'tunnel-without-cable',
      'tunnel-without-ports',
      'untagged-differs',
    ]);
  });
});

it('every finding has a way out or advice, in both languages', () => {
  const said = (locale: typeof en | typeof ko): string[] => Object.keys(locale.advice);
  const mendable = Object.keys(BREAKS);
  const ALSO = ['filter-never-reached', 'filter-port-unknown', 'rule-on-shared-medium'];
  for (const locale of [en, ko]) {
    const without = Object.keys(FINDINGS).filter((name) => ![...mendable, ...ALSO, ...said(locale)].includes(name));
    expect(without).toEqual([]);
  }
});
