import { createApp, watch } from 'vue';
import { createPinia } from 'pinia';
import type { Result } from '#contract/calls.ts';
import type { Problem } from '#contract/shapes.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import App from './App.vue';
import { worded } from './files/worded.ts';
import { connectHost } from './host/connect.ts';
import type { ConnectionState } from './host/connection.ts';
import { i18n } from './locales/index.ts';
import { useCapabilities } from './stores/capabilities.ts';
import { NEW_FILE, useDocument } from './stores/document.ts';
import { useDrawing } from './stores/drawing.ts';
import { useHelp } from './stores/help.ts';
import { useKept } from './stores/kept.ts';
import { lookAgain } from './stores/look.ts';
import { useNotices } from './stores/notices.ts';
import { usePreferences } from './stores/preferences.ts';
import { useSession } from './stores/session.ts';
import { useTerminals } from './stores/terminals.ts';
import './ui/tokens.css';
import './ui/base.css';

const app = createApp(App).use(createPinia()).use(i18n);
const preferences = usePreferences();
watch(
  () => [preferences.locale, preferences.shownTheme, preferences.density, preferences.size, preferences.still] as const,
  ([locale, theme, density, size, still]) => {
    i18n.global.locale.value = locale;
    const page = document.documentElement;
    page.lang = locale;
    Object.assign(page.dataset, { theme, density, motion: still ? 'still' : 'full' });
    page.style.setProperty('--zoom', String(size / 100));
  },
  { immediate: true, flush: 'sync' },
);

/** The window is shown after this many ms even if the host has not answered: a drawing can be looked at without one. */
const LONGEST_WAIT = 1500;

/** Joins the window to its host and opens the first project, or goes on with that of a window before it. `drawn` is called when its drawing is there, before its network is. */
async function begin(drawn: () => void): Promise<void> {
  const drawing = useDocument();
  let project: Result<'host.hello'>['project'] = null;
  try {
    const host = await connectHost();
    useSession().start(host);
    host.onState((state) => void changed(state));
    const [hello] = await Promise.all([host.call('host.hello', {}), useKept().start(host)]);
    useCapabilities().hello = hello;
    project = useCapabilities().hello?.project ?? null;
  } catch (refused) {
    tell(refused);
  }
  // From here on it notes which terminals are open, and knows those of the window before this one.
  const terminals = useTerminals();
  const takenOver = (): void => {
    terminals.showAgain();
    drawn();
  };
  const there = project?.running
    ? await drawing.takeOver(project, takenOver)
    : project && (await drawing.open(project.text, project.name, project.path, project.unsaved, drawn));
  if (!there) await drawing.open(writeDocument(worded('starter', starterDocument())), NEW_FILE, null, false, drawn);
  if (project?.recovered) useNotices().tell({ name: 'recovered', parameters: { name: project.name } }, 'good');
  const sight = there && project?.look !== undefined ? lookAgain(project.look) : null;
  requestAnimationFrame(() => (sight ? useDrawing().view?.lookAt(sight) : useDrawing().view?.fit()));
}

/** The way to the host was lost, came back, or is another window's now. */
async function changed(state: ConnectionState): Promise<void> {
  const session = useSession();
  session.reached = state === 'open';
  if (state === 'lost' || state === 'taken') useNotices().tell({ name: `connection.${state}`, parameters: {} });
  if (state !== 'open') return;
  await session.host?.call('host.hello', {}).catch(() => null);
  // A host that stayed alive still knows the network; a new one is given the drawing.
  const kept = await session.host?.call('time.pause', {}).catch(() => null);
  await (kept ? session.pause() : session.open(useDocument().text()));
}

function tell(refused: unknown): void {
  const known = typeof refused === 'object' && refused !== null && 'name' in refused && 'parameters' in refused;
  useNotices().tell(known ? (refused as Problem) : { name: 'no-host', parameters: { message: String(refused) } });
}

const tired = new Promise<void>((waited) => setTimeout(waited, LONGEST_WAIT));
const frame = document.getElementById('app')!;
// The window is put together while the network is built elsewhere, and is seen when both are done: a key that is pressed
// as soon as there is something to see is not lost.
frame.style.visibility = 'hidden';
// Where that takes long it is seen before, and only looked at: the project that is about to come would replace what was done.
frame.inert = true;
const early = (event: Event): void => event.stopImmediatePropagation();
window.addEventListener('keydown', early, { capture: true });
let begun = Promise.resolve();
await Promise.race([new Promise<void>((drawn) => (begun = begin(drawn))), tired]);
void begun.finally(() => {
  frame.inert = false;
  window.removeEventListener('keydown', early, { capture: true });
});
app.mount(frame);
await Promise.race([begun, tired]).finally(() => (frame.style.visibility = ''));
// Somebody new is shown around; where no host answered nobody can tell who is new.
if (useCapabilities().hello && !preferences.tourSeen) useHelp().startTour();
