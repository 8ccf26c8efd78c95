import { describe, expect, it } from 'vitest';
import { Draft } from '#document/examples/draft.ts';
import { EXAMPLES } from '#document/examples/index.ts';
import { hints } from '#document/findings/hints.ts';
import type { DeviceRecord, HopDocument } from '#document/records.ts';

/** What is told, as `name device …`. */
const told = (document: HopDocument) =>
  hints(document).map(({ name, parameters }) => [name, ...Object.values(parameters)].join(' '));

/** pc1 – router1 – router2 – pc2 in three subnets, with what routes each router is given. */
function line(
  routes: Partial<Record<'router1' | 'router2', DeviceRecord['routes']>> = {},
  more: Partial<DeviceRecord> = {},
): HopDocument {
  const draft = new Draft();
  const pc1 = draft.device('host', { x: 0, y: 0 }, ['10.0.1.1'], { gateway: '10.0.1.254' });
  const router1 = draft.device('router', { x: 200, y: 0 }, ['10.0.1.254', '10.0.2.1']);
  const router2 = draft.device('router', { x: 400, y: 0 }, ['10.0.2.2', '10.0.3.254']);
  const pc2 = draft.device('host', { x: 600, y: 0 }, ['10.0.3.1'], { gateway: '10.0.3.254' });
  draft.join(pc1, router1, router2, pc2);
  const document = draft.document('a line');
  for (const record of document.records) {
    if (record.type !== 'device' || record.kind !== 'router') continue;
    Object.assign(record, more, { routes: routes[record.id as 'router1'] ?? [] });
  }
  return document;
}

const TO_THREE = { destination: '10.0.3.0', prefix: 24, via: '10.0.2.2' };
const TO_ONE = { destination: '10.0.1.0', prefix: 24, via: '10.0.2.1' };

describe('what is missing for everybody to reach everybody', () => {
  it('is nothing in the projects that come with the application', () => {
    for (const { id, make } of EXAMPLES) expect(told(make()), id).toEqual([]);
  });

  it('is a route: told of the router at which packets are thrown away', () => {
    expect(told(line())).toEqual(['no-route router1 10.0.3.0/24', 'no-route router2 10.0.1.0/24']);
    expect(told(line({ router1: [TO_THREE] }))).toEqual(['no-route router2 10.0.1.0/24']);
    expect(told(line({ router1: [TO_THREE], router2: [TO_ONE] }))).toEqual([]);
  });

  it('is a route too where packets go round in circles', () => {
    const over = (via: string) => ({ destination: '10.9.0.0', prefix: 24, via });
    const document = line({ router1: [TO_THREE, over('10.0.2.2')], router2: [TO_ONE, over('10.0.2.1')] });
    // A third router has the subnet that each of the two takes the other to be nearer to.
    const draft = new Draft();
    const router = draft.device('router', { x: 0, y: 400 }, ['10.9.0.254', '10.8.0.254']);
    draft.join(router, draft.device('host', { x: 200, y: 400 }, ['10.9.0.1'], { gateway: '10.9.0.254' }));
    for (const record of draft.document('').records) {
      const other = JSON.parse(JSON.stringify(record).replaceAll(/(router|pc|cable)1\b/g, '$19')) as typeof record;
      document.records.push(other);
    }
    const circling = told(document).filter((one) => /^no-route router[12] 10\.9\.0\.0/.test(one));
    expect(circling.length).toBeGreaterThan(0);
  });

  it('is not told of routers that will learn it by RIP', () => {
    expect(told(line({}, { rip: {} }))).toEqual([]);
  });

  it('is a gateway, beside a router', () => {
    const document = line({ router1: [TO_THREE], router2: [TO_ONE] });
    (document.records.find(({ id }) => id === 'pc1') as DeviceRecord).gateway = null;
    expect(told(document)).toEqual(['no-gateway pc1 10.0.1.254']);
  });

  it('is an address, unless DHCP brings it, or a cable', () => {
    const draft = new Draft();
    const pc1 = draft.device('host', { x: 0, y: 0 });
    const pc2 = draft.device('host', { x: 200, y: 0 }, ['10.0.0.2']);
    draft.device('switch', { x: 400, y: 0 });
    draft.join(pc1, pc2);
    const document = draft.document('two');
    expect(told(document)).toEqual(['no-address pc1 eth0', 'not-connected switch1']);
    (document.records.find(({ id }) => id === pc1) as DeviceRecord).ports[0]!.dhcp = true;
    expect(told(document)).toEqual(['not-connected switch1']);
  });
});
