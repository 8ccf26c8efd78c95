import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { expect, isKept, NATIVE, startAgain, startNative, test } from '#support/native-application.ts';

/** A project in a file, named by its title. */
function projectIn(folder: string, title: string): string {
  const path = join(folder, 'project.hop');
  writeFileSync(path, writeDocument({ ...starterDocument(), title }));
  return path;
}

const title = (page: Page) => page.getByRole('heading', { level: 1 });

async function rename(page: Page, to: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Title' }).fill(to);
  await page.keyboard.press('Enter');
  await expect(title(page)).toContainText(to);
}

test.describe(`a person with the native window in ${NATIVE}`, () => {
  test('sees the starter project, plays its ping and knows the packets', async ({ native: { page } }) => {
    await expect(title(page)).toHaveText('Two subnets');
    await expect(page.getByRole('option', { name: /^pc1, Host/ })).toBeAttached();
    await page.getByRole('button', { name: 'Start ping server' }).click();
    const events = page.getByRole('listbox', { name: /^Events/ });
    await expect(events.getByRole('option', { name: /ARP/ }).first()).toBeAttached();
    await page.getByText('Clock pace').click();
    await expect(events.getByRole('option', { name: /ICMP/ }).first()).toBeAttached();
    await expect(page.getByRole('button', { name: 'Step back' })).toBeEnabled();
  });

  test('saves with the system’s dialog once, and then to the same file', async ({ native, folder }) => {
    const { page } = native;
    const path = join(folder, 'mine.hop');
    await native.evaluate(
      ({ dialog }, filePath) => {
        const asked: unknown[] = [];
        Object.assign(globalThis, { asked });
        dialog.showSaveDialog = ((_window: unknown, options: unknown) => {
          asked.push(options);
          return Promise.resolve({ canceled: false, filePath });
        }) as never;
      },
      path.replace('.hop', ''),
    );
    await rename(page, 'First');
    await page.keyboard.press('ControlOrMeta+S');
    await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8')).toContain('"First"');
    await rename(page, 'Second');
    await page.keyboard.press('ControlOrMeta+S');
    await expect.poll(() => readFileSync(path, 'utf8')).toContain('"Second"');
    const asked = await native.evaluate(() => (globalThis as unknown as { asked: Electron.SaveDialogOptions[] }).asked);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.filters?.[0]).toEqual({ name: 'Hopscope project', extensions: ['hop'] });
  });

  test('opens a project with the system’s dialog', async ({ native, folder }) => {
    await expect(title(native.page)).toHaveText('Two subnets');
    await native.evaluate(
      ({ dialog }, path) => {
        dialog.showOpenDialog = (() => Promise.resolve({ canceled: false, filePaths: [path] })) as never;
      },
      projectIn(folder, 'From a dialog'),
    );
    await native.page.keyboard.press('ControlOrMeta+O');
    await expect(title(native.page)).toHaveText('From a dialog');
  });

  test('keeps the drawing when the window is loaded again', async ({ native }) => {
    await rename(native.page, 'Still here');
    await isKept(native, 'Still here');
    await native.evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]!.webContents;
          contents.once('did-finish-load', () => resolve());
          contents.reload();
        }),
    );
    await expect(title(native.page)).toContainText('Still here');
    await expect(native.page).toHaveTitle(/^● /);
  });

  test('gets the drawing back after the window’s process died', async ({ native }) => {
    await rename(native.page, 'Survivor');
    await isKept(native, 'Survivor');
    const shown = await native.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const loaded = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
      webContents.forcefullyCrashRenderer();
      await loaded;
      const heading = `new Promise((found) => {
        const look = () => { const heading = document.querySelector('h1'); heading ? found(heading.textContent) : setTimeout(look, 20); };
        look();
      })`;
      return (await webContents.executeJavaScript(heading)) as string;
    });
    expect(shown).toContain('Survivor');
  });

  test('gets the drawing back after the whole application was killed', async ({ native, folder }) => {
    await rename(native.page, 'Back again');
    await isKept(native, 'Back again');
    await native.kill();
    const next = await startNative(join(folder, 'data'));
    await expect(title(next.page)).toContainText('Back again');
    await expect(next.page.getByRole('status', { name: 'Messages' })).toContainText('was recovered');
    await next.kill();
  });

  test('is told when the simulation died, and can go on', async ({ native }) => {
    const { page } = native;
    await expect(title(page)).toHaveText('Two subnets');
    const died = native.evaluate(async () => {
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      const { postMessage } = Worker.prototype;
      const worker = await new Promise<InstanceType<typeof Worker>>((resolve) => {
        Worker.prototype.postMessage = function (...message: Parameters<typeof postMessage>) {
          resolve(this);
          return postMessage.apply(this, message);
        };
      });
      Worker.prototype.postMessage = postMessage;
      await worker.terminate();
    });
    const forward = page.getByRole('button', { name: 'Step forward' });
    await forward.click();
    await died;
    await expect(page.getByText('The simulation stopped unexpectedly').first()).toBeVisible();
    await forward.click();
    await expect(page.getByText(/[1-9]\d* events/)).toBeVisible();
  });

  test('opens a file by starting Hopscope again', async ({ native, folder }) => {
    await expect(title(native.page)).toHaveText('Two subnets');
    expect(await startAgain(native.data, [projectIn(folder, 'From a second start')])).toBe(0);
    await expect(title(native.page)).toHaveText('From a second start');
  });

  test('is told why a file cannot be opened', async ({ native, folder }) => {
    const told = native.evaluate(
      ({ dialog }) =>
        new Promise<Electron.MessageBoxOptions>((resolve) => {
          dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
            resolve(options);
            return Promise.resolve({ response: 0, checkboxChecked: false });
          }) as never;
        }),
    );
    const path = join(folder, 'nowhere.hop');
    await startAgain(native.data, [path]);
    expect(await told).toMatchObject({
      message: 'The file cannot be opened.',
      detail: `${path}\nThere is no such file.`,
    });
  });
});

test.describe(`a project named on the command line in ${NATIVE}`, () => {
  test('is what the window shows, and is saved back without a dialog', async ({ folder }) => {
    const path = projectIn(folder, 'Named');
    const { page, kill } = await startNative(join(folder, 'data'), [path]);
    await expect(title(page)).toHaveText('Named');
    await rename(page, 'Named anew');
    await page.keyboard.press('ControlOrMeta+S');
    await expect.poll(() => readFileSync(path, 'utf8')).toContain('"Named anew"');
    await kill();
  });
});
