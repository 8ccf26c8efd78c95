import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isFromOurPage, listenTo } from '#electron/channel.ts';
import { IPC } from '#electron/ipc-names.ts';
import type { Channel } from '#contract/channel.ts';

function window() {
  const mainFrame = { url: 'app://hopscope/index.html', parent: null };
  const sent: unknown[][] = [];
  const webContents = Object.assign(new EventEmitter(), {
    mainFrame,
    ipc: new EventEmitter(),
    send: (...said: unknown[]) => sent.push(said),
  });
  const state = { destroyed: false };
  const channels: Channel[] = [];
  const languages: string[] = [];
  listenTo({ webContents, isDestroyed: () => state.destroyed } as never, {
    opened: (channel) => channels.push(channel),
    language: (language) => languages.push(language),
  });
  const say = (name: string, ...values: unknown[]) =>
    webContents.ipc.emit(name, { sender: webContents, senderFrame: webContents.mainFrame }, ...values);
  return { webContents, sent, state, channels, languages, say };
}

describe('the gate', () => {
  it('lets in the main frame with a page of ours and nobody else', () => {
    const mainFrame = { url: 'app://hopscope/index.html', parent: null };
    const from = (senderFrame: unknown) => isFromOurPage({ senderFrame } as never);
    expect(from(mainFrame)).toBe(true);
    expect(from(null)).toBe(false);
    expect(from({ ...mainFrame, parent: mainFrame })).toBe(false);
    mainFrame.url = 'https://example.org/';
    expect(from(mainFrame)).toBe(false);
  });
});

describe('the channel of a document', () => {
  it('carries messages both ways under its document’s mark', () => {
    const { channels, say, sent } = window();
    say(IPC.open, 'one');
    const heard: unknown[] = [];
    channels[0]?.onMessage((message) => heard.push(message));
    say(IPC.message, 'one', { call: 1 });
    say(IPC.message, 'another', { call: 2 });
    say(IPC.message, 7, { call: 3 });
    expect(heard).toEqual([{ call: 1 }]);
    channels[0]?.post({ reply: 1 });
    expect(sent).toEqual([[IPC.message, 'one', { reply: 1 }]]);
  });

  it('ends when the window shows another document', () => {
    const { channels, say, sent } = window();
    say(IPC.open, 'one');
    let ended = 0;
    channels[0]?.onClose(() => ended++);
    say(IPC.open, 'two');
    expect([channels.length, ended]).toEqual([2, 1]);
    channels[0]?.post('too late');
    expect(sent).toEqual([]);
  });

  it.each(['render-process-gone', 'destroyed'])('ends with its page: %s', (event) => {
    const { channels, say, webContents } = window();
    say(IPC.open, 'one');
    let ended = 0;
    channels[0]?.onClose(() => ended++);
    webContents.emit(event);
    webContents.emit(event);
    expect(ended).toBe(1);
  });

  it('tells the page when it is closed from here, unless the page is gone', () => {
    const { channels, say, sent, state } = window();
    say(IPC.open, 'one');
    channels[0]?.close();
    channels[0]?.close();
    expect(sent).toEqual([[IPC.end, 'one']]);
    say(IPC.open, 'two');
    state.destroyed = true;
    channels[1]?.post('nobody');
    channels[1]?.close();
    expect(sent).toHaveLength(1);
  });

  it('is not made for a mark that is no mark', () => {
    const { channels, say } = window();
    for (const mark of [undefined, 1, {}, 'x'.repeat(65)]) say(IPC.open, mark);
    expect(channels).toEqual([]);
  });
});

describe('the language of the page', () => {
  it('is told by the document that is shown', () => {
    const { say, languages } = window();
    say(IPC.open, 'one');
    say(IPC.language, 'one', 'ko');
    say(IPC.language, 'other', 'en');
    say(IPC.language, 'one', 5);
    expect(languages).toEqual(['ko']);
  });
});
