import { onBeforeUnmount, onMounted, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Host } from '#contract/calls.ts';
import { COMMANDS, commandOf, sections } from './commands/index.ts';
import { mayLose, openProject } from './files/opening.ts';
import { reopen } from './files/reopening.ts';
import { useRunNames } from './locales/runs.ts';
import { formatTime } from './locales/time.ts';
import { useCapabilities } from './stores/capabilities.ts';
import { useDocument } from './stores/document.ts';
import { useGateways } from './stores/gateways.ts';
import { lookSaid } from './stores/look.ts';
import { useNotices } from './stores/notices.ts';
import { useRecentFiles } from './stores/recentFiles.ts';
import { useSession } from './stores/session.ts';
import { useTunnels } from './stores/tunnels.ts';

/** Wall ms of quiet after a change before the drawing is handed to the host to keep. */
const KEEP_AFTER = 400;
/** Good news goes away by itself after this many ms; what can be taken back stays longer. */
const NEWS_STAYS = 4000;
const UNDO_STAYS = 8000;

/** What the window owes its host: the drawing kept and opened again after a loss, unsaved work announced, the native menu filled and obeyed. */
export function useHostDuties(): void {
  const { t, locale } = useI18n();
  const session = useSession();
  const drawing = useDocument();
  const capabilities = useCapabilities();
  const notices = useNotices();
  const gateways = useGateways();
  const tunnels = useTunnels();
  const recent = useRecentFiles();
  const { nameOf } = useRunNames();
  let keeping = 0;

  watch(
    () => [drawing.opened, drawing.records, drawing.title, drawing.seed, drawing.fileName, drawing.path],
    () => {
      clearTimeout(keeping);
      if (drawing.opened > 0) keeping = window.setTimeout(keep, KEEP_AFTER);
    },
    { immediate: true },
  );
  /** Whether the host has said of the drawing as it is that it keeps it beyond its own end. */
  let lasting = false;
  function keep(): void {
    clearTimeout(keeping);
    keeping = 0;
    lasting = false;
    const { fileName: name, path, unsaved, records } = drawing;
    void session.host
      ?.call('host.keep', { name, text: drawing.text(), path, unsaved })
      .then((kept) => (lasting = kept.lasting === true && drawing.records === records))
      .catch(() => null);
  }
  /** A page that goes away, or may go, hands over what still waits, and says what it looks at: the next one begins with it. */
  const handOver = (): void => {
    if (keeping !== 0) keep();
    if (drawing.opened > 0) void session.host?.call('host.leave', { look: lookSaid() }).catch(() => null);
  };
  // A host that was out of reach may be another one by now, which knows nothing.
  watch(
    () => session.reached,
    (reached) => {
      lasting = false;
      if (reached && drawing.opened > 0) keep();
    },
  );
  watch(
    () => session.losses,
    () => void session.reopen(drawing.text()),
  );
  watch(
    // A window that waits for its project has nothing to say of what the host keeps for it.
    () => (drawing.opened > 0 ? drawing.unsaved : null),
    (unsaved) => {
      if (unsaved !== null) void session.host?.call('window.unsaved', { unsaved }).catch(() => null);
    },
    { immediate: true },
  );
  watch(
    () => [drawing.title, drawing.unsaved],
    () => (document.title = `${drawing.unsaved ? '● ' : ''}${drawing.title} – Hopscope`),
    { immediate: true },
  );
  watch(
    () => notices.notices,
    (all) => {
      for (const { id, tone, undo } of all) if (tone === 'good') goes(id, undo ? UNDO_STAYS : NEWS_STAYS);
    },
  );

  /** Puts a notice away after a while, but not while somebody is at it. */
  function goes(id: number, after: number): void {
    setTimeout(() => (notices.held ? goes(id, NEWS_STAYS) : notices.dismiss(id)), after);
  }

  function menu(): {
    title: string;
    items: { command: string; title: string; shortcut: string | null; enabled: boolean }[];
  }[] {
    const menus = [...sections()].map(([section, commands]) => ({
      title: t(`commands.section.${section}`),
      items: commands.map((one) => ({
        command: one.id,
        title: t(one.title),
        shortcut: one.shortcut?.split(' ')[0] ?? null,
        enabled: one.enabled() === true,
      })),
    }));
    menus[0]!.items.push(
      ...recent.files.map(({ path, name, there }) => ({
        command: `recent ${path}`,
        title: there ? name : t('app.recent.gone', { name }),
        shortcut: null,
        enabled: true,
      })),
    );
    return menus;
  }
  /** What the menu was told of: a command that can be done now, or a recent file. */
  function obey(command: string): void {
    const file = recent.files.find(({ path }) => command === `recent ${path}`);
    const chosen = COMMANDS.some(({ id }) => id === command) ? commandOf(command) : null;
    if (file) void reopen(file);
    else if (chosen?.enabled() === true) void chosen.perform();
  }
  watch(
    () => (capabilities.has('native-menu') ? [locale.value, JSON.stringify(menu())] : null),
    (wanted) => {
      if (wanted) void session.host?.call('window.menu', { sections: menu() }).catch(() => null);
    },
    { immediate: true },
  );
  function listen(host: Host): (() => void)[] {
    return [
      host.on('menu.chosen', ({ command }) => obey(command)),
      host.on('journal.rebuilt', ({ runs, short }) => {
        if (short.length === 0) notices.tell({ name: 'rebuilt', parameters: { runs } }, 'good');
        for (const { run, name, time, why } of short) {
          const said = { run: nameOf({ id: run, name }), time: formatTime(time, 3) };
          notices.tell({ name: `rebuilding.${why}`, parameters: said });
        }
      }),
      host.on('journal.full', ({ bytes }) => {
        notices.tell({ name: 'rebuilding.full', parameters: { megabytes: Math.floor(bytes / 2 ** 20) } });
      }),
    ];
  }
  watch(
    () => session.host,
    (host, _before, forget) => {
      const told = host === null ? [] : [gateways.start(host), tunnels.start(host), ...listen(host)];
      forget(() => {
        for (const deaf of told) deaf();
      });
    },
    { immediate: true },
  );

  const stopFiles = session.host?.on('file.chosen', async (file) => {
    if (await mayLose()) await openProject(file);
  });

  /**
   * In a browser the page can be closed under us; the native window asks by itself. A browser asks in its own words, and says
   * that changes may be lost. They are not where the host keeps them: the next page goes on with them, and when none comes
   * until the host ends, its next start. So it asks only while the host has not said so, or cannot.
   */
  const guard = (event: BeforeUnloadEvent): void => {
    const asks = drawing.unsaved && (keeping !== 0 || !lasting) && !capabilities.has('native-dialogs');
    handOver();
    if (asks) event.preventDefault();
  };
  onMounted(() => {
    window.addEventListener('beforeunload', guard);
    window.addEventListener('pagehide', handOver);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', guard);
    window.removeEventListener('pagehide', handOver);
    clearTimeout(keeping);
    stopFiles?.();
  });
}
