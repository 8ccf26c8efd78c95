// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { useHostDuties } from '#renderer/hostDuties.ts';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost } from '#support/scripted-host.ts';

let host: ScriptedHost;
let unmount = (): void => {};

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  host = new ScriptedHost({
    'simulation.open': () => nowOf(),
    'simulation.change': () => nowOf(),
    'host.keep': () => ({ lasting: true }),
    'host.leave': () => ({}),
    'window.unsaved': () => ({}),
  });
  useSession().start(host);
  const duties = {
    setup() {
      useHostDuties();
      return () => null;
    },
  };
  const window = mount(duties, { global: { plugins: [i18n] } });
  unmount = () => window.unmount();
});
afterEach(() => {
  unmount();
  vi.useRealTimers();
});

const open = () => useDocument().open(writeDocument(starterDocument()), 'two.hop', '/home/me/two.hop');
const kept = () => host.asked('host.keep').map(({ text, ...rest }) => ({ ...rest, title: titleIn(text) }));
const titleIn = (text: string) => (JSON.parse(text) as { title: string }).title;

describe('the drawing handed over to the host', () => {
  it('is handed over once it is there, also when nobody has changed it', async () => {
    await vi.advanceTimersByTimeAsync(5000);
    // Not even that nothing is unsaved: the host may keep what is.
    expect(host.calls).toEqual([]);
    await open();
    await vi.advanceTimersByTimeAsync(5000);
    const { title } = starterDocument();
    expect(kept()).toEqual([{ name: 'two.hop', path: '/home/me/two.hop', unsaved: false, title }]);
    expect(host.asked('window.unsaved')).toEqual([{ unsaved: false }]);
  });

  it.each(['beforeunload', 'pagehide'])(
    'is handed over at once at %s when something of it waits, and only then',
    async (event) => {
      await open();
      await vi.advanceTimersByTimeAsync(5000);
      const before = kept().length;
      window.dispatchEvent(new Event(event));
      expect(kept()).toHaveLength(before);
      await useDocument().head({ title: 'mine' });
      await nextTick();
      expect(kept()).toHaveLength(before);
      window.dispatchEvent(new Event(event));
      expect(kept().slice(before)).toMatchObject([{ title: 'mine', unsaved: true }]);
      await vi.advanceTimersByTimeAsync(5000);
      expect(kept()).toHaveLength(before + 1);
    },
  );

  it('is handed over with another seed too', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(5000);
    await useDocument().head({ seed: 4711 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.asked('host.keep').at(-1)!.text).toContain('4711');
  });
});

describe('the question of a browser before its page goes', () => {
  const asks = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const draw = async (title: string): Promise<void> => {
    await useDocument().head({ title });
    await nextTick();
  };

  it('is asked while the host has not said that it keeps what was drawn, and not when it has', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asks()).toBe(false);
    await draw('mine');
    expect(asks()).toBe(true);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asks()).toBe(false);
  });

  it.each([
    ['keeps it no longer than it lives', () => ({ lasting: false })],
    ['refuses it', () => Promise.reject(new Error('too large'))],
    ['never answers', () => new Promise<never>(() => {})],
  ])('is asked when the host %s', async (_why, answer) => {
    host.answers['host.keep'] = answer;
    await open();
    await draw('mine');
    await vi.advanceTimersByTimeAsync(5000);
    expect(asks()).toBe(true);
  });

  it('is asked when the host is out of reach, and not when it has the drawing again', async () => {
    await open();
    await draw('mine');
    await vi.advanceTimersByTimeAsync(5000);
    useSession().reached = false;
    await nextTick();
    expect(asks()).toBe(true);
    useSession().reached = true;
    await vi.advanceTimersByTimeAsync(5000);
    expect(asks()).toBe(false);
  });
});

describe('what is looked at', () => {
  it('is said when the page goes away, once there is a project', async () => {
    window.dispatchEvent(new Event('pagehide'));
    expect(host.asked('host.leave')).toEqual([]);
    await open();
    useSelection().chooseThings(['pc1']);
    window.dispatchEvent(new Event('pagehide'));
    expect(host.asked('host.leave').map(({ look }) => JSON.parse(look))).toMatchObject([{ things: ['pc1'] }]);
  });
});
