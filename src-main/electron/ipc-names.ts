/**
 * Names of what passes between the preload and the main process. Each message carries the mark of its document first: a
 * window that reloads is another document, and must not hear replies to the one before.
 */
export const IPC = {
  /** Preload → main: a document is there. `(document)` */
  open: 'hopscope:open',
  /** Both ways: a message of the contract. `(document, message)` */
  message: 'hopscope:message',
  /** Main → preload: the channel has ended. `(document)` */
  end: 'hopscope:end',
  /** Preload → main: the language of the page. `(document, language)` */
  language: 'hopscope:language',
} as const;
