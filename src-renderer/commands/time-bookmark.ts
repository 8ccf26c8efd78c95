import { newBookmark } from '#document/edits.ts';
import { i18n } from '../locales/index.ts';
import { useDocument } from '../stores/document.ts';
import { useNotices } from '../stores/notices.ts';
import { useSession } from '../stores/session.ts';
import { useStrip } from '../stores/strip.ts';
import { command } from './command.ts';

/** Puts a bookmark where the cursor stands. False: it was refused, and the person told why. */
export function addBookmark(name: string): boolean {
  const document = useDocument();
  const time = useSession().now?.time ?? 0;
  const given = name.trim() || i18n.global.t('timeline.bookmarks.unnamed', { number: document.bookmarks.length + 1 });
  const bookmark = newBookmark(given, time, document.records);
  if (!document.change('bookmark', (draft) => draft.put(bookmark))) return false;
  useNotices().tell({ name: 'bookmarked', parameters: { name: given } }, 'good');
  return true;
}

const isOpen = () => useSession().now !== null || 'timeCommands.why.nothingOpen';

/** Marks the moment at which time stands. */
export const timeBookmark = command({
  id: 'time.bookmark',
  title: 'timeCommands.bookmark',
  shortcut: 'B',
  enabled: isOpen,
  perform: () => void addBookmark(''),
});

/** Opens the list of bookmarks. */
export const timeBookmarks = command({
  id: 'time.bookmarks',
  title: 'timeCommands.bookmarks',
  shortcut: 'Shift+B',
  enabled: isOpen,
  perform: () => {
    useStrip().bookmarksShown = true;
  },
});

function beside(direction: 1 | -1): number | null {
  const time = useSession().now?.time ?? 0;
  const times = useDocument().bookmarks.map((bookmark) => bookmark.time);
  return (direction === 1 ? times.find((each) => each > time) : times.findLast((each) => each < time)) ?? null;
}

const [nextBookmark, previousBookmark] = ([1, -1] as const).map((direction) =>
  command({
    id: direction === 1 ? 'time.next-bookmark' : 'time.previous-bookmark',
    title: direction === 1 ? 'timeCommands.nextBookmark' : 'timeCommands.previousBookmark',
    shortcut: direction === 1 ? 'Alt+.' : 'Alt+,',
    enabled: () => beside(direction) !== null || 'timeCommands.why.noBookmark',
    perform: async () => {
      const time = beside(direction);
      if (time !== null) await useSession().seek(time);
    },
  }),
);
/** To the bookmark behind the cursor that is nearest to it, and to the one before it. */
export const timeNextBookmark = nextBookmark!;
export const timePreviousBookmark = previousBookmark!;
