// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, getCurrentInstance, nextTick, ref } from 'vue';
import { keepPacketsReady, readyPackets } from '#renderer/packets/ready.ts';
import HeaderTree from '#renderer/packets/HeaderTree.vue';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
let idle: IdleRequestCallback[];
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
  idle = [];
  vi.stubGlobal('requestIdleCallback', (act: IdleRequestCallback) => idle.push(act));
});
afterEach(() => vi.unstubAllGlobals());

const Window = defineComponent({
  setup() {
    readyPackets(getCurrentInstance()!.appContext, 2);
    return () => null;
  },
});

describe('what makes the first packet as quick as any', () => {
  /** An idle moment with some ms left: what waits for one is done. */
  const moment = (left: number): void => {
    for (const act of idle.splice(0)) act({ didTimeout: false, timeRemaining: () => left });
  };

  it('shows packets to nobody, a part an idle moment, and leaves nothing behind', async () => {
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
    live.mount(Window);
    await live.settle();
    const before = document.body.innerHTML;
    expect(shown).toEqual([]);
    moment(3);
    expect(shown, 'no room for it in this moment').toEqual([]);
    const counts: number[] = [];
    while (idle.length > 0) {
      moment(12);
      counts.push(shown.length);
      expect(document.body.innerHTML).toBe(before);
    }
    expect(counts, 'the tree, the bytes, then the tools and whole packets').toEqual([1, 1, 1, 2, 3, 3, 4, 5]);
    expect(shown.slice(1, 3)).toEqual(['ethernet ipv4 icmp fcs', 'ethernet ipv4 tcp fcs']);
    await live.settle();
    expect(document.body.innerHTML).toBe(before);
    expect(live.calls).not.toContain('trace.packet');
    expect(live.selection.packet).toBeNull();
    expect(idle).toEqual([]);
  });

  async function allMoments(): Promise<void> {
    while (idle.length > 0) {
      moment(12);
      await live.settle();
    }
  }

  it('is done when the window stands, and again after time ran for long and not for a moment, one at a time', async () => {
    const stands = ref(false);
    let wall = 0;
    const KeepingWindow = defineComponent({
      setup() {
        const clock = (): number => wall;
        keepPacketsReady(getCurrentInstance()!.appContext, () => stands.value, clock);
        return () => null;
      },
    });
    const window = live.mount(KeepingWindow);
    await live.settle();
    expect(idle).toEqual([]);
    stands.value = true;
    await live.settle();
    expect(idle).toHaveLength(1);
    await allMoments();
    await live.run('ping');
    expect(idle, 'only for a moment').toEqual([]);

    const runFor = async (ms: number): Promise<void> => {
      await live.session.seekStart();
      await live.session.play();
      await nextTick();
      expect(live.session.now!.playing).toBe(true);
      wall += ms;
      await live.session.pause();
      await live.settle();
    };
    await runFor(4_999);
    expect(idle).toEqual([]);
    await runFor(5_000);
    await runFor(5_000);
    moment(12);
    expect(idle, 'the first is not gone on with beside the second').toHaveLength(1);
    window.unmount();
    moment(12);
    expect(idle).toEqual([]);
  });
});
