// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { i18n } from '#renderer/locales/index.ts';
import SearchPalette from '#renderer/search/SearchPalette.vue';
import { useDocument } from '#renderer/stores/document.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { useHelp } from '#renderer/stores/help.ts';
import { usePreferences } from '#renderer/stores/preferences.ts';
import { useSearch } from '#renderer/stores/search.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { ScriptedHost } from '#support/scripted-host.ts';

let palette: VueWrapper;

beforeEach(async () => {
  localStorage.clear();
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  await useDocument().open(writeDocument(starterDocument()));
  useSession().host = new ScriptedHost({
    'conversations.list': () => ({
      conversations: [
        {
          ...{
            id: 't1',
            protocol: 'tcp' as const,
            clientDevice: 'pc1',
            client: '192.168.1.11:49152',
            serverDevice: 'server1',
          },
          ...{ server: '192.168.2.10:80', clientState: 'TIME-WAIT', serverState: 'CLOSED', segments: 9, start: 0 },
        },
      ],
    }),
  });
  palette = mount(SearchPalette, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
  useSearch().shown = true;
  await flushPromises();
});
afterEach(() => palette.unmount());

const field = (): HTMLInputElement => document.querySelector('[role="combobox"]')!;
const options = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role="option"]')];
async function type(text: string): Promise<void> {
  field().value = text;
  field().dispatchEvent(new Event('input'));
  await flushPromises();
}
async function press(key: string): Promise<void> {
  field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await flushPromises();
}
/** What is chosen is done when the dialog has given back the focus. */
async function done(): Promise<void> {
  await vi.waitFor(() => expect(document.querySelector('[role="combobox"]')).toBeNull());
  await new Promise((resolve) => setTimeout(resolve));
}

describe('the field for everything', () => {
  it('finds a device by name, and chooses it and brings it into view', async () => {
    const shown: string[] = [];
    useDrawing().view = { ...useDrawing().view!, reveal: (id) => shown.push(id) };
    await type('router1');
    expect(options()[0]!.textContent).toContain('router1');
    await press('Enter');
    await done();
    expect(useSelection().things).toEqual(['router1']);
    expect(shown).toEqual(['router1']);
  });

  it('finds the device of an address, a cable by its ends, and a connection', async () => {
    await type('192.168.2.10');
    expect(options().map((one) => one.textContent)).toEqual(
      expect.arrayContaining([expect.stringContaining('server1 eth0'), expect.stringContaining('TIME-WAIT')]),
    );
    await type('hub1 server1');
    expect(options()[0]!.textContent).toMatch(/Cable/);
    await type('49152');
    await press('Enter');
    await done();
    expect(useSelection().conversation).toBe('t1');
  });

  it('finds commands in both languages, with their keys', async () => {
    await type('undo');
    expect(options()[0]!.querySelectorAll('kbd')).toHaveLength(2);
    await type('저장');
    expect(options()[0]!.textContent).toContain('Save');
    await type('ㅈㅈ');
    expect(options().some((one) => one.textContent!.startsWith('Save'))).toBe(true);
  });

  it('says why a command cannot be done, and does not do it', async () => {
    await type('redo');
    expect(options()[0]!.getAttribute('aria-disabled')).toBe('true');
    expect(options()[0]!.textContent).toContain('There is nothing to redo.');
    await press('Enter');
    expect(useSearch().shown).toBe(true);
  });

  it('changes a setting, and explains a concept', async () => {
    await type('theme dark');
    await press('Enter');
    await done();
    expect(usePreferences().theme).toBe('dark');
    useSearch().shown = true;
    await flushPromises();
    await type('time-wait');
    await press('Enter');
    await done();
    expect(useHelp().topic).toBe('time-wait');
  });

  it('finds a setting of TCP in both languages, and shows it on a host', async () => {
    await type('초기 순서 번호');
    expect(options()[0]!.textContent).toContain('Initial sequence number');
    await press('Enter');
    await done();
    expect(useSelection().things).toEqual(['pc1']);
    expect(useDrawing().soughtSetting).toBe('initialSequenceNumber');
  });

  it('finds a concept by what is told of it', async () => {
    await type('from close-wait');
    expect(options().map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Half-close')]);
  });

  it('leaves what is listed where it is when connections come late: they are added behind it', async () => {
    useSearch().shown = false;
    await flushPromises();
    const host = useSession().host as ScriptedHost;
    const answer = host.answers['conversations.list']!;
    let arrive = (): void => {};
    const late = new Promise<void>((resolve) => (arrive = resolve));
    host.answers['conversations.list'] = async (parameters) => (await late, answer(parameters));
    useSearch().shown = true;
    await flushPromises();
    await type('server1');
    await press('ArrowDown');
    const before = options().map(({ textContent }) => textContent);
    arrive();
    await flushPromises();
    const after = options().map(({ textContent }) => textContent);
    expect(after).toHaveLength(before.length + 1);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)).toContain('192.168.1.11:49152');
    expect(options()[1]!.getAttribute('aria-selected')).toBe('true');
    await type('192.168.2.10');
    expect(options().findIndex(({ textContent }) => textContent!.includes('49152'))).toBeLessThan(options().length - 1);
  });

  it('goes round with the arrows, and offers first what was chosen last', async () => {
    await type('pc');
    const last = options().length - 1;
    await press('ArrowUp');
    expect(options()[last]!.getAttribute('aria-selected')).toBe('true');
    await press('ArrowDown');
    await press('ArrowDown');
    expect(field().getAttribute('aria-activedescendant')).toBe('search-1');
    await press('Enter');
    await done();
    useSearch().shown = true;
    await flushPromises();
    expect(options()[0]!.textContent).toContain('pc2');
  });

  it('says so when nothing is called that', async () => {
    await type('zzzz');
    expect(options()).toEqual([]);
    expect(document.body.textContent).toContain('Nothing is called “zzzz”');
  });
});
