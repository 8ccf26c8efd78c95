/** Templates by their pictures, and what hinders a network found and mended, by mouse and by keyboard. */
import { expect, test } from '#support/application.ts';
import { choose, chooseInMenu, things } from '#support/person.ts';

test('a template is chosen by its picture, runs, and can be broken and mended again', async ({ window }) => {
  await window.keyboard.press('Shift+T');
  const templates = window.getByRole('dialog', { name: 'Templates' });
  await expect(templates.getByRole('button', { name: /^(?!Close)/ })).toHaveCount(9);
  await templates.getByRole('button', { name: /^Three routers/ }).press('Enter');
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('Three routers');
  await expect(things(window).filter({ hasText: ', Router,' })).toHaveCount(3);

  // Nothing is wrong with it.
  await window.keyboard.press('Shift+Y');
  const check = window.getByRole('dialog', { name: 'Check my network' });
  await expect(check.getByRole('status')).toContainText('Nothing stands in the way');
  await window.keyboard.press('Escape');

  // A host without a gateway, and a mask with a gap, which is refused.
  await choose(window, 'pc1,');
  const prefix = window.getByLabel('Prefix').first();
  await prefix.fill('255.0.255.0');
  await prefix.press('Enter');
  await expect(window.getByRole('alert')).toContainText('all ones stand before all zeros');
  await prefix.press('Escape');
  const gateway = window.getByLabel('Default gateway', { exact: true });
  await gateway.fill('10.0.9.254');
  await gateway.press('Enter');
  await expect(window.getByRole('region', { name: 'Worth a look' })).toContainText('lies in none of its subnets');

  // From a field a letter is only a letter: the menu has it too.
  await chooseInMenu(window, 'Network', /^Check my network/);
  await expect(check.getByRole('status')).toContainText('One thing stands in the way.');
  await check.getByRole('button', { name: 'Make 10.0.1.254 the gateway of pc1' }).press('Enter');
  await expect(check.getByRole('status')).toContainText('Nothing stands in the way');
  await window.keyboard.press('Escape');
  await expect(gateway).toHaveValue('10.0.1.254');
  await chooseInMenu(window, 'Edit', /^Undo/);
  await expect(gateway).toHaveValue('10.0.9.254');
});
