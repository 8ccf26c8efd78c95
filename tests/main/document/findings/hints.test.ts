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

  it('is a subnet in common, where cables are shared and no router joins the two', () => {
    const draw = (second: string, router: string[] = []): HopDocument => {
      const draft = new Draft();
      const lan = draft.device('switch', { x: 0, y: 0 });
      for (const address of ['10.0.1.1', '10.0.1.2', second]) {
        draft.join(draft.device('host', { x: 0, y: 200 }, [address]), lan);
      }
      const at = router.length > 0 ? draft.device('router', { x: 200, y: 0 }, router) : null;
      for (const _ of router) draft.join(at!, lan);
      return draft.document('');
    };
    expect(told(draw('10.0.2.3'))).toEqual(['other-subnet pc3 eth0 10.0.2.0/24 pc1 eth0 10.0.1.0/24']);
    expect(told(draw('10.0.1.3'))).toEqual([]);
    // A router with an address on each of both leads from one to the other.
    const routed = told(draw('10.0.2.3', ['10.0.1.254', '10.0.2.254']));
    expect(routed.filter((one) => one.startsWith('other-subnet'))).toEqual([]);
  });

  it('is a cable, where one subnet lies in two places, but not behind translators of addresses', () => {
    const draw = (nat: boolean): HopDocument => {
      const draft = new Draft();
      const middle = draft.device('switch', { x: 0, y: 0 });
      for (const [index, outside] of ['10.9.0.1', '10.9.0.2'].entries()) {
        const more = nat ? { nat: { outside: 'eth0' } } : {};
        const router = draft.device('router', { x: 200, y: 0 }, [outside, '192.168.0.254'], more);
        const host = draft.device('host', { x: 400, y: 0 }, [`192.168.0.${index + 1}`], { gateway: '192.168.0.254' });
        draft.join(middle, router, host);
      }
      return draft.document('');
    };
    expect(told(draw(false))).toContain('subnet-apart pc2 eth0 192.168.0.0/24 pc1 eth0');
    expect(told(draw(true)).filter((one) => one.startsWith('subnet-apart'))).toEqual([]);

    // Two switches, a host on each, and nothing between them.
    const draft = new Draft();
    for (const address of ['10.0.0.1', '10.0.0.2']) {
      draft.join(draft.device('host', { x: 0, y: 0 }, [address]), draft.device('switch', { x: 200, y: 0 }));
    }
    expect(told(draft.document(''))).toEqual(['subnet-apart pc2 eth0 10.0.0.0/24 pc1 eth0']);
  });

  it('is a plug in its port and power, which the drawing alone can tell', () => {
    const document = line({ router1: [TO_THREE], router2: [TO_ONE] });
    const [cable, router] = ['cable', 'device'].map((type) => document.records.findLast((one) => one.type === type)!);
    Object.assign(cable!, { plugged: false });
    Object.assign(router!, { powered: false });
    expect(told(document)).toEqual(['switched-off router2', 'cable-unplugged router2 eth1 pc2 eth0']);
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
