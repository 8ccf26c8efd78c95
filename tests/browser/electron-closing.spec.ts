import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, isKept, NATIVE, test } from '#support/native-application.ts';
import type { NativeApplication } from '#support/native-application.ts';

/** Renames the project, so that there is something to lose. */
async function change(native: NativeApplication): Promise<void> {
  await native.page.getByRole('textbox', { name: 'Title' }).fill('Changed');
  await native.page.keyboard.press('Enter');
  // By then the host has long heard that there is something unsaved.
  await isKept(native, 'Changed');
}

/** Answers the question with a button, and closes the window as its frame's button does. Gives what was asked. */
function closeAnswering(native: NativeApplication, response: number): Promise<string[]> {
  return native.evaluate(
    ({ BrowserWindow, dialog }, response) =>
      new Promise<string[]>((resolve) => {
        dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
          resolve([options.message, ...(options.buttons ?? [])]);
          return new Promise((answer) => setImmediate(() => answer({ response, checkboxChecked: false })));
        }) as never;
        BrowserWindow.getAllWindows()[0]!.close();
      }),
    response,
  );
}

const SAVE = 0;
const DISCARD = 1;
const CANCEL = 2;

test.describe(`closing the native window in ${NATIVE}`, () => {
  test('ends the application at once when all is saved', async ({ native }) => {
    await expect(native.page.getByRole('heading', { level: 1 })).toHaveText('Two subnets');
    await native.evaluate(
      ({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]!.close()) && undefined,
    );
    expect(await native.ended).toBe(0);
  });

  test('asks about unsaved work, and stays when the person would rather not', async ({ native }) => {
    await change(native);
    const asked = await closeAnswering(native, CANCEL);
    expect(asked).toEqual(['Save the changes to the project before closing?', 'Save', 'Don’t save', 'Cancel']);
    await expect(native.page.getByRole('heading', { level: 1 })).toContainText('Changed');
    expect(await native.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('asks in Korean where the window speaks Korean', async ({ native }) => {
    await native.page.getByRole('button', { name: 'Language: English' }).click();
    await native.page.getByRole('menuitem', { name: '한국어' }).click();
    await native.page.getByRole('textbox', { name: '제목' }).fill('바뀜');
    await native.page.keyboard.press('Enter');
    await isKept(native, '바뀜');
    expect(await closeAnswering(native, CANCEL)).toContain('닫기 전에 프로젝트의 변경 내용을 저장할까요?');
  });

  test('throws unsaved work away when the person says so', async ({ native }) => {
    await change(native);
    await closeAnswering(native, DISCARD);
    expect(await native.ended).toBe(0);
    // Drawings kept for the next start; what the person likes stays there too.
    const kept = join(native.data, 'kept');
    expect((existsSync(kept) ? readdirSync(kept) : []).filter((name) => name.startsWith('kept-'))).toEqual([]);
  });

  test('saves first when the person says so', async ({ native, folder }) => {
    const path = join(folder, 'saved.hop');
    await native.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath })) as never;
    }, path);
    await change(native);
    await closeAnswering(native, SAVE);
    expect(await native.ended).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('"Changed"');
  });

  test('stays when saving was cancelled after all', async ({ native }) => {
    await change(native);
    const cancelled = native.evaluate(
      ({ dialog }) =>
        new Promise<true>((resolve) => {
          dialog.showSaveDialog = (() => {
            setImmediate(() => resolve(true));
            return Promise.resolve({ canceled: true, filePath: '' });
          }) as never;
        }),
    );
    await closeAnswering(native, SAVE);
    expect(await cancelled).toBe(true);
    await expect(native.page).toHaveTitle(/^● /);
  });
});
