import type { Channel } from '#contract/channel.ts';

/** What the preload of the native window puts on `window.hopscope`: a channel in parts that can be bridged. */
export interface PreloadBridge {
  post(message: unknown): void;
  onMessage(heard: (message: unknown) => void): void;
  onClose?(closed: () => void): void;
}

declare global {
  interface Window {
    hopscope?: PreloadBridge;
  }
}

/** A channel over the bridge. It ends with the window. */
export function overPreload(bridge: PreloadBridge): Channel {
  return {
    post: (message) => bridge.post(message),
    onMessage: (heard) => bridge.onMessage(heard),
    onClose: (closed) => bridge.onClose?.(closed),
    close: () => {},
  };
}
