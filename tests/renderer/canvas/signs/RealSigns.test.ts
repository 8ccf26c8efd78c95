// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { ref, shallowRef } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import type { GatewayView } from '#contract/gateways.ts';
import type { TunnelView } from '#contract/tunnels.ts';
import type { Board } from '#renderer/canvas/board.ts';
import RealSigns from '#renderer/canvas/signs/RealSigns.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useGateways } from '#renderer/stores/gateways.ts';
import { useReal } from '#renderer/stores/real.ts';
import { useTunnels } from '#renderer/stores/tunnels.ts';

const TAKEN = { name: 'sockets.port-in-use', parameters: { port: 20_001 } };

beforeEach(() => {
  setActivePinia(createPinia());
  i18n.global.locale.value = 'en';
});

function tunnel(device: string, more: Partial<TunnelView> = {}): TunnelView {
  return {
    ...{ device, on: true, parted: null, why: null, peer: 'quiet', doubled: null, waiting: 0 },
    ports: { address: '127.0.0.1', port: 20_001, peer: 20_002 },
    entered: { frames: 0, bytes: 0 },
    left: { frames: 0, bytes: 0 },
    refused: { stranger: 0, short: 0, full: 0, unsent: 0 },
    ...more,
  };
}

function gateway(device: string, why: GatewayView['doors'][number]['why']): GatewayView {
  const door = { direction: 'inward', protocol: 'tcp', port: 8080, to: '10.0.0.2:80', why } as const;
  return { device, on: true, parted: null, doors: [{ ...door, connections: 0, total: 0, entered: 0, left: 0 }] };
}

/** What stands beside the devices, seen at a zoom, with the places of all that are drawn. */
function signs(zoom: number, ...drawn: string[]): string[] {
  const places = new Map(drawn.map((id, at) => [id, { x: 100 * at, y: 50 }]));
  const picture = shallowRef({ cy: { zoom: () => zoom, pan: () => ({ x: 0, y: 0 }) }, places });
  const board = { picture, shift: ref(0) } as unknown as Board;
  const shown = mount(RealSigns, { props: { board }, global: { plugins: [i18n] } });
  return shown.findAll('.sign').map((one) => `${one.classes().at(-1)}: ${one.text()}`);
}

describe('beside gateways and tunnels', () => {
  it('stands whether they are open, whether nobody is there, or that they could not be opened', () => {
    useTunnels().all = [
      tunnel('tunnel1'),
      tunnel('tunnel2', { peer: 'nobody' }),
      tunnel('tunnel3', { peer: 'nobody', why: TAKEN }),
      tunnel('tunnel4', { on: false }),
    ];
    useGateways().all = [gateway('gateway1', null), gateway('gateway2', TAKEN)];
    const drawn = ['tunnel1', 'tunnel2', 'tunnel3', 'tunnel4', 'gateway1', 'gateway2'];
    expect(signs(1, ...drawn)).toEqual([
      'open: open',
      'faulty: not open',
      'open: open',
      'nobody: nobody there',
      'faulty: not open',
    ]);
    expect(useReal().joined).toBe(true);
  });

  it('stands a sign without a word from afar, and nothing where nothing is drawn', () => {
    useTunnels().all = [tunnel('tunnel1')];
    expect(signs(0.3, 'tunnel1').map((sign) => sign.trim())).toEqual(['open:']);
    expect(signs(1)).toEqual([]);
  });
});
