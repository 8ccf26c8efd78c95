import { computed, type ComputedRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ConversationRow } from '#contract/shapes.ts';
import { hasNetworkLayer } from '#document/device-kinds.ts';
import { TCP_SETTINGS } from '#document/transport.ts';
import { COMMANDS } from '../commands/index.ts';
import { keysOf } from '../commands/shortcuts.ts';
import { formatTime } from '../locales/time.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { TOPICS, useHelp } from '../stores/help.ts';
import { usePanels } from '../stores/panels.ts';
import { DENSITIES, LOCALES, MOTIONS, SIZES, THEMES, usePreferences } from '../stores/preferences.ts';
import { reveal } from '../stores/reveal.ts';
import { useSelection } from '../stores/selection.ts';
import { useSession } from '../stores/session.ts';
import { find, holds, type Found } from './fuzzy.ts';
import { SYNONYMS } from './synonyms.ts';

/** What an entry is, in the order in which equals are listed. */
export const SORTS = [
  'command',
  'device',
  'address',
  'cable',
  'program',
  'connection',
  'bookmark',
  'note',
  'setting',
  'concept',
] as const;

/** Something that can be found. */
export interface Entry {
  /** Of its own, and the same at the next start. */
  id: string;
  sort: (typeof SORTS)[number];
  title: string;
  /** What it is also called, in the other language or as an address: searched, not shown as the title. */
  also: string;
  /** Words in which it is told of: found only as they stand, behind everything that is called so. */
  text?: string;
  /** Said beside it, small. */
  aside?: string;
  keys?: readonly string[];
  /** Why it cannot be chosen now. */
  off?: string;
  perform(): void;
}

/** An entry that was found. `at`: letters of the title that were meant. */
export interface Hit {
  entry: Entry;
  at: readonly number[];
  score: number;
}

/** Rows listed at most: nobody reads further, they type another letter. */
const MOST = 60;

/** Everything there is to be found now, in both languages. */
export function useEntries(connections: Ref<readonly ConversationRow[]>): ComputedRef<Entry[]> {
  const { t, locale } = useI18n();
  const drawing = useDocument();
  const hand = useDrawing();
  const selection = useSelection();
  const session = useSession();
  const like = usePreferences();
  const help = useHelp();
  const panels = usePanels();
  /** The same words in the language that is not on screen. */
  const other = (key: string): string => t(key, {}, { locale: locale.value === 'en' ? 'ko' : 'en' });

  const commands = (): Entry[] =>
    COMMANDS.filter(({ id }) => id !== 'view.search').map(({ id, title, shortcut, enabled, perform }) => {
      const can = enabled();
      const section = `commands.section.${id.slice(0, id.indexOf('.'))}`;
      return {
        id,
        sort: 'command',
        title: t(title),
        also: other(title),
        aside: t(section),
        ...(shortcut ? { keys: keysOf(shortcut) } : {}),
        ...(can === true ? {} : { off: t(can) }),
        perform: () => void perform(),
      };
    });

  function inspected(act: () => void): void {
    panels.of.right.shown = true;
    act();
  }
  const things = (): Entry[] => [
    ...drawing.devices.map((device): Entry => ({
      id: `device ${device.id}`,
      sort: 'device',
      title: device.name,
      also: `${t(`kinds.${device.kind}`)} ${other(`kinds.${device.kind}`)}`,
      aside: t(`kinds.${device.kind}`),
      perform: () => inspected(() => reveal(device.id)),
    })),
    ...drawing.devices.flatMap((device) =>
      device.ports.flatMap((port): Entry[] =>
        'address' in port && port.address
          ? [
              {
                id: `address ${device.id} ${port.name}`,
                sort: 'address',
                title: port.address,
                also: port.mac ?? '',
                aside: `${device.name} ${port.name}`,
                perform: () => inspected(() => reveal(device.id)),
              },
            ]
          : [],
      ),
    ),
    ...drawing.cables.map((cable): Entry => ({
      id: `cable ${cable.id}`,
      sort: 'cable',
      title: drawing.nameOf(cable.id),
      also: `${t('kinds.cable')} ${other('kinds.cable')} ${cable.id}`,
      aside: t('kinds.cable'),
      perform: () => inspected(() => reveal(cable.id)),
    })),
    ...drawing.programs.map((program): Entry => ({
      id: `program ${program.id}`,
      sort: 'program',
      title: program.name,
      also: '',
      aside: drawing.nameOf(program.device),
      perform: () => inspected(() => reveal(program.id)),
    })),
    ...drawing.notes.map((note): Entry => ({
      id: `note ${note.id}`,
      sort: 'note',
      title: note.text.slice(0, 80),
      also: '',
      aside: t('kinds.note'),
      perform: () => inspected(() => reveal(note.id)),
    })),
    ...drawing.bookmarks.map((bookmark): Entry => ({
      id: `bookmark ${bookmark.id}`,
      sort: 'bookmark',
      title: bookmark.name,
      also: '',
      aside: formatTime(bookmark.time),
      perform: () => void session.seek(bookmark.time),
    })),
    ...connections.value.map((row): Entry => ({
      id: `connection ${row.id}`,
      sort: 'connection',
      title: `${row.client} – ${row.server}`,
      also: [row.clientDevice, row.serverDevice].map((id) => (id ? drawing.nameOf(id) : '')).join(' '),
      aside: row.protocol === 'udp' ? 'UDP' : `${row.clientState} · ${row.serverState}`,
      perform: () => inspected(() => selection.chooseConversation(row.id)),
    })),
  ];

  function settings(): Entry[] {
    const setting = (legend: string, value: string, id: string, perform: () => void): Entry => ({
      id: `setting ${id}`,
      sort: 'setting',
      title: `${t(legend)}: ${t(value)}`,
      also: `${other(legend)}: ${other(value)}`,
      perform,
    });
    return [
      ...LOCALES.map((one) =>
        setting('app.language.title', `app.language.${one}`, `language ${one}`, () => (like.locale = one)),
      ),
      ...THEMES.map((one) => setting('app.theme.title', `app.theme.${one}`, `theme ${one}`, () => (like.theme = one))),
      ...DENSITIES.map((one) =>
        setting('preferences.density', `preferences.densities.${one}`, `density ${one}`, () => (like.density = one)),
      ),
      ...Array.from({ length: (SIZES.most - SIZES.least) / SIZES.step + 1 }, (_, step): Entry => {
        const size = SIZES.least + step * SIZES.step;
        return {
          id: `setting size ${size}`,
          sort: 'setting',
          title: `${t('preferences.size')}: ${size} %`,
          also: other('preferences.size'),
          perform: () => (like.size = size),
        };
      }),
      ...MOTIONS.map((one) =>
        setting('preferences.motion', `preferences.motions.${one}`, `motion ${one}`, () => (like.motion = one)),
      ),
    ];
  }
  /** How TCP behaves on the chosen host, or on the first there is. */
  function ofTransport(): Entry[] {
    const able = drawing.devices.filter(({ kind }) => hasNetworkLayer(kind));
    const host = able.find(({ id }) => selection.things.includes(id)) ?? able[0];
    if (host === undefined) return [];
    return Object.keys(TCP_SETTINGS).map((name): Entry => ({
      id: `setting tcp ${name}`,
      sort: 'setting',
      title: `${t('transport.title')}: ${t(`transport.setting.${name}`)}`,
      also: `${other('transport.title')}: ${other(`transport.setting.${name}`)}`,
      aside: host.name,
      perform: () =>
        inspected(() => {
          selection.chooseThings([host.id]);
          hand.soughtSetting = name;
        }),
    }));
  }
  const concepts = (): Entry[] =>
    TOPICS.map((topic) => ({
      id: `concept ${topic}`,
      sort: 'concept',
      title: t(`help.topics.${topic}.title`),
      also: other(`help.topics.${topic}.title`),
      text: ['text', 'here']
        .map((part) => `${t(`help.topics.${topic}.${part}`)} ${other(`help.topics.${topic}.${part}`)}`)
        .join(' '),
      perform: () => help.show(topic),
    }));

  return computed(() => [...commands(), ...things(), ...settings(), ...ofTransport(), ...concepts()]);
}

/** The entries a query finds, the best first. Without a query: those chosen last, then all in their order. */
export function hits(query: string, entries: readonly Entry[], recent: readonly string[]): Hit[] {
  if (query.trim() === '') {
    const last = recent.flatMap((id) => entries.filter((entry) => entry.id === id));
    const rest = entries.filter((entry) => !recent.includes(entry.id));
    return [...last, ...rest].slice(0, MOST).map((entry) => ({ entry, at: [], score: 0 }));
  }
  const found = entries.flatMap((entry, order) => {
    const title = find(query, entry.title);
    const other = elsewhere(query, entry);
    const best = title === null || (other !== null && other.score > title.score) ? other : title;
    return best === null ? [] : [{ entry, at: best.at, score: best.score - (entry.off ? 15 : 0), order }];
  });
  return found.sort((a, b) => b.score - a.score || a.order - b.order).slice(0, MOST);
}

/** Found by what else it is called: as good, but behind what says so itself, and no letter of the title is meant. */
function elsewhere(query: string, entry: Entry): Found | null {
  const found = (text: string, less: number): number[] => {
    const one = find(query, text);
    return one === null ? [] : [one.score - less];
  };
  const meant = [
    ...found(`${entry.title} ${entry.also} ${entry.aside ?? ''}`, 8),
    ...found(entry.also, 8),
    // The very word of a lecture is as good as a title; a piece of it is less than that.
    ...(SYNONYMS.get(entry.id) ?? []).flatMap((name) => found(name, holds(name, query) ? 0 : 30)),
  ];
  if (meant.length > 0) return { score: Math.max(...meant), at: [] };
  return entry.text !== undefined && holds(query, entry.text) ? { score: -20, at: [] } : null;
}
