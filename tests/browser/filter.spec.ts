/** Issue point Filter: one filter language, completed as it is written, with an error that points at the character. */
import type { Locator, Page } from '@playwright/test';
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';
import { chooseInMenu, contentOf, events, runProgram } from '#support/person.ts';

const region = (window: Page) => window.getByRole('region', { name: /^(Events|이벤트)$/ });
const field = (window: Page) => region(window).getByRole('combobox', { name: /^(Filter of the list|목록의 필터)$/ });
const offered = (window: Page) =>
  window.getByRole('listbox', { name: /^(How it could go on|이어서 쓸 수 있는 것)$/ }).getByRole('option');
const counted = (window: Page) => region(window).getByText(/^[\d,]+ of [\d,]+ events$|^이벤트 \d+개 중 \d+개$/);

/** Writes with the keyboard alone, from wherever the focus is. */
async function write(input: Locator, text: string): Promise<void> {
  await input.focus();
  await input.press('ControlOrMeta+a');
  await input.press('Delete');
  await input.pressSequentially(text);
}

const speakKorean = (window: Page) =>
  window
    .getByRole('button', { name: 'Language: English' })
    .click()
    .then(() => window.getByRole('menuitem', { name: '한국어' }).click());

test('a filter is written by keys alone, with what could come next offered at each place', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  const input = field(window);
  await write(input, 'syn');
  await expect(input).toHaveAttribute('aria-expanded', 'true');
  await input.press('ArrowDown');
  await expect(offered(window).and(window.locator('[aria-selected="true"]'))).toContainText('tcp.flags.syn');
  await input.press('Enter');
  await expect(offered(window).first()).toContainText('==');
  await input.press('ArrowDown');
  await input.press('Tab');
  await input.press('ArrowDown');
  await input.press('Enter');
  await expect(input).toHaveValue('tcp.flags.syn == 1 ');
  await input.pressSequentially('&& hop.kind == frame.se');
  await input.press('ArrowDown');
  await input.press('Enter');
  await input.press('Escape');
  await input.press('Enter');
  // Two SYNs, each over four cables, and nothing else.
  await expect(counted(window)).toHaveText(/^8 of \d+ events$/);
  await expect(events(window).filter({ hasText: 'SYN' })).toHaveCount(8);
  await expect(events(window)).toHaveCount(8);
});

test('an error points at the characters that are wrong, and what was meant is one key away', async ({ window }) => {
  await runProgram(window, 'ping server');
  const input = field(window);
  await write(input, 'icmp && ip.dts == 192.168.2.10');
  await input.press('Escape');
  await input.press('Enter');
  const alert = region(window).getByRole('alert');
  await expect(alert.locator('mark')).toHaveText('ip.dts');
  await expect(alert).toContainText('There is no field or protocol called “ip.dts”.');
  await expect(input).toHaveAttribute('aria-invalid', 'true');
  await expect(input).toHaveAccessibleDescription(/no field or protocol/);
  // The list still shows what it showed: nothing wrong was applied.
  await expect(counted(window)).toHaveCount(0);
  await input.press('Tab');
  await window.keyboard.press('Enter');
  await expect(input).toHaveValue('icmp && ip.dst == 192.168.2.10');
  await expect(alert).toHaveCount(0);
  await expect(counted(window)).toBeVisible();
  await expect(events(window).first()).toContainText(/Echo|192\.168\.2\.10/);
});

test('the same in Korean', async ({ window }) => {
  await runProgram(window, 'ping server');
  await speakKorean(window);
  const input = field(window);
  await write(input, 'arp.op');
  await expect(offered(window).first()).toContainText('arp.opcode');
  await expect(offered(window).first()).toContainText('동작');
  await input.press('Escape');
  await write(input, 'tcp.port == 70000');
  await input.press('Enter');
  await expect(region(window).getByRole('alert')).toContainText('tcp.port의 최댓값은 65535입니다');
  await expect(region(window).getByRole('alert').locator('mark')).toHaveText('70000');
  await write(input, 'arp');
  await input.press('Escape');
  await input.press('Enter');
  await expect(counted(window)).toHaveText(/^이벤트 \d+개 중 \d+개$/);
});

test('a filter used before is offered again, and taken away by one press', async ({ window }) => {
  await runProgram(window, 'ping server');
  const input = field(window);
  await write(input, 'arp');
  await input.press('Escape');
  await input.press('Enter');
  await expect(counted(window)).toBeVisible();
  await region(window).getByRole('button', { name: 'Take the filter away' }).click();
  await expect(counted(window)).toHaveCount(0);
  await expect(input).toBeFocused();
  await input.press('ArrowDown');
  await input.press('ArrowDown');
  await input.press('Enter');
  await expect(input).toHaveValue('arp');
  await expect(counted(window)).toBeVisible();
});

test('rows are marked by rules of one’s own, with a sign and a colour, kept for the next time', async ({ window }) => {
  await runProgram(window, 'ping server');
  await region(window).getByRole('button', { name: 'Colour rules …' }).click();
  const rules = window.getByRole('dialog', { name: 'Colour rules' });
  await expect(rules.getByRole('listitem')).toHaveCount(5);
  await rules.getByRole('button', { name: 'Add a rule' }).click();
  await window.keyboard.type('icmp.ty');
  await expect(offered(window).first()).toBeVisible();
  // The list that is open has Escape first; the dialog stays.
  await window.keyboard.press('Escape');
  await expect(offered(window)).toHaveCount(0);
  await expect(rules).toBeVisible();
  await window.keyboard.type('pe == 8 && hop.kind == frame.sent');
  await window.keyboard.press('Enter');
  await rules.getByRole('combobox', { name: 'Sign of rule 6' }).selectOption('★');
  await rules.getByRole('combobox', { name: 'Colour of rule 6' }).selectOption('Purple');
  await rules.getByRole('button', { name: 'Move rule 6 up' }).click();
  await rules.getByRole('button', { name: 'Done' }).click();
  await write(field(window), 'icmp.type == 8');
  await field(window).press('Escape');
  await field(window).press('Enter');
  await expect(counted(window)).toBeVisible();
  await expect(
    events(window)
      .filter({ has: window.locator('[data-sign="★"]') })
      .first(),
  ).toContainText('ICMP');
  await window.reload();
  await region(window).getByRole('button', { name: 'Colour rules …' }).click();
  await expect(rules.getByRole('combobox', { name: 'Filter of rule 5' })).toHaveValue(
    'icmp.type == 8 && hop.kind == frame.sent',
  );
});

test('what the filter shows leaves as a capture', async ({ window }) => {
  await runProgram(window, 'ping server');
  const all = window.waitForEvent('download');
  await chooseInMenu(window, 'Take away', /^Capture of all cables/);
  const whole = await contentOf(await all);
  const input = field(window);
  await write(input, 'arp');
  await input.press('Escape');
  await input.press('Enter');
  await expect(counted(window)).toBeVisible();
  const some = window.waitForEvent('download');
  await chooseInMenu(window, 'Take away', /^Capture of what the event filter shows/);
  const part = await contentOf(await some);
  expect(part.bytes.length).toBeLessThan(whole.bytes.length);
  expect(part.bytes.readUInt32LE(0)).toBe(0x0a0d0d0a);
});

test('no rule of accessibility is broken by the list, the fault and the dialog, light and dark', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  const EVENTS = '[aria-label=Events]';
  for (const theme of ['Light', 'Dark']) {
    await window.getByRole('button', { name: /^Theme/ }).click();
    await window.getByRole('menuitem', { name: theme }).click();
    const input = field(window);
    await write(input, 'tcp');
    await input.press('ArrowDown');
    expect(await faults(window), `${theme}, list`).toEqual([]);
    await input.press('Escape');
    await write(input, 'ip.dts == 10.0.0.1');
    await input.press('Enter');
    await expect(region(window).getByRole('alert')).toBeVisible();
    // The rest of the window is as it was.
    expect(await faults(window, EVENTS), `${theme}, fault`).toEqual([]);
    await write(input, 'tcp.flags.syn == 1');
    await input.press('Enter');
    await expect(counted(window)).toBeVisible();
    expect(await faults(window, EVENTS), `${theme}, marked rows`).toEqual([]);
    await region(window).getByRole('button', { name: 'Colour rules …' }).click();
    await expect(window.getByRole('dialog', { name: 'Colour rules' })).toBeVisible();
    expect(await faults(window, theme === 'Light' ? undefined : '[role=dialog]'), `${theme}, rules`).toEqual([]);
    await window.keyboard.press('Escape');
  }
});
