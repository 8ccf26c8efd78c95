/** The kernel lab: real sockets of this machine beside their simulated twin. */
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';

test('a handshake and a close are made call by call, and the kernel’s own table stands beside the simulated one', async ({
  window,
}) => {
  await window.getByRole('button', { name: /^Kernel lab/ }).click();
  const lab = window.getByRole('dialog', { name: /^Kernel lab/ });
  await expect(lab).toContainText('Only 127.0.0.1 is used');
  await lab.getByRole('button', { name: 'The client closes first' }).click();
  const next = lab.getByRole('button', { name: 'Make the next call' });
  await expect(next).toBeFocused();
  const real = lab.getByRole('region', { name: /^Socket table of (Linux|macOS|Windows)/ });
  const twin = lab.getByRole('region', { name: 'Socket table of the simulated host' });
  for (let call = 1; call <= 6; call++) {
    await window.keyboard.press('Enter');
    await expect(lab.locator(`tbody tr.done`)).toHaveCount(call);
  }
  await expect(real).toContainText('TIME-WAIT');
  await expect(twin).toContainText('TIME-WAIT');
  await expect(lab.getByRole('status')).toContainText('All calls were made');
  // The timer is followed by the second.
  await expect(real).toContainText(/5\d\s?s/u);
  await window.keyboard.press('Escape');
  await expect(lab).toBeHidden();
});

test('the same calls are made at ::1 where the machine has it, and what came of them leaves as Markdown', async ({
  window,
}) => {
  await window.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await window.keyboard.press('Control+Shift+K');
  const lab = window.getByRole('dialog', { name: /^Kernel lab/ });
  await lab.getByRole('button', { name: 'The handshake' }).click();
  const six = lab.getByRole('radio', { name: '::1', exact: true });
  await expect(lab.getByRole('button', { name: 'Make the next call' })).toBeVisible();
  // A machine without IPv6 says so instead of offering it.
  const has = await six.isEnabled();
  if (has) await six.check();
  else await expect(lab.getByRole('group', { name: 'The real sockets are at' })).toHaveAttribute('title', /no ::1/);
  const address = has ? '[::1]' : '127.0.0.1';
  for (let call = 1; call <= 3; call++) {
    await lab.getByRole('button', { name: 'Make the next call' }).click();
    await expect(lab.locator('tbody tr.done')).toHaveCount(call);
  }
  await expect(lab.getByRole('region', { name: 'Calls of the recipe' })).toContainText(`listen(listener, ${address}:`);
  if (has) await expect(lab).toContainText('The simulator has no IPv6');
  await lab.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect
    .poll(() => window.evaluate(() => navigator.clipboard.readText()))
    .toContain('| # | Program | Call | Really | Simulated |');
});

test('the lab has no fault that axe finds, light and dark', async ({ window }) => {
  await window.keyboard.press('Control+Shift+K');
  const lab = window.getByRole('dialog', { name: /^Kernel lab/ });
  await lab.getByRole('button', { name: 'The handshake' }).click();
  await lab.getByRole('button', { name: 'Make the next call' }).click();
  await expect(lab.locator('tbody tr.done')).toHaveCount(1);
  for (const theme of ['light', 'dark'] as const) {
    await window.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    expect.soft(await faults(window), theme).toEqual([]);
  }
});
