/**
 * The native door: the host behind a window of Electron. This room is the only one that says `electron`, and it must never
 * do what the host can do: it opens, closes, asks and shows.
 */
import { resolve } from 'node:path';
import { app } from 'electron';
import { placesOf } from '#host/places.ts';
import { Application, readNamed } from './application.ts';
import { fileNamed } from './arguments.ts';
import { announceScheme } from './protocol.ts';
import { restrictContents } from './security.ts';

// Before the application is ready: afterwards these are refused.
app.enableSandbox();
announceScheme();
app.on('web-contents-created', (_event, contents) => restrictContents(contents));

// One folder for everything of this person, the browser's own files too; a second start with another folder is another run.
if (process.env.HOPSCOPE_DATA) app.setPath('userData', resolve(process.env.HOPSCOPE_DATA));

let file = fileNamed(process.argv, process.cwd(), app.isPackaged);
let application: Application | null = null;

function open(path: string): void {
  if (application === null) file = path;
  else void application.open(path);
}

async function run(): Promise<void> {
  await app.whenReady();
  const named = file;
  const { project, error } = await readNamed(named);
  application = new Application(placesOf(import.meta.url), project);
  application.show();
  if (named !== null && project === null) application.tellUnreadable(named, error);
  // Named while the first one was being read.
  if (file !== null && file !== named) void application.open(file);
}

let ended = false;
function end(event: { preventDefault(): void }): void {
  if (ended || application === null) return;
  event.preventDefault();
  void application
    .close()
    .catch(() => {})
    .then(() => {
      ended = true;
      app.quit();
    });
}

if (app.requestSingleInstanceLock({ file })) {
  app.on('second-instance', (_event, _argv, _folder, told) => {
    const path = (told as { file?: unknown } | null)?.file;
    if (typeof path === 'string') open(path);
    else application?.show();
  });
  // A Mac names files this way, at the start and later.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(path);
  });
  app.on('activate', () => application?.show());
  app.on('window-all-closed', () => {
    // An application of a Mac stays until it is quit.
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', end);
  void run();
} else app.quit();
