import { expect, NATIVE, test } from '#support/native-application.ts';
import type { NativeApplication } from '#support/native-application.ts';

/** The native menu as data: its titles, and of one command what its line says. */
function menu(native: NativeApplication, command: string) {
  return native.evaluate(({ Menu }, command) => {
    const shown = Menu.getApplicationMenu();
    const item = shown?.getMenuItemById(command);
    return {
      titles: shown?.items.map(({ label }) => label) ?? [],
      line: item
        ? {
            label: item.label,
            accelerator: item.accelerator,
            registered: item.registerAccelerator,
            enabled: item.enabled,
          }
        : null,
    };
  }, command);
}

test.describe(`the native menu in ${NATIVE}`, () => {
  test('says what the window can do, and leaves the keys to it', async ({ native }) => {
    await expect
      .poll(async () => (await menu(native, 'file.save')).titles)
      .toEqual(expect.arrayContaining(['File', 'Edit']));
    expect((await menu(native, 'file.save')).line).toEqual({
      label: 'Save',
      accelerator: 'CommandOrControl+S',
      registered: false,
      enabled: true,
    });
    expect((await menu(native, 'edit.undo')).line).toMatchObject({ enabled: false });
  });

  test('follows the language of the window', async ({ native }) => {
    await native.page.getByRole('button', { name: 'Language: English' }).click();
    await native.page.getByRole('menuitem', { name: '한국어' }).click();
    await expect
      .poll(async () => (await menu(native, 'file.save')).titles)
      .toEqual(expect.arrayContaining(['파일', '편집']));
    expect((await menu(native, 'file.save')).line?.label).toBe('저장');
  });

  test('does what is chosen, and follows what can be done', async ({ native }) => {
    const host = native.page.getByRole('option', { name: /, Host/ });
    await expect(host).toHaveCount(2);
    await native.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('insert.host')?.click());
    await expect(host).toHaveCount(3);
    await expect.poll(async () => (await menu(native, 'edit.undo')).line?.enabled).toBe(true);
    await native.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('edit.undo')?.click());
    await expect(host).toHaveCount(2);
  });
});
