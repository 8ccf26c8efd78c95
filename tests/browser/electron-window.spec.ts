import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, NATIVE, startNative, test } from '#support/native-application.ts';

test.describe(`the native window in ${NATIVE}`, () => {
  test('is again where it was left, as large', async ({ folder }) => {
    const data = join(folder, 'data');
    const first = await startNative(data);
    await expect(first.page.getByRole('main')).toBeVisible();
    await first.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window!.setPosition(140, 60);
      window!.close();
    });
    await first.ended;
    expect(existsSync(join(data, 'window.json'))).toBe(true);
    const next = await startNative(data);
    const bounds = await next.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds());
    expect(bounds).toMatchObject({ x: 140, y: 60, width: 1360, height: 860 });
    await next.kill();
  });

  test('has what its person likes, and its menu lists recent files', async ({ folder }) => {
    const path = join(folder, 'lab.hop');
    writeFileSync(path, JSON.stringify({ format: 'hopscope', version: 1, title: 'Lab', seed: 1, records: [] }));
    const data = join(folder, 'data');
    const { page, evaluate, kill } = await startNative(data, [path]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lab');
    await page.keyboard.press('ControlOrMeta+,');
    await page.getByRole('dialog', { name: 'Preferences' }).getByText('Dark', { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.keyboard.press('Escape');
    const listed = (): Promise<string | undefined> =>
      evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.label, `recent ${path}`);
    await expect.poll(listed).toBe('lab.hop');
    await expect.poll(() => readFileSync(join(data, 'kept', 'preferences.json'), 'utf8')).toContain('"dark"');
    await kill();
    const next = await startNative(data);
    await expect(next.page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await next.kill();
  });
});
