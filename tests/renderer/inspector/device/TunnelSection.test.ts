// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Now } from '#contract/shapes.ts';
import type { TunnelView } from '#contract/tunnels.ts';
import { newDevice } from '#document/edits.ts';
import type { DeviceRecord } from '#document/records.ts';
import TunnelSection from '#renderer/inspector/device/TunnelSection.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useTunnels } from '#renderer/stores/tunnels.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

const ON: TunnelView = {
  device: 'tunnel1',
  on: true,
  parted: null,
  ports: { address: '127.0.0.1', port: 20_001, peer: 20_002 },
  why: null,
  peer: 'quiet',
  entered: { frames: 0, bytes: 0 },
  left: { frames: 3, bytes: 180 },
  doubled: null,
  waiting: 0,
  refused: { stranger: 0, short: 0, full: 0, unsent: 0 },
};

let host: ScriptedHost;
let view: TunnelView | null;
let asked: string[];
let stop: () => void;
beforeEach(() => {
  setActivePinia(createPinia());
  i18n.global.locale.value = 'en';
  view = null;
  asked = [];
  host = new ScriptedHost({
    'simulation.change': () => nowOf({}),
    'time.play': () => nowOf({ playing: true }),
    'tunnels.list': () => ({ tunnels: view === null ? [] : [view] }),
    'tunnels.on': ({ device }) => {
      asked.push(`on ${device}`);
      return { tunnel: (view = ON) };
    },
    'tunnels.off': ({ device }) => {
      asked.push(`off ${device}`);
      return { tunnel: (view = { ...ON, on: false }) };
    },
  });
  useSession().start(host);
  stop = useTunnels().start(host);
  const drawing = useDocument();
  drawing.change('add', (draft) => draft.put(newDevice('tunnel', { x: 0, y: 0 }, drawing.records)));
});
afterEach(() => {
  stop();
  useTunnels().$dispose();
});

async function shown(now: Partial<Now> = {}): Promise<VueWrapper> {
  host.announce('now', nowOf(now));
  host.announce('gateways.changed', {});
  await settle();
  const drawn = { render: () => h(TunnelSection, { device: useDocument().device('tunnel1')! }) };
  const section = mount(drawn, { global: { plugins: [i18n] }, attachTo: document.body });
  await settle();
  return section;
}

const button = (section: VueWrapper, words: string) =>
  section.findAll('button').find((one) => one.text().includes(words))!;
const field = (section: VueWrapper, label: string) => {
  const name = section.findAll('label').find((one) => one.text() === label)!;
  return section.find(`[id="${name.attributes('for')}"]`);
};
const saved = (): DeviceRecord => useDocument().device('tunnel1')!;

describe('a tunnel in the inspector', () => {
  it('has its ports set in fields, which say what is wrong', async () => {
    const section = await shown();
    const peer = field(section, 'Port there');
    await peer.setValue('30000');
    await peer.trigger('change');
    expect(saved().tunnel).toEqual({ address: '127.0.0.1', port: 20_001, peer: 30_000 });
    const port = field(section, 'UDP port here');
    for (const wrong of ['80', 'ssh', '70000', '20002.5', '']) {
      await port.setValue(wrong);
      await port.trigger('change');
      expect(section.find('[role="alert"]').text(), wrong).not.toBe('');
      expect(saved().tunnel!.port, wrong).toBe(20_001);
    }
    await section.find('select').setValue('::1');
    expect(saved().tunnel!.address).toBe('::1');
  });

  it('refuses to speak with itself', async () => {
    const section = await shown();
    await field(section, 'Port there').setValue('20001');
    await field(section, 'Port there').trigger('change');
    expect(section.find('[role="alert"]').text()).not.toBe('');
    expect(saved().tunnel!.peer).toBe(20_002);
  });

  it('is switched on and off by a button that names the port', async () => {
    const section = await shown();
    await button(section, 'open port 20001').trigger('click');
    await settle();
    expect(asked).toEqual(['on tunnel1']);
    expect(section.text()).toContain('127.0.0.1:20001 ⇄ 127.0.0.1:20002');
    expect(section.text()).toContain('Nothing has come from the other end yet');
    await button(section, 'close the port').trigger('click');
    await settle();
    expect(asked).toEqual(['on tunnel1', 'off tunnel1']);
    expect(button(section, 'open port 20001')).toBeDefined();
  });

  it('says who is at the other end, what waits, and what was refused and why', async () => {
    view = { ...ON, peer: 'nobody' };
    expect((await shown()).text()).toContain('no program has the port there yet');
    view = {
      ...ON,
      peer: 'heard',
      entered: { frames: 12, bytes: 1200 },
      waiting: 7,
      refused: { stranger: 2, short: 0, full: 40, unsent: 0 },
    };
    const text = (await shown({ playing: false })).text();
    for (const words of [
      'frames come from the other end',
      '1,200',
      'Waiting for time',
      'from another port',
      'too many',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('shorter than');
    expect(text).toContain('Time stands');
  });

  it('says why its port is not open, and why it was switched off by nobody', async () => {
    view = { ...ON, why: { name: 'sockets.port-in-use', parameters: { port: 20_001 } } };
    expect((await shown()).find('[role="alert"]').text()).toContain('is used by another program');
    for (const [parted, words] of [
      ['history', 'another run or another past'],
      ['lines', 'its ports were changed'],
      ['thread', 'the simulation stopped unexpectedly'],
    ] as const) {
      view = { ...ON, on: false, parted };
      expect((await shown()).text()).toContain(words);
    }
  });

  it('tells of a MAC address that is used on both sides, and gives all adapters here others', async () => {
    const drawing = useDocument();
    drawing.change('add', (draft) => draft.put(newDevice('host', { x: 0, y: 0 }, drawing.records)));
    const before = drawing.device('pc1')!.ports[0]!.mac!;
    view = { ...ON, peer: 'heard', doubled: { device: 'pc1', mac: before } };
    const section = await shown();
    expect(section.find('[role="alert"]').text()).toContain(`${before}, which pc1 has here`);
    await button(section, 'other addresses').trigger('click');
    expect(drawing.device('pc1')!.ports[0]!.mac).toBe(`02:4e:21${before.slice(8)}`);
    await settle();
    expect(section.find('[role="alert"]').exists()).toBe(false);
    drawing.undo();
    expect(drawing.device('pc1')!.ports[0]!.mac).toBe(before);
  });

  it('shows how to plug something in, with lines that can be copied', async () => {
    const section = await shown();
    const details = section.find('details');
    (details.element as HTMLDetailsElement).open = true;
    await details.trigger('toggle');
    for (const who of ['Another Hopscope', 'QEMU 7.2', 'VirtualBox', 'GNS3', 'The kernel of this computer']) {
      expect(section.text()).toContain(who);
    }
    expect(
      section
        .findAll('code')
        .map((one) => one.text())
        .join('\n'),
    ).toContain('bind=127.0.0.1:20002');
    expect(section.findAll('button').map((one) => one.attributes('aria-label'))).toContain('Copy: QEMU 7.2 or newer');
  });

  it('can be given ports when it has none', async () => {
    const drawing = useDocument();
    const { tunnel: _tunnel, ...bare } = saved();
    drawing.change('tunnel', (draft) => draft.put(bare));
    const section = await shown();
    await button(section, 'Choose two free ports').trigger('click');
    expect(saved().tunnel).toEqual({ address: '127.0.0.1', port: 20_001, peer: 20_002 });
  });
});
