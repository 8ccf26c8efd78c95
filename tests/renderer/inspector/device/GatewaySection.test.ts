// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayView } from '#contract/gateways.ts';
import type { Now } from '#contract/shapes.ts';
import type { DeviceRecord } from '#document/records.ts';
import GatewaySection from '#renderer/inspector/device/GatewaySection.vue';
import { gatewayMarkdown } from '#renderer/inspector/device/gatewayPage.ts';
import { i18n } from '#renderer/locales/index.ts';
import { useGateways } from '#renderer/stores/gateways.ts';
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

const device: DeviceRecord = {
  type: 'device',
  id: 'gateway',
  kind: 'gateway',
  name: 'gateway',
  x: 0,
  y: 0,
  ports: [],
  gateway: null,
  routes: [],
  loopback: { inward: [{ protocol: 'tcp', port: 8080, address: '10.0.0.2', to: 80 }], outward: [] },
};
const ON: GatewayView = {
  device: 'gateway',
  on: true,
  parted: null,
  doors: [
    {
      direction: 'inward',
      protocol: 'tcp',
      port: 8080,
      to: '10.0.0.2:80',
      why: null,
      connections: 1,
      total: 3,
      entered: 10,
      left: 20,
    },
  ],
};

let host: ScriptedHost;
let view: GatewayView;
let stop: () => void;
beforeEach(() => {
  setActivePinia(createPinia());
  i18n.global.locale.value = 'en';
  view = ON;
  host = new ScriptedHost({ 'gateways.list': () => ({ gateways: [view] }) });
  useSession().start(host);
  stop = useGateways().start(host);
});
afterEach(() => {
  stop();
  useGateways().$dispose();
});

/** What the section says when time and gateway stand so. */
async function said(now: Partial<Now>): Promise<string> {
  host.announce('now', nowOf(now));
  host.announce('gateways.changed', {});
  await settle();
  const section = mount(GatewaySection, { props: { device }, global: { plugins: [i18n] } });
  await settle();
  return section.text();
}

describe('a gateway in the inspector', () => {
  it('counts what crosses while time runs as the clock does', async () => {
    const text = await said({ playing: true });
    expect(text).toContain('1 / 3');
    expect(text).toContain('time runs as the clock does');
  });

  it('leaves as a table of Markdown, with what is wrong with a way below it', () => {
    const taken = { ...ON.doors[0]!, why: { name: 'sockets.port-in-use', parameters: { port: 8080 } } };
    const words = { title: 'gw', about: 'a | b', head: ['Way', 'Now', 'In', 'Out'], why: () => 'port *8080* is taken' };
    expect(gatewayMarkdown([taken], words).split('\n')).toEqual([
      '# gw',
      '',
      'a | b',
      '',
      '| Way | Now | In | Out |',
      '| --- | ---: | ---: | ---: |',
      '| tcp 127.0.0.1:8080 → 10.0.0.2:80 | 1 / 3 | 10 | 20 |',
      '',
      '- port \\*8080\\* is taken',
      '',
    ]);
  });

  it('says why real programs wait: a pause, the past, an event list that is full', async () => {
    expect(await said({ playing: false })).toContain('Time stands, so the real programs wait');
    expect(await said({ playing: true, facts: 9, cursor: 5 })).toContain('You look at the past');
    const full = await said({ playing: false, stopped: 'trace-full', facts: 5, cursor: 5 });
    expect(full).toContain('The event list is full');
    expect(full).toContain('Switch off to end their connections');
  });

  it('says at each way that there is no power, and why it was switched off by nobody', async () => {
    view = { ...ON, doors: [{ ...ON.doors[0]!, why: { name: 'gateway.no-power', parameters: {} } }] };
    expect(await said({})).toContain('has no power: this port is closed');
    for (const [parted, words] of [
      ['history', 'another run or another past'],
      ['lines', 'its ways were changed'],
      ['thread', 'the simulation stopped unexpectedly'],
    ] as const) {
      view = { ...ON, on: false, parted, doors: [] };
      expect(await said({})).toContain(words);
    }
  });
});
