/** The page's world: takes what the preload exposes. */
export function pageWorld(crossing, encode, decode, token, opening) {
  // A window that is denied is never there, and `window.open` says so at once, as in Electron.
  const ask = window[opening];
  delete window[opening];
  window.open = (url) => {
    ask(new URL(String(url ?? 'about:blank'), location.href).href);
    return null;
  };
  if (window !== window.top) return;
  const { offer } = crossing(encode, decode, token, 'page', 'preload');
  const frozen = (value) => {
    if (typeof value !== 'object' || value === null) return value;
    for (const inner of Object.values(value)) frozen(inner);
    return Object.freeze(value);
  };
  offer((name, value) => {
    Object.defineProperty(window, name, {
      value: frozen(value),
      enumerable: true,
      configurable: false,
      writable: false,
    });
  });
}

/** The preload's world: runs the preload with an `electron` of two things, as a sandboxed preload sees it. */
export function preloadWorld(crossing, encode, decode, token, binding, preload) {
  // No preload in frames: no window of ours asks for it.
  if (window !== window.top) return;
  const { call } = crossing(encode, decode, token, 'preload', 'page');
  const send = window[binding];
  const listeners = new Map();
  const exposed = new Set();

  const ipcRenderer = {
    send(channel, ...values) {
      send(JSON.stringify({ channel, values: encode(values) }));
    },
    on(channel, heard) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), heard]);
      return ipcRenderer;
    },
    removeListener(channel, heard) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== heard),
      );
      return ipcRenderer;
    },
  };
  const contextBridge = {
    exposeInMainWorld(name, value) {
      if (exposed.has(name))
        throw new Error(`Cannot bind an API on top of an existing property on the window object: ${name}`);
      exposed.add(name);
      call(0, [name, value]);
    },
  };
  window.electronDoubleDeliver = (channel, values) => {
    for (const heard of listeners.get(channel) ?? []) heard({ sender: ipcRenderer }, ...decode(values));
  };
  const require = (name) => {
    if (name === 'electron') return { ipcRenderer, contextBridge };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  preload(require, module, module.exports);
}
