// @vitest-environment happy-dom
import { mount, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import ThingPanel from '#renderer/inspector/ThingPanel.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useSelection } from '#renderer/stores/selection.ts';

let panel: VueWrapper;

beforeEach(async () => {
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  await useDocument().open(writeDocument(starterDocument()));
  panel = mount(ThingPanel, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
});

/** The field a label belongs to; the n-th of that name. */
function field(label: string, n = 0): DOMWrapper<HTMLInputElement> {
  const found = panel.findAll('label').filter((one) => one.text() === label)[n];
  if (!found) throw new Error(`no field ${label}`);
  return panel.find<HTMLInputElement>(`[id="${found.attributes('for')}"]`);
}
async function type(into: DOMWrapper<HTMLInputElement>, text: string): Promise<void> {
  into.element.value = text;
  await into.trigger('input');
  await into.trigger('change');
  await nextTick();
}
async function choose(...ids: string[]): Promise<void> {
  useSelection().chooseThings(ids);
  await nextTick();
}

describe('the form of a device', () => {
  it('keeps the TCP settings folded, and writes only what differs from the profile', async () => {
    await choose('pc1');
    const section = panel.findAll('details').find((one) => one.text().startsWith('TCP settings'))!;
    (section.element as HTMLDetailsElement).open = true;
    await section.trigger('toggle');
    await type(field('First timeout (RTO)'), '3 s');
    expect(useDocument().device('pc1')!.transport).toEqual({ retransmissionInitial: 3_000_000_000 });
    await type(field('Window scale (shift)'), '15');
    expect(panel.text()).toContain('14');
    expect(useDocument().device('pc1')!.transport).toEqual({ retransmissionInitial: 3_000_000_000 });
    await type(field('First timeout (RTO)'), '');
    expect(useDocument().device('pc1')!.transport).toBeUndefined();
  });

  it('takes DNS servers and files, and gives their refusals back', async () => {
    await choose('pc1');
    const section = panel.findAll('details').find((one) => one.text().startsWith('Names and files'))!;
    (section.element as HTMLDetailsElement).open = true;
    await section.trigger('toggle');
    await type(field('DNS servers'), '192.168.2.10 192.168.1.1');
    expect(useDocument().device('pc1')!.resolver).toEqual(['192.168.2.10', '192.168.1.1']);
    await type(field('DNS servers'), 'www');
    expect(panel.find('[role="alert"]').text()).toContain('“www” is not an IPv4 address');
    await type(field('DNS servers'), '');
    expect(useDocument().device('pc1')!.resolver).toBeUndefined();

    const form = panel.find('[aria-label="Files"] form');
    const add = async (path: string) => {
      await form.find('input').setValue(path);
      await form.trigger('submit');
      await nextTick();
    };
    await add('index.html');
    expect(form.element.parentElement!.textContent).toContain('is not a path');
    await add('/index.html');
    const text = panel.find<HTMLTextAreaElement>('textarea[aria-label="Text of /index.html"]');
    text.element.value = '<h1>x</h1>';
    await text.trigger('change');
    expect(useDocument().device('pc1')!.files).toEqual([{ path: '/index.html', text: '<h1>x</h1>' }]);
    await panel.find('button[aria-label="Remove /index.html"]').trigger('click');
    expect(useDocument().device('pc1')!.files).toBeUndefined();
  });

  it('keeps the settings of the network layer folded, with ARP entries written by hand', async () => {
    await choose('pc1');
    const section = panel.findAll('details').find((one) => one.text().startsWith('Network layer'))!;
    (section.element as HTMLDetailsElement).open = true;
    await section.trigger('toggle');
    await type(field('Fragments wait for the others'), '90 s');
    expect(useDocument().device('pc1')!.network).toEqual({ reassemblyTimeout: 90e9 });
    await type(field('Fragments wait for the others'), '');
    expect(useDocument().device('pc1')!.network).toBeUndefined();
    const [address, mac] = section.findAll<HTMLInputElement>('form input');
    await address!.setValue('10.0.0.7');
    await mac!.setValue('02-00-00-00-00-07');
    await section.find('form').trigger('submit');
    const entry = { port: 'eth0', address: '10.0.0.7', mac: '02:00:00:00:00:07' };
    expect(useDocument().device('pc1')!.network).toEqual({ neighbours: [entry] });
    await section.find('li button').trigger('click');
    expect(useDocument().device('pc1')!.network).toBeUndefined();
  });

  it('shows what the device knows above its settings when asked, for the next device too', async () => {
    panel.unmount();
    panel = mount(ThingPanel, {
      global: { plugins: [i18n] },
      slots: { device: '<i class="known" />' },
      attachTo: document.body,
    });
    const knownFirst = (): boolean => panel.html().indexOf('class="known"') < panel.html().indexOf('>Name<');
    await choose('pc1');
    expect(knownFirst()).toBe(false);
    await panel
      .findAll('button')
      .find((button) => button.text() === 'What it knows now')!
      .trigger('click');
    expect(knownFirst()).toBe(true);
    await choose('pc2');
    expect(knownFirst()).toBe(true);
    await panel
      .findAll('button')
      .find((button) => button.text() === 'Settings')!
      .trigger('click');
    expect(knownFirst()).toBe(false);
  });

  it('sets an address together with its mask', async () => {
    await choose('pc1');
    await type(field('IP address'), '10.1.2.3 255.255.0.0');
    expect(useDocument().device('pc1')!.ports[0]).toMatchObject({ address: '10.1.2.3', prefix: 16 });
    expect(field('Prefix').element.value).toBe('/16');
  });

  it('explains an address that is none, keeps what was typed and leaves the drawing alone', async () => {
    await choose('pc1');
    await type(field('IP address'), '192.168.1.999');
    expect(panel.find('[role="alert"]').text()).toContain('192.168.1.999');
    expect(field('IP address').element.value).toBe('192.168.1.999');
    expect(field('IP address').attributes('aria-invalid')).toBe('true');
    expect(useDocument().device('pc1')!.ports[0]!.address).toBe('192.168.1.11');
  });

  it('takes an address away when the field is emptied', async () => {
    await choose('pc1');
    await type(field('IP address'), '');
    expect(useDocument().device('pc1')!.ports[0]!.address).toBeNull();
  });

  it('warns of an address that another has, without forbidding it', async () => {
    await choose('pc1');
    await type(field('IP address'), '192.168.1.12');
    expect(useDocument().device('pc1')!.ports[0]!.address).toBe('192.168.1.12');
    expect(panel.text()).toContain('same IP address');
  });

  it('renames, and each edit is one step', async () => {
    await choose('pc1');
    await type(field('Name'), 'laptop');
    await type(field('Default gateway'), '');
    useDocument().undo();
    expect(useDocument().device('pc1')).toMatchObject({ name: 'laptop', gateway: '192.168.1.1' });
    useDocument().undo();
    expect(useDocument().device('pc1')!.name).toBe('pc1');
  });

  it('adds and removes static routes', async () => {
    await choose('router1');
    const [subnet, via] = panel.findAll<HTMLInputElement>('[aria-label="Static routes"] form input');
    subnet!.element.value = '10.0.0.0/8';
    await subnet!.trigger('input');
    via!.element.value = '192.168.2.7';
    await via!.trigger('input');
    await panel.find('[aria-label="Static routes"] form').trigger('submit');
    expect(useDocument().device('router1')!.routes).toEqual([
      { destination: '10.0.0.0', prefix: 8, via: '192.168.2.7' },
    ]);
    await panel.find('button[aria-label="Remove the route to 10.0.0.0/8"]').trigger('click');
    expect(useDocument().device('router1')!.routes).toEqual([]);
  });

  it('writes a packet filter rule by rule, and says why a rule cannot be', async () => {
    await choose('router1');
    const section = panel
      .findAll('details.section')
      .find((one) => one.find('summary').text().includes('Packet filter'))!;
    (section.element as HTMLDetailsElement).open = true;
    await section.trigger('toggle');
    await panel
      .findAll('button')
      .find((button) => button.text() === 'Add a rule')!
      .trigger('click');
    expect(useDocument().device('router1')!.filter).toEqual({ rules: [{ action: 'drop', direction: 'forward' }] });
    await field('Source', 0).setValue('192.168.1.7/24');
    await field('Source', 0).trigger('change');
    expect(panel.find('[role="alert"]').text()).toContain('192.168.1.0');
    await type(field('Source', 0), '192.168.1.0/24');
    await field('Protocol').setValue('tcp');
    await type(field('Destination ports'), '80');
    expect(useDocument().device('router1')!.filter!.rules).toEqual([
      {
        action: 'drop',
        direction: 'forward',
        source: { address: '192.168.1.0', prefix: 24 },
        protocol: 'tcp',
        destinationPorts: { first: 80, last: 80 },
      },
    ]);
    await panel.find('button[aria-label="Remove rule 1"]').trigger('click');
    expect(useDocument().device('router1')).not.toHaveProperty('filter');
  });

  it('says which subnet was meant when a route names a host', async () => {
    await choose('router1');
    const [subnet, via] = panel.findAll<HTMLInputElement>('[aria-label="Static routes"] form input');
    subnet!.element.value = '10.0.0.5/8';
    await subnet!.trigger('input');
    via!.element.value = '192.168.2.7';
    await via!.trigger('input');
    await panel.find('[aria-label="Static routes"] form').trigger('submit');
    expect(panel.find('[role="alert"]').text()).toContain('10.0.0.0');
    expect(useDocument().device('router1')!.routes).toEqual([]);
  });

  it('has no addresses and no routes for a switch', async () => {
    await choose('switch1');
    expect(panel.text()).not.toContain('IP address');
    expect(panel.text()).not.toContain('Static routes');
    expect(panel.text()).toContain('→ pc1 eth0');
  });
});

describe('the form of a switch', () => {
  const set = async (label: string, value: string) => {
    const select = panel.find<HTMLSelectElement>(`select[aria-label="${label}"]`);
    await select.setValue(value);
    await nextTick();
  };
  const vlan = () => useDocument().device('switch1')!.ports[0]!.vlan;

  it('puts a port into a VLAN, or makes it a trunk of several', async () => {
    await choose('switch1');
    await set('VLAN mode of port1', 'access');
    await type(field('VLAN id'), '10');
    expect(vlan()).toEqual({ mode: 'access', id: 10 });
    await set('VLAN mode of port1', 'trunk');
    await type(field('Allowed (tagged)'), '20, 10');
    await type(field('Native (untagged)'), '');
    expect(vlan()).toEqual({ mode: 'trunk', native: null, allowed: [10, 20] });
    await set('VLAN mode of port1', 'none');
    expect(vlan()).toBeUndefined();
  });
});

describe('the spanning tree of a switch', () => {
  const device = () => useDocument().device('switch1')!;

  it('is switched on and off, and has the standard’s values unless others are written', async () => {
    await choose('switch1');
    await field('Spanning tree (RSTP)').setValue(true);
    expect(device().spanningTree).toEqual({});
    await type(field('Bridge priority'), '4096');
    await type(field('Hello time'), '1 s');
    await type(field('Path cost'), '1000');
    expect(device().spanningTree).toEqual({ priority: 4096, helloTime: 1e9 });
    expect(device().ports[0]!.spanningTree).toEqual({ cost: 1000 });
    await panel.find<HTMLSelectElement>('select[aria-label="Edge port port1"]').setValue('true');
    expect(device().ports[0]!.spanningTree).toEqual({ cost: 1000, edge: true });
    await type(field('Bridge priority'), '');
    expect(device().spanningTree).toEqual({ helloTime: 1e9 });
    await field('Spanning tree (RSTP)').setValue(false);
    expect(device().spanningTree).toBeUndefined();
  });

  it('explains a priority that is none, and times that do not go together', async () => {
    await choose('switch1');
    await field('Spanning tree (RSTP)').setValue(true);
    await type(field('Bridge priority'), '1000');
    expect(panel.find('[role="alert"]').text()).toContain('4096');
    await type(field('Bridge priority'), '0');
    await type(field('Max age'), '40 s');
    expect(panel.find('[role="alert"]').exists()).toBe(true);
    await type(field('Max age'), '');
    await type(field('Forgets addresses after'), '1 s');
    expect(panel.find('[role="alert"]').exists()).toBe(true);
  });
});

describe('the form of a hub', () => {
  it('makes it an ideal one and back', async () => {
    await choose('hub1');
    const medium = () => field('Medium') as unknown as DOMWrapper<HTMLSelectElement>;
    await medium().setValue('ideal');
    expect(useDocument().device('hub1')!.medium).toBe('ideal');
    await medium().setValue('shared');
    expect(useDocument().device('hub1')!.medium).toBeUndefined();
  });
});

describe('the form of a cable', () => {
  it('reads quantities with units and shows them the usual way', async () => {
    await choose(useDocument().cableIn('pc1', 'eth0')!.id);
    await type(field('Bandwidth'), '1g');
    await type(field('Delay one way'), '1500us');
    await type(field('MTU'), '1400');
    expect(useDocument().cableIn('pc1', 'eth0')).toMatchObject({ bandwidth: 1e9, delay: 1_500_000, mtu: 1400 });
    expect([
      field('Bandwidth').element.value,
      field('Delay one way').element.value,
      field('MTU').element.value,
    ]).toEqual(['1 Gbit/s', '1.5 ms', '1400 bytes']);
  });

  it('sets what goes wrong in one direction only, and takes it away when the field is emptied', async () => {
    const cable = () => useDocument().cableIn('pc1', 'eth0')!;
    await choose(cable().id);
    await type(field('Loss'), '5');
    await type(field('Lose frames no.'), '5 3');
    await type(field('Jitter (±)', 1), '10 µs');
    expect(cable().directions).toEqual([{ loss: 0.05, drop: [3, 5] }, { jitter: 10_000 }]);
    expect(field('Loss').element.value).toBe('5 %');
    await type(field('Loss'), '');
    await type(field('Lose frames no.'), '');
    await type(field('Jitter (±)', 1), '0');
    expect(cable().directions).toBeUndefined();
  });

  it('explains a share of frames that is none', async () => {
    await choose(useDocument().cableIn('pc1', 'eth0')!.id);
    await type(field('Loss'), '150 %');
    expect(panel.find('[role="alert"]').text()).toContain('5 %');
  });

  it('counts bit errors by frame or by bit', async () => {
    const cable = () => useDocument().cableIn('pc1', 'eth0')!;
    await choose(cable().id);
    const per = field('Bit errors').element as unknown as HTMLSelectElement;
    per.value = 'bit';
    per.dispatchEvent(new Event('change'));
    await nextTick();
    await type(field('Bit error rate'), '2e-5');
    expect(cable().directions?.[0].bitErrors).toEqual({ per: 'bit', probability: 2e-5 });
  });

  it('pulls the cable out and plugs it in again', async () => {
    const cable = () => useDocument().cableIn('pc1', 'eth0')!;
    await choose(cable().id);
    const press = (text: string) =>
      panel
        .findAll('button')
        .find((button) => button.text() === text)!
        .trigger('click');
    await press('Unplug');
    expect(cable().plugged).toBe(false);
    await press('Plug in');
    expect(cable().plugged).toBeUndefined();
  });

  it('says the range when a value is outside it', async () => {
    await choose(useDocument().cableIn('pc1', 'eth0')!.id);
    await type(field('MTU'), '12');
    expect(panel.find('[role="alert"]').text()).toMatch(/68.*9000/);
  });
});

describe('the form of nothing and of several', () => {
  it('shows the project when nothing is chosen', async () => {
    await choose();
    await type(field('Title'), 'My network');
    expect(useDocument().title).toBe('My network');
  });

  it('counts when several are chosen', async () => {
    await choose('pc1', 'pc2');
    expect(panel.text()).toContain('2 things chosen');
  });
});

describe('the project', () => {
  it('tells what to do first: run a program where there is one, draw where there is none', async () => {
    const first = (): string => panel.find('.first li').text();
    await choose();
    expect(first()).toContain('beside a program');
    const drawing = useDocument();
    drawing.remove(drawing.programs.map(({ id }) => id));
    await nextTick();
    expect(first()).toContain('Put devices on the drawing');
  });
});
