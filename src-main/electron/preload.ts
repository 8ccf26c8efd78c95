/**
 * Runs in the window's isolated world and puts `window.hopscope` into the page: two ways for messages, and nothing else of
 * Electron. One CommonJS file after bundling, as a sandboxed preload must be.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { IPC } from './ipc-names.ts';

const ours = crypto.randomUUID();
let heard = (_message: unknown): void => {};
let closed = (): void => {};

ipcRenderer.on(IPC.message, (_event, document: unknown, message: unknown) => {
  if (document === ours) heard(message);
});
ipcRenderer.on(IPC.end, (_event, document: unknown) => {
  if (document === ours) closed();
});
ipcRenderer.send(IPC.open, ours);

contextBridge.exposeInMainWorld('hopscope', {
  post: (message: unknown): void => ipcRenderer.send(IPC.message, ours, message),
  onMessage: (listener: (message: unknown) => void): void => {
    heard = listener;
  },
  onClose: (listener: () => void): void => {
    closed = listener;
  },
});

// Native dialogs speak the language of the page.
window.addEventListener('DOMContentLoaded', () => {
  const page = document.documentElement;
  const tell = (): void => ipcRenderer.send(IPC.language, ours, page.lang);
  new MutationObserver(tell).observe(page, { attributes: true, attributeFilter: ['lang'] });
  tell();
});
