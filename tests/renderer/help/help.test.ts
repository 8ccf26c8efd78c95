// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia, type Pinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import HelpMark from '#renderer/commands/HelpMark.vue';
import { COMMANDS, commandOf } from '#renderer/commands/index.ts';
import HelpPanel from '#renderer/help/HelpPanel.vue';
import ShortcutSheet from '#renderer/help/ShortcutSheet.vue';
import TourGuide from '#renderer/help/TourGuide.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { RELATED, TOPICS, useHelp } from '#renderer/stores/help.ts';
import { usePanels } from '#renderer/stores/panels.ts';
import { usePreferences } from '#renderer/stores/preferences.ts';

let pinia: Pinia;
beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = '';
  setActivePinia((pinia = createPinia()));
  i18n.global.locale.value = 'en';
});
const global = () => ({ plugins: [pinia, i18n] });

describe('a concept', () => {
  it.each(TOPICS)('%s is explained in both languages in a few sentences, and leads on to others', (topic) => {
    for (const locale of ['en', 'ko'] as const) {
      for (const part of ['title', 'text', 'here'])
        expect(i18n.global.te(`help.topics.${topic}.${part}`, locale), `${locale} ${part}`).toBe(true);
      const text = i18n.global.t(`help.topics.${topic}.text`, {}, { locale });
      const sentences = text.split(/(?<=[.!?”])\s+(?=[^a-z])/u).length;
      expect(sentences, text).toBeGreaterThanOrEqual(2);
      expect(sentences, text).toBeLessThanOrEqual(6);
    }
    expect(RELATED[topic].length).toBeGreaterThan(0);
    expect(RELATED[topic]).not.toContain(topic);
  });

  it('is shown beside the work under both its names, and gives the focus back', async () => {
    const opener = document.body.appendChild(document.createElement('button'));
    const panel = mount(HelpPanel, { global: global(), attachTo: document.body });
    opener.focus();
    useHelp().show('arp-cache');
    await nextTick();
    await nextTick();
    expect(panel.text()).toContain('ARP cache');
    expect(panel.text()).toContain('ARP 캐시');
    expect(panel.text()).toContain('RFC 826');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('In short');
    await panel.get('aside').trigger('keydown', { key: 'Escape' });
    await nextTick();
    expect(useHelp().topic).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('shows what is to be typed as it is typed, in one piece', async () => {
    const panel = mount(HelpPanel, { global: global(), attachTo: document.body });
    useHelp().show('half-close');
    await nextTick();
    expect(panel.findAll('.here code').map((line) => line.text())).toEqual(['nc -N 192.168.2.10 80 <<< hello']);
    expect(panel.find('.here').text()).toMatch(/^Here: in the template “two subnets” type nc -N .* hello at pc1: /);
    expect(panel.find('.here').text()).not.toContain('`');
    useHelp().show('ttl');
    await nextTick();
    expect(panel.find('.here').text()).toBe(
      'Here: the hop table of a packet shows it sinking; type traceroute in a terminal.',
    );
  });

  it('is asked for by the mark beside a heading, and by F1 in the part it heads', async () => {
    const Part = {
      components: { HelpMark },
      template: '<section><h3>Cache</h3><HelpMark topic="arp-cache" /><input /></section>',
    };
    const part = mount(Part, { global: global(), attachTo: document.body });
    await part.get('button').trigger('click');
    expect(useHelp().topic).toBe('arp-cache');
    useHelp().topic = null;
    part.get('input').element.focus();
    void commandOf('help.context').perform();
    expect(useHelp().topic).toBe('arp-cache');
  });

  it('is not asked for where no part names one: the shortcuts are shown', () => {
    void commandOf('help.context').perform();
    expect(useDrawing().shortcutsShown).toBe(true);
  });
});

describe('the first look around', () => {
  it('goes step by step, opens the panel it speaks of, and does not come again', async () => {
    usePanels().of.left.shown = false;
    const tour = mount(TourGuide, { global: global(), attachTo: document.body });
    void commandOf('help.tour').perform();
    await nextTick();
    expect(tour.text()).toContain('1 of 7');
    await tour.get('aside').trigger('keydown', { key: 'ArrowRight' });
    await nextTick();
    expect(usePanels().of.left.shown).toBe(true);
    for (let step = 0; step < 5; step++) await tour.get('aside').trigger('keydown', { key: 'ArrowRight' });
    expect(tour.text()).toContain('7 of 7');
    expect(usePreferences().tourSeen).toBe(false);
    await tour.findAll('button').at(-1)!.trigger('click');
    expect(tour.find('aside').exists()).toBe(false);
    expect(usePreferences().tourSeen).toBe(true);
  });

  it('can be skipped at once', async () => {
    const tour = mount(TourGuide, { global: global(), attachTo: document.body });
    useHelp().startTour();
    await nextTick();
    await tour.get('aside').trigger('keydown', { key: 'Escape' });
    expect([useHelp().step, usePreferences().tourSeen]).toEqual([null, true]);
  });
});

describe('the sheet of shortcuts', () => {
  it('has every command that has one, and finds by what it does or by its keys', async () => {
    const sheet = mount(ShortcutSheet, { props: { open: true }, global: global(), attachTo: document.body });
    await nextTick();
    await nextTick();
    const lines = (): string[] => [...document.querySelectorAll('.sheet dt')].map((line) => line.textContent!);
    const titles = COMMANDS.filter(({ shortcut }) => shortcut).map(({ title }) => i18n.global.t(title));
    expect(lines()).toEqual(expect.arrayContaining(titles));
    const field = document.querySelector<HTMLInputElement>('input[type="search"]')!;
    const type = async (text: string): Promise<void> => {
      field.value = text;
      field.dispatchEvent(new Event('input'));
      await nextTick();
    };
    await type('duplicate');
    expect(lines()).toContain('Duplicate');
    await type('ctrl+k');
    expect(lines()).toContain('Search commands and things');
    await type('nothing like this');
    expect(document.body.textContent).toContain('No shortcut is called');
    sheet.unmount();
  });
});
