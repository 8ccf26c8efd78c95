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
  useSelection().chooseThings(['router1']);
  await nextTick();
});

async function section(title: string): Promise<DOMWrapper<Element>> {
  const found = panel.findAll('details.section').find((one) => one.find('summary').text().includes(title))!;
  (found.element as HTMLDetailsElement).open = true;
  await found.trigger('toggle');
  return found;
}
function control(within: DOMWrapper<Element>, label: string): DOMWrapper<HTMLInputElement> {
  const found = within.findAll('label').find((one) => one.text().startsWith(label))!;
  const id = found.attributes('for');
  return id === undefined ? found.find('input, select') : panel.find(`[id="${id}"]`);
}
async function type(into: DOMWrapper<HTMLInputElement>, text: string): Promise<void> {
  await into.setValue(text);
  await into.trigger('change');
  await nextTick();
}
const router = () => useDocument().device('router1')!;

describe('the sections of a router', () => {
  it('hold words and fields, and no remains of their own markup', async () => {
    const sections = panel.findAll('details.section');
    expect(sections.length).toBeGreaterThan(5);
    for (const one of sections) await section(one.find('summary').text());
    expect(panel.text()).toContain('ARP entries written by hand');
    expect(panel.text()).not.toMatch(/[<>{}"=]/);
  });

  it('switch address translation on by its outside port, and forward ports', async () => {
    const form = await section('Address translation');
    await control(form, 'Outside port').setValue('eth1');
    const [outside, inside] = form.findAll('form input');
    await outside!.setValue('8080');
    await inside!.setValue('192.168.1.11');
    await form.find('form').trigger('submit');
    expect(router().nat).toEqual({
      outside: 'eth1',
      forwards: [{ protocol: 'tcp', port: 8080, address: '192.168.1.11', to: 8080 }],
    });
    await outside!.setValue('8080');
    await inside!.setValue('192.168.1.12:80');
    await form.find('form').trigger('submit');
    expect(form.find('[role="alert"]').text()).toContain('8080');
    await type(control(form, 'UDP'), '2 min');
    expect(form.findAll('[role="alert"]').at(-1)!.text()).not.toBe('');
    await type(control(form, 'UDP'), '120 s');
    expect(router().nat!.timeouts).toEqual({ udp: 120e9 });
    await control(form, 'Outside port').setValue('');
    expect(router()).not.toHaveProperty('nat');
  });

  it('make it a DHCP server for a subnet of its own, or a relay agent', async () => {
    const form = await section('DHCP');
    await control(form, 'This device is').setValue('server');
    expect(router().dhcp).toEqual({
      server: { pools: [{ first: '192.168.1.100', last: '192.168.1.199', prefix: 24, gateway: '192.168.1.1' }] },
    });
    await type(control(form, 'Last address'), '192.168.2.9');
    expect(form.find('[role="alert"]').text()).toContain('192.168.2.9');
    await type(control(form, 'Kept for one client'), '02:00:00:00:00:01=192.168.1.11');
    expect(router().dhcp!.server!.pools[0]!.reservations).toEqual([
      { mac: '02:00:00:00:00:01', address: '192.168.1.11' },
    ]);
    await control(form, 'This device is').setValue('relay');
    await type(control(form, 'DHCP servers'), '192.168.2.10');
    expect(router().dhcp).toEqual({ relay: { servers: ['192.168.2.10'] } });
  });

  it('switch RIP on with the times of the RFC, and split horizon off', async () => {
    const form = await section('Routing protocol');
    await control(form, 'Speak RIP').setValue(true);
    expect(router().rip).toEqual({});
    await control(form, 'Routes that lead').setValue('off');
    await type(control(form, 'Update every'), '5 s');
    expect(router().rip).toEqual({ splitHorizon: 'off', times: { update: 5e9 } });
    await control(form, 'Speak RIP').setValue(false);
    expect(router()).not.toHaveProperty('rip');
  });

  it('let a port have its address by DHCP instead of by hand', async () => {
    const first = panel.find('.port');
    await control(first, 'Address by DHCP').setValue(true);
    expect(router().ports[0]).toMatchObject({ address: null, dhcp: true });
    await type(control(first, 'IP address'), '192.168.1.1/24');
    expect(router().ports[0]!.address).toBe('192.168.1.1');
    expect(router().ports[0]!.dhcp).toBeUndefined();
  });
});
