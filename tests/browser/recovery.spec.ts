/** Work that was not saved when something died: the tab, the process behind it, or both. It is there again, and said to be. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, startApplication, test, type Application } from '#support/application.ts';
import { choose, fillIn, newProject, putDown, saveProject, stageOf, things } from '#support/person.ts';

const title = (window: Page) => window.getByRole('heading', { level: 1 });
const messages = (window: Page) => window.getByRole('status', { name: 'Messages' });
const inspector = (window: Page) => window.getByRole('tabpanel', { name: 'Properties' });

/** What an application has kept on disk of drawings that are in no file. */
function kept({ data }: Application): string {
  // By its own name: what is being written beside it is not kept yet.
  const files = readdirSync(data).filter((name) => /^kept-\d+\.json$/.test(name));
  return files.map((name) => readFileSync(join(data, name), 'utf8')).join('\n');
}

/** Draws a host of one's own, and waits until it is on disk. */
async function draw(window: Page, application: Application): Promise<void> {
  await newProject(window);
  const { x, y, width, height } = await stageOf(window);
  await putDown(window, 'Host', { x: x + width / 2, y: y + height / 2 });
  await choose(window, 'pc1,');
  await fillIn(inspector(window).getByRole('textbox', { name: 'Name' }), 'laptop');
  await fillIn(inspector(window).getByRole('textbox', { name: 'IP address' }), '10.0.1.2/24');
  await expect.poll(() => kept(application)).toContain('10.0.1.2');
}

/** The window as it is when it has begun. */
async function open(window: Page, { address }: Application): Promise<void> {
  await window.goto(address);
  await window.getByRole('button', { name: 'Play', exact: true, disabled: false }).waitFor();
}

test('a tab that crashed is opened again with the drawing as it was, still unsaved', async ({
  window,
  application,
  context,
}) => {
  await draw(window, application);
  const before = await things(window).allInnerTexts();
  const crashed = window.waitForEvent('crash');
  const devtools = await context.newCDPSession(window);
  // It never answers: there is nobody left who could.
  void devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await window.close();

  const again = await context.newPage();
  await open(again, application);
  await expect(things(again)).toHaveText(before);
  await expect(again.getByText('Unsaved changes')).toBeAttached();
});

test('a tab that was closed without saving can be opened again, and what was drawn is asked about before it is thrown away', async ({
  window,
  application,
  context,
}) => {
  await draw(window, application);
  await window.close();
  const again = await context.newPage();
  await open(again, application);
  await expect(things(again)).toHaveText(['laptop, Host, 10.0.1.2/24']);
  await again.getByRole('button', { name: 'File', exact: true }).click();
  await again.getByRole('menuitem', { name: /^New project/ }).click();
  await expect(again.getByRole('dialog', { name: 'Save the changes first?' })).toBeVisible();
});

test('a tab that was closed without saving is found by the next start, too, while the host behind it still waits', async ({
  window,
  application,
  context,
}) => {
  await draw(window, application);
  await window.close();
  await expect.poll(() => kept(application)).toBe('');
  const next = await startApplication([], undefined, application.data);
  const again = await context.newPage();
  await open(again, next);
  await expect(messages(again)).toContainText('was recovered');
  await expect(things(again)).toHaveText(['laptop, Host, 10.0.1.2/24']);
  await again.close();
  await next.kill();
});

test('after the process was killed the work is there at the next start, said to be recovered, and gone once it is saved', async ({
  window,
  application,
  complaints,
  context,
}) => {
  await draw(window, application);
  const before = (await saveProjectText(window)).records;
  // Saved is saved: only what came after it is left to be recovered.
  await fillIn(inspector(window).getByRole('textbox', { name: 'Name' }), 'tablet');
  await expect.poll(() => kept(application)).toContain('tablet');
  await application.kill();
  await expect(messages(window)).toContainText('start it again: what you have drawn is kept');
  await window.close();
  // A page whose server is gone says so in its console, as often as it tries.
  complaints.length = 0;

  const next = await startApplication([], undefined, application.data);
  const again = await context.newPage();
  await open(again, next);
  await expect(messages(again)).toContainText('was recovered');
  await expect(things(again)).toHaveText(['tablet, Host, 10.0.1.2/24']);
  await expect(again.getByText('Unsaved changes')).toBeAttached();
  const { records } = await saveProjectText(again);
  expect(records).toEqual(before.map((record) => ({ ...record, name: 'tablet' })));
  await expect.poll(() => kept(next)).toBe('');
  await again.close();
  await next.kill();

  const last = await startApplication([], undefined, application.data);
  const clean = await context.newPage();
  await open(clean, last);
  await expect(title(clean)).toHaveText('Two subnets');
  await expect(messages(clean)).not.toContainText('was recovered');
  await clean.close();
  await last.stop();
});

test('work that was thrown away on purpose does not come back', async ({ window, application, context }) => {
  await draw(window, application);
  await window.getByRole('button', { name: 'File', exact: true }).click();
  await window.getByRole('menuitem', { name: /^New project/ }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await expect(things(window)).toHaveCount(0);
  await expect.poll(() => kept(application)).not.toContain('laptop');
  await window.close();
  await application.kill();
  const next = await startApplication([], undefined, application.data);
  const again = await context.newPage();
  await open(again, next);
  await expect(things(again).filter({ hasText: 'laptop' })).toHaveCount(0);
  await again.close();
  await next.stop();
});

async function saveProjectText(window: Page): Promise<{ records: Record<string, unknown>[] }> {
  return JSON.parse((await saveProject(window)).text) as { records: Record<string, unknown>[] };
}
