// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, nextTick, shallowRef } from 'vue';
import type { FactRow } from '#contract/shapes.ts';
import { useFoundAhead } from '#renderer/stores/foundAhead.ts';
import { useChosenPacket } from '#renderer/stores/chosenPacket.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
let all: FactRow[];
beforeEach(async () => {
  localStorage.clear();
  live = await liveWindow();
  await live.run('ping');
  all = (await live.session.ask('trace.rows', { from: 1, count: 400, kinds: [] }))!.rows;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => vi.useRealTimers());

const rows = shallowRef<(FactRow | undefined)[]>([]);
const List = defineComponent({
  setup() {
    useFoundAhead(() => rows.value);
    return () => null;
  },
});
const asked = (): number => live.calls.filter((call) => call === 'trace.packet').length;
/** Lets wall ms go by, and what was asked for come. */
async function rest(ms: number): Promise<void> {
  await nextTick();
  await vi.advanceTimersByTimeAsync(ms);
}
/** Rows of different packets. */
const some = (count: number): FactRow[] =>
  [...new Map(all.filter(({ packet }) => packet > 0).map((row) => [row.packet, row])).values()].slice(0, count);

describe('the rows a list shows', () => {
  it('are asked about when it has come to rest, and what is chosen then is there in the picture of the choice', async () => {
    const known = useChosenPacket();
    const [row] = some(1);
    rows.value = [undefined, ...all.filter(({ packet }) => packet === 0).slice(0, 2), row];
    live.mount(List);
    await rest(99);
    expect(asked()).toBe(0);
    await rest(1);
    expect(asked(), 'of no packet, or not here yet: nothing to ask').toBe(1);
    const { hops } = (await live.session.ask('trace.hops', { packet: row!.packet }))!;
    live.selection.choosePacket(row!.packet, row!.frame, row!.seq);
    await nextTick();
    expect(known.frame).toMatchObject({ packet: row!.packet, frame: row!.frame });
    expect(known.hops).toEqual(hops);
    expect(asked()).toBe(1);
  });

  it('are left alone while it is scrolled', async () => {
    live.mount(List);
    for (const row of some(3)) {
      rows.value = [row];
      await rest(99);
    }
    expect(asked()).toBe(0);
    await rest(1);
    expect(asked(), 'the last ones').toBe(1);
  });

  it('are asked about anew when time has moved, and not while it runs', async () => {
    rows.value = some(2);
    live.mount(List);
    await rest(100);
    expect(asked()).toBe(2);
    await live.session.seekFact(live.session.now!.cursor - 1);
    await rest(100);
    expect(asked()).toBe(4);
    await live.session.play();
    await rest(1000);
    expect(live.session.now!.playing).toBe(true);
    expect(asked()).toBe(4);
  });

  it('are asked about when time is stopped between two events', async () => {
    live.session.pace = { kind: 'hop', wall: 800 };
    await live.session.seekFact(2);
    await live.session.play();
    await live.wall.pass(500);
    rows.value = some(1);
    live.mount(List);
    await rest(1000);
    const { cursor, facts } = live.session.now!;
    expect(asked()).toBe(0);
    await live.session.pause();
    expect(live.session.now).toMatchObject({ cursor, facts });
    await rest(100);
    expect(asked()).toBe(1);
  });

  it('are asked about one after another, and no more of them when it shows others meanwhile', async () => {
    const answers: (() => void)[] = [];
    const { host } = live.session;
    const call = host!.call.bind(host);
    vi.spyOn(host!, 'call').mockImplementation(async (name, parameters) => {
      if (name === 'trace.packet') await new Promise<void>((answer) => answers.push(answer));
      return call(name, parameters);
    });
    const [first, second, third, fourth] = some(4);
    rows.value = [first, second];
    live.mount(List);
    await rest(100);
    expect(answers).toHaveLength(1);
    rows.value = [third, fourth];
    await rest(100);
    expect(answers).toHaveLength(2);
    answers[0]!();
    await rest(0);
    expect(answers, 'the second row is not seen any more').toHaveLength(2);
    answers[1]!();
    await rest(0);
    expect(answers).toHaveLength(3);
  });

  it('are forgotten with the list', async () => {
    rows.value = some(2);
    const list = live.mount(List);
    await nextTick();
    list.unmount();
    await rest(1000);
    expect(asked()).toBe(0);
  });
});
