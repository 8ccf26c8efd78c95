import type { BrowserWindow, IpcMainEvent } from 'electron';
import type { Channel } from '#contract/channel.ts';
import { isOwnAddress } from './address.ts';
import { IPC } from './ipc-names.ts';

/** What a window tells beside the contract. */
export interface WindowEvents {
  /** A document is there, with a channel of its own; the one before has ended. */
  opened(channel: Channel): void;
  /** The language of the page: `en`, `ko`, or whatever its `lang` says. */
  language(language: string): void;
}

/**
 * The one gate of all that comes in from a window: the sender must be the main frame, and show a page of our own. (Only
 * one window's messages are listened to in the first place.) Whether a message means anything is the contract's business.
 */
export function isFromOurPage(event: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  // A frame that left before its message came in is `null`.
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** Listens to a window: for each document it shows, a channel that ends with the document. */
export function listenTo(window: BrowserWindow, events: WindowEvents): void {
  const contents = window.webContents;
  let current: DocumentChannel | null = null;

  function on(name: string, heard: (document: string, value: unknown) => void): void {
    contents.ipc.on(name, (event, document: unknown, value: unknown) => {
      if (!isFromOurPage(event)) return;
      if (typeof document === 'string' && document.length <= 64) heard(document, value);
    });
  }

  on(IPC.open, (document) => {
    current?.end();
    current = documentChannel(window, document);
    events.opened(current);
  });
  on(IPC.message, (document, message) => {
    if (document === current?.document) current.hear(message);
  });
  on(IPC.language, (document, language) => {
    if (document === current?.document && typeof language === 'string') events.language(language);
  });
  const gone = (): void => {
    current?.end();
    current = null;
  };
  contents.on('render-process-gone', gone);
  contents.on('destroyed', gone);
}

interface DocumentChannel extends Channel {
  readonly document: string;
  /** A message came in. */
  hear(message: unknown): void;
  /** The document is gone. */
  end(): void;
}

function documentChannel(window: BrowserWindow, document: string): DocumentChannel {
  let open = true;
  let heard = (_message: unknown): void => {};
  let closed = (): void => {};
  return {
    document,
    hear(message) {
      if (open) heard(message);
    },
    end() {
      if (!open) return;
      open = false;
      closed();
    },
    post(message) {
      if (open && !window.isDestroyed()) window.webContents.send(IPC.message, document, message);
    },
    onMessage(listener) {
      heard = listener;
    },
    onClose(listener) {
      closed = listener;
    },
    close() {
      if (!open) return;
      open = false;
      if (!window.isDestroyed()) window.webContents.send(IPC.end, document);
      closed();
    },
  };
}
