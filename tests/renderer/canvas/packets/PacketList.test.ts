// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { PROTOCOLS } from '#contract/shapes.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import PacketList from '#renderer/canvas/packets/PacketList.vue';
import PacketTools from '#renderer/canvas/packets/PacketTools.vue';
import { commandOf } from '#renderer/commands/index.ts';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useShown } from '#renderer/stores/shown.ts';
import { useTouch } from '#renderer/stores/touch.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

let host: ScriptedHost;
let list: VueWrapper;
let playing = false;

beforeEach(async () => {
  document.body.innerHTML = '';
  localStorage.clear();
  setActivePinia(createPinia());
  i18n.global.locale.value = 'en';
  playing = false;
  host = new ScriptedHost({
    'simulation.open': () => nowOf({ playing, flights: 1, cursor: 5, facts: 5 }),
    'trace.flights': () => ({
      cables: [useDocument().cableIn('pc1', 'eth0')!.id],
      cable: Uint32Array.of(0, 0),
      direction: Uint8Array.of(0, 1),
      frame: Uint32Array.of(11, 12),
      packet: Uint32Array.of(1, 2),
      departure: Float64Array.of(100, 0),
      arrival: Float64Array.of(200, 0),
      protocol: Uint8Array.of(5, 1),
      state: Uint8Array.of(1, 2),
      since: Float64Array.of(150, 0),
    }),
    'trace.frame': ({ frame }) => ({
      frame,
      packet: frame - 10,
      bytes: new Uint8Array(60),
      fcs: 0,
      intact: true,
      summary: { protocol: 'arp', source: '', destination: '', info: `Who has ${frame}?`, length: 60 },
    }),
  });
  useSession().start(host);
  await useDocument().open(writeDocument(starterDocument()));
  useTouch();
  await settle();
  list = mount(PacketList, { global: { plugins: [i18n] }, attachTo: document.body });
});

const rows = (): string[] =>
  list.findAll('[role="option"]').map((row) => [...row.element.children].map((part) => part.textContent).join(' '));
const key = (name: string) => list.find('[role="listbox"]').trigger('keydown', { key: name });

describe('the list of packets on their way', () => {
  it('opens at the packet that was chosen in another view', async () => {
    useSelection().chooseSegment(2, 4);
    await commandOf('packet.list').perform();
    await settle();
    expect(list.find('[aria-selected="true"]').text()).toContain('Who has 12?');
    expect(useSelection().packet).toBe(2);
  });

  it('is opened and closed by its command, and takes the keyboard', async () => {
    expect(list.find('section').exists()).toBe(false);
    await commandOf('packet.list').perform();
    await settle();
    expect(document.activeElement).toBe(list.find('[role="listbox"]').element);
    await commandOf('packet.list').perform();
    await settle();
    expect(list.find('section').exists()).toBe(false);
  });

  it('says of each what it is, where it goes and how it stands', async () => {
    await commandOf('packet.list').perform();
    await settle();
    expect(rows()).toEqual([
      'ARP Who has 11? pc1 → switch1 · held',
      'ARP Who has 12? switch1 → pc1 · waiting to be sent',
    ]);
  });

  it('chooses with the arrows, and opens the menu of the chosen one with Enter', async () => {
    await commandOf('packet.list').perform();
    await settle();
    expect(useSelection().packet).toBe(1);
    await key('ArrowDown');
    expect(useSelection().packet).toBe(2);
    expect(useTouch().target).toMatchObject({ frame: 12, direction: 1, state: 'waiting' });
    await key('Home');
    await key('Enter');
    expect(list.emitted('menu')).toMatchObject([[{ frame: 11 }]]);
    await key('Escape');
    expect(useTouch().listShown).toBe(false);
  });
});

describe('the list of packets on their way, when the last one has arrived', () => {
  const none = () => ({
    cables: [],
    ...{ cable: Uint32Array.of(), direction: Uint8Array.of(), frame: Uint32Array.of(), packet: Uint32Array.of() },
    ...{ departure: Float64Array.of(), arrival: Float64Array.of(), protocol: Uint8Array.of() },
    ...{ state: Uint8Array.of(), since: Float64Array.of() },
  });

  it('says so and how the next come, keeps the keyboard, and has them in the same place', async () => {
    await commandOf('packet.list').perform();
    await settle();
    const some = host.answers['trace.flights']!;
    host.answers['trace.flights'] = none;
    host.announce('now', nowOf({ cursor: 6, facts: 6, flights: 0 }));
    await settle();
    expect(rows()).toEqual([]);
    expect(list.text()).toContain('No packet is on the way just now. Step forward (.)');
    const box = list.find('[role="listbox"]');
    expect(document.activeElement).toBe(box.element);
    expect(box.attributes('aria-activedescendant')).toBeUndefined();
    expect(list.find(`#${box.attributes('aria-describedby')}`).text()).toContain('No packet');
    for (const name of ['ArrowDown', 'End', 'Enter']) await key(name);
    expect(list.emitted('menu')).toBeUndefined();
    host.answers['trace.flights'] = some;
    host.announce('now', nowOf({ cursor: 7, facts: 7, flights: 1 }));
    await settle();
    expect(rows()).toHaveLength(2);
    expect(list.text()).not.toContain('No packet');
    expect(box.attributes('aria-activedescendant')).toBe('flight-0');
  });

  it('is closed by Escape and by its command all the same', async () => {
    host.answers['trace.flights'] = none;
    await commandOf('packet.list').perform();
    host.announce('now', nowOf({ cursor: 6, facts: 6, flights: 0 }));
    await settle();
    expect(commandOf('packet.list').enabled()).toBe(true);
    await key('Escape');
    expect(useTouch().listShown).toBe(false);
    expect(commandOf('packet.list').enabled()).toBe('touch.why.none-on-the-way');
  });
});

describe('the list of packets on their way, where the map hides some', () => {
  it('follows the map, and says how many are not listed', async () => {
    useShown().only(PROTOCOLS[1]);
    await commandOf('packet.list').perform();
    await settle();
    expect(rows()).toEqual(['ARP Who has 12? switch1 → pc1 · waiting to be sent']);
    expect(list.text()).toContain('1 packet that the map does not show');
    expect(useSelection().packet).toBe(2);
    expect(useTouch().target).toMatchObject({ frame: 12 });
  });

  it('says so too where none is left', async () => {
    useShown().only(PROTOCOLS[2]);
    await commandOf('packet.list').perform();
    await settle();
    expect(list.findAll('[role="option"]')).toHaveLength(0);
    expect(list.text()).toContain('2 packets that the map does not show');
    useShown().asUsual();
    await settle();
    expect(rows()).toHaveLength(2);
  });
});

describe('the tools of a packet on its way', () => {
  it('appear with the packet, and offer to release one that is held', async () => {
    const tools = mount(PacketTools, { global: { plugins: [i18n] } });
    expect(tools.find('section').exists()).toBe(false);
    useTouch().aim(0);
    await settle();
    expect(tools.text()).toContain('pc1 → switch1 · held');
    const names = tools.findAll('button').map((button) => button.text());
    expect(names).toContain('Release');
    expect(names).not.toContain('Hold');
    useTouch().aim(1);
    await settle();
    expect(tools.findAll('button').map((button) => button.text())).toContain('Hold');
  });

  it('are away while time runs', async () => {
    playing = true;
    await useSession().open('');
    useTouch().aim(0);
    await settle();
    expect(
      mount(PacketTools, { global: { plugins: [i18n] } })
        .find('section')
        .exists(),
    ).toBe(false);
  });
});
