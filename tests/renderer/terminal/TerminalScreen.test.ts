// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import TerminalScreen from '#renderer/terminal/TerminalScreen.vue';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

/** An emulator of which only the keyboard is there: a document without layout has no room for a screen. */
const Emulator = vi.hoisted(
  () =>
    class {
      cols = 80;
      options = {};
      textarea = document.createElement('textarea');
      #hear: (data: string) => void = () => {};
      constructor() {
        this.textarea.addEventListener('input', () => this.#hear(this.textarea.value));
      }
      onData(hear: (data: string) => void): void {
        this.#hear = hear;
      }
      open(frame: HTMLElement): void {
        frame.append(this.textarea);
      }
      focus(): void {
        this.textarea.focus();
      }
      loadAddon(): void {}
      attachCustomKeyEventHandler(): void {}
      write(): void {}
      dispose(): void {}
    },
);

vi.mock('@xterm/xterm', () => ({ Terminal: Emulator }));
vi.mock('@xterm/addon-fit', () => ({
  FitAddon: class {
    fit(): void {}
  },
}));

let live: LiveWindow;
let keys: HTMLTextAreaElement;
let elsewhere: HTMLButtonElement;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
  const place = { device: 'pc1', terminal: 'tty1' };
  const screen = live.mount(TerminalScreen, { place, fontSize: 13, calls: 1 });
  keys = screen.get('textarea').element;
  elsewhere = document.body.appendChild(document.createElement('button'));
  await live.settle();
});

function type(text: string): void {
  keys.value = text;
  keys.dispatchEvent(new Event('input'));
}

describe('the terminal of a host', () => {
  it('has the keyboard when it is called, and after a line', async () => {
    expect(document.activeElement).toBe(keys);
    type('ip route\r');
    await live.settle();
    expect(live.calls).toContain('terminals.type');
    expect(document.activeElement).toBe(keys);
  });

  it('does not call back whoever went on elsewhere while a line was carried out', async () => {
    type('ip route\r');
    elsewhere.focus();
    await live.settle();
    expect(live.calls).toContain('terminals.type');
    expect(document.activeElement).toBe(elsewhere);
  });

  it('takes the keyboard again where a question left it with nobody', async () => {
    type('ip route\r');
    keys.blur();
    await live.settle();
    expect(document.activeElement).toBe(keys);
  });
});
