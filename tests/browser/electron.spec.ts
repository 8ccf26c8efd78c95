import { expect, NATIVE, test } from '#support/native-application.ts';

test.describe(`the native door in ${NATIVE}`, () => {
  test('opens a window', async ({ native }) => {
    await expect(native.page.getByText('ping server').first()).toBeVisible();
    await native.page.screenshot({ path: '/tmp/hs/window.png' });
    console.log(native.output());
    console.log(await native.page.locator('body').ariaSnapshot());
  });
});
