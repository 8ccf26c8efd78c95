// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, getCurrentInstance } from 'vue';
import { readyPackets } from '#renderer/packets/ready.ts';
import HeaderTree from '#renderer/packets/HeaderTree.vue';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
let idle: (() => void)[];
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
  idle = [];
  vi.stubGlobal('requestIdleCallback', (act: () => void) => idle.push(act));
});
afterEach(() => vi.unstubAllGlobals());

const Window = defineComponent({
  setup() {
    readyPackets(getCurrentInstance()!.appContext);
    return () => null;
  },
});

describe('what makes the first packet as quick as any', () => {
  it('shows packets to nobody, one an idle moment, and asks nothing', async () => {
    const shown: string[] = [];
    const { setup } = HeaderTree as unknown as {
      setup: (props: { layers: { protocol: string; fault: unknown }[] }) => unknown;
    };
    vi.spyOn(HeaderTree as unknown as { setup: typeof setup }, 'setup').mockImplementation(
      (props, ...rest: unknown[]) => {
        shown.push(props.layers.map(({ protocol, fault }) => (fault ? `${protocol}!` : protocol)).join(' '));
        return (setup as (...all: unknown[]) => unknown)(props, ...rest);
      },
    );
    const call = vi.spyOn(live.session.host!, 'call');
    live.mount(Window);
    await live.settle();
    const before = [document.body.innerHTML, call.mock.calls.length];
    expect(shown).toEqual([]);
    for (let moment = 0; moment < 5; moment++) idle.splice(0).forEach((act) => act());
    expect(shown).toEqual(['ethernet ipv4 tcp fcs', 'ethernet ipv4 icmp fcs']);
    await live.settle();
    expect([document.body.innerHTML, call.mock.calls.length]).toEqual(before);
    expect(live.selection.packet).toBeNull();
    expect(idle).toEqual([]);
  });
});
