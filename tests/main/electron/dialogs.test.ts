import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askParting, fileDialogs, filtersFor, withEnding } from '#electron/dialogs.ts';

const shown = vi.hoisted(() => {
  const asked = () => vi.fn<(window: unknown, options: unknown) => Promise<unknown>>();
  return { showOpenDialog: asked(), showSaveDialog: asked(), showMessageBox: asked() };
});
vi.mock('electron', () => ({ dialog: shown }));
beforeEach(() => void Object.values(shown).forEach((one) => one.mockReset()));

const window = {} as never;
const dialogs = (language = 'en') =>
  fileDialogs({ window: () => window, language: () => language, folder: '/home/ann' });

describe('what a dialog offers', () => {
  it('is the sort of the file first, in the person’s language', () => {
    expect(filtersFor('a.hop', 'en')[0]).toEqual({ name: 'Hopscope project', extensions: ['hop'] });
    expect(filtersFor('a.svg', 'ko')[0]).toEqual({ name: 'SVG 그림', extensions: ['svg'] });
    expect(['a.png', 'a.md', 'a.pcapng'].map((name) => filtersFor(name, 'en')[0]?.extensions)).toEqual([
      ['png'],
      ['md'],
      ['pcapng'],
    ]);
    expect(filtersFor('a', 'en')).toEqual([{ name: 'All files', extensions: ['*'] }]);
  });
});

describe('the ending of a chosen path', () => {
  it('is added when it was left out', () => {
    expect(withEnding('/x/lab', 'untitled.hop', () => false)).toBe('/x/lab.hop');
    expect(withEnding('/x/lab.txt', 'untitled.hop', () => false)).toBe('/x/lab.txt');
  });

  it('is not added when that would replace a file nobody was asked about', () => {
    expect(withEnding('/x/lab', 'untitled.hop', (path) => path === '/x/lab.hop')).toBe('/x/lab');
  });
});

describe('dialogs for files', () => {
  it('propose the name, and begin in the folder where the last one ended', async () => {
    shown.showSaveDialog.mockResolvedValue({ canceled: false, filePath: '/home/ann/labs/one.hop' });
    const { open, save } = dialogs();
    expect(await save('one.hop')).toBe('/home/ann/labs/one.hop');
    expect(shown.showSaveDialog.mock.calls[0]?.[1]).toMatchObject({ defaultPath: join('/home/ann', 'one.hop') });
    shown.showOpenDialog.mockResolvedValue({ canceled: true, filePaths: [] });
    expect(await open()).toBeNull();
    expect(shown.showOpenDialog.mock.calls[0]?.[1]).toMatchObject({
      defaultPath: dirname('/home/ann/labs/one.hop'),
      properties: ['openFile'],
    });
  });

  it('give nothing when the person cancels, or when there is no window to ask over', async () => {
    shown.showSaveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    expect(await dialogs().save('one.hop')).toBeNull();
    const nobody = fileDialogs({ window: () => null, language: () => 'en', folder: '/' });
    expect([await nobody.open(), await nobody.save('x')]).toEqual([null, null]);
    expect(shown.showOpenDialog).not.toHaveBeenCalled();
  });
});

describe('the question about unsaved work', () => {
  it('offers to save, not to save and to stay, in that order', async () => {
    for (const [response, parting] of [
      [0, 'save'],
      [1, 'discard'],
      [2, 'cancel'],
      [9, 'cancel'],
    ] as const) {
      shown.showMessageBox.mockResolvedValueOnce({ response });
      expect(await askParting(window, 'ko')).toBe(parting);
    }
    expect(shown.showMessageBox.mock.calls[0]?.[1]).toMatchObject({
      buttons: ['저장', '저장 안 함', '취소'],
      defaultId: 0,
      cancelId: 2,
    });
  });
});
