/**
 * An application of one window that serves the fixed handlers of the contract suite, through the gate, the channel and the
 * preload of the real one. Its parent process speaks as the page: what it sends is posted there, what the page hears comes back.
 */
import { readFile } from 'node:fs/promises';
import { app, BrowserWindow, protocol } from 'electron';
import { serve } from '#contract/rpc.ts';
import type { Served } from '#contract/rpc.ts';
import { OWN_ADDRESS } from '#electron/address.ts';
import { listenTo } from '#electron/channel.ts';
import { announceScheme } from '#electron/protocol.ts';
import { pageSettings, restrictContents } from '#electron/security.ts';
import { suiteHandlers } from './contract-handlers.ts';

/** What the parent says: a message for the page to post, or that a new document is wanted. */
export type Said = { post: unknown } | { renew: true };
/** What it is told: a new document is there, or what it heard. Messages are as `codec.js` makes them. */
export type Heard = { document: number } | { heard: unknown };

const CODEC = new URL('./electron-double/page/codec.js', import.meta.url);
const PAGE = `<!doctype html><title>contract</title><script type="module">
  import { decode, encode } from './codec.js';
  hopscope.onMessage((message) => console.log('heard ' + JSON.stringify(encode(message))));
  window.fromTest = (json) => hopscope.post(decode(json));
</script>`;

const tell = (heard: Heard): void => void process.send?.(heard);
let documents = 0;

app.enableSandbox();
announceScheme();
app.setPath('userData', process.env.HOPSCOPE_DATA!);
app.on('web-contents-created', (_event, contents) => restrictContents(contents));
void app.whenReady().then(async () => {
  const codec = await readFile(CODEC, 'utf8');
  protocol.handle('app', ({ url }) =>
    url.endsWith('.js')
      ? new Response(codec, { headers: { 'Content-Type': 'text/javascript' } })
      : new Response(PAGE, { headers: { 'Content-Type': 'text/html' } }),
  );
  const window = new BrowserWindow({ webPreferences: pageSettings(process.env.CONTRACT_PRELOAD!, true) });
  const { webContents } = window;
  listenTo(window, {
    opened(channel) {
      const served: Served = serve(
        channel,
        suiteHandlers((name, payload) => served.announce(name, payload)),
      );
    },
    language: () => {},
  });
  webContents.on('console-message', ({ message }) => {
    if (message.startsWith('heard ')) tell({ heard: JSON.parse(message.slice('heard '.length)) });
  });
  webContents.on('did-finish-load', () => tell({ document: ++documents }));
  process.on('message', (said: Said) => {
    if ('renew' in said) webContents.reload();
    else if ('post' in said) void webContents.executeJavaScript(`fromTest(${JSON.stringify(said.post)})`);
  });
  await window.loadURL(OWN_ADDRESS);
});
