/** Issue point 7: figures that leave the window. */
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { choose, chooseInMenu, contentOf, events, runProgram, showOnly } from '#support/person.ts';
import { tshark } from '#support/tshark.ts';

/** Does something that saves a file, and reads it. */
async function taken(window: Page, act: () => Promise<void>): ReturnType<typeof contentOf> {
  const download = window.waitForEvent('download');
  await act();
  return contentOf(await download);
}

/** Reads an SVG as a browser does, in a page of its own: its size, its letters, what it refers to outside of itself. */
async function readSvg(window: Page, text: string) {
  const page = await window.context().newPage();
  return page.evaluate((source) => {
    const read = new DOMParser().parseFromString(source, 'image/svg+xml');
    const all = [...read.querySelectorAll('*')];
    const attributes = all.flatMap((element) =>
      [...element.attributes].filter(({ name }) => !name.startsWith('xmlns')),
    );
    const style = all.filter(({ localName }) => localName === 'style').map(({ textContent }) => textContent);
    return {
      root: read.documentElement.localName,
      faults: read.querySelectorAll('parsererror').length,
      width: Number(read.documentElement.getAttribute('width')),
      height: Number(read.documentElement.getAttribute('height')),
      words: [...read.querySelectorAll('text')].map(({ textContent }) => textContent.trim()),
      outside: [...attributes.map(({ value }) => value), ...style].filter((value) =>
        /https?:|file:|blob:|@import|var\(|url\((?!["']?#)/.test(value),
      ),
      foreign: all.filter(({ localName }) => ['script', 'image', 'foreignObject', 'link'].includes(localName)).length,
    };
  }, text);
}

test('the drawing leaves as an SVG that needs nothing else', async ({ window }) => {
  const { text, name } = await taken(window, () => chooseInMenu(window, 'Take away', 'Drawing as SVG'));
  expect(name).toBe('Two subnets.svg');
  const svg = await readSvg(window, text);
  expect(svg).toMatchObject({ root: 'svg', faults: 0, outside: [], foreign: 0 });
  for (const word of ['pc1', 'pc2', 'switch1', 'router1', 'hub1', 'server1', '192.168.1.11/24'])
    expect(svg.words.join('\n')).toContain(word);
});

test('the drawing leaves as a PNG of twice its size, with something on it', async ({ window }) => {
  const svg = await taken(window, () => chooseInMenu(window, 'Take away', 'Drawing as SVG'));
  const { width, height } = await readSvg(window, svg.text);
  const { bytes, name } = await taken(window, () => chooseInMenu(window, 'Take away', 'Drawing as PNG'));
  expect(name).toBe('Two subnets.png');
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const picture = await window.evaluate(
    async (all) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(all)], { type: 'image/png' }));
      const sheet = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      sheet.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(sheet.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
      return { width: bitmap.width, height: bitmap.height, colors: new Set(pixels).size };
    },
    [...bytes],
  );
  expect(picture).toMatchObject({ width: Math.round(width * 2), height: Math.round(height * 2) });
  expect(picture.colors).toBeGreaterThan(10);
});

test('the hop table of a packet leaves as Markdown, as a file and by the clipboard', async ({ window, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await events(window).filter({ hasText: 'Echo (ping) reply' }).last().click();
  await window.getByRole('tab', { name: 'Hop by hop' }).click();
  const panel = window.getByRole('tabpanel', { name: 'Packet' });
  const { text, name } = await taken(window, () => panel.getByRole('button', { name: 'Save…' }).click());
  expect(name).toMatch(/^hop table of packet \d+\.md$/);
  const table = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = table.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  // A head, a rule, and a row for each of the four cables; every row as wide as the head.
  expect(table).toHaveLength(6);
  expect(cells[1]!.every((cell) => /^:?-+:?$/.test(cell))).toBe(true);
  expect(new Set(cells.map(({ length }) => length)).size).toBe(1);
  expect(cells[0]).toEqual(expect.arrayContaining([expect.stringMatching(/MAC/), expect.stringMatching(/TTL/)]));
  expect(table[2]).toContain('server1');
  expect(table[2]).toContain('02:00:00:00:00:07');
  expect(table[4]).toContain('63');

  await panel.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(panel.getByRole('button', { name: '✓ Copied' })).toBeVisible();
  expect(await window.evaluate(() => navigator.clipboard.readText())).toBe(text);
});

test('what crossed a cable leaves as pcapng that another program reads', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'Cable router1 eth1 – hub1 port1');
  const button = window
    .getByRole('tabpanel', { name: 'Properties' })
    .getByRole('button', { name: /^Capture of the chosen cable/ });
  const { bytes, name } = await taken(window, () => button.click());
  expect(name).toMatch(/^Two subnets.*\.pcapng$/);
  // Section header block, and the magic that tells the byte order.
  expect([...bytes.subarray(0, 4)]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
  expect([0x1a2b3c4d, 0x4d3c2b1a]).toContain(bytes.readUInt32LE(8));
  const file = test.info().outputPath('cable.pcapng');
  await writeFile(file, bytes);
  const skip = (note?: string): never => test.info().skip(true, note) as never;
  const words = ['-T', 'fields', '-e', 'frame.interface_name', '-e', '_ws.col.Protocol'];
  const lines = tshark({ skip }, '-r', file, ...words)
    .trim()
    .split('\n');
  // One interface for each end; at both, an ARP question and its answer, two echo requests and their replies.
  const ends = [...new Set(lines.map((line) => line.split('\t')[0]!))].sort();
  expect(ends).toEqual([expect.stringContaining('hub1'), expect.stringContaining('router1')]);
  for (const end of ends) {
    const there = lines.filter((line) => line.startsWith(`${end}\t`)).map((line) => line.split('\t')[1]);
    expect(there, end).toEqual(['ARP', 'ARP', 'ICMP', 'ICMP', 'ICMP', 'ICMP']);
  }
});

test('all cables leave as one capture', async ({ window }) => {
  await runProgram(window, 'ping server');
  const { bytes } = await taken(window, () => chooseInMenu(window, 'Take away', /^Capture of all cables/));
  expect([...bytes.subarray(0, 4)]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
  expect(bytes.includes('server1')).toBe(true);
});

test('a ladder leaves as an SVG that needs nothing else', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  const { text } = await taken(window, () => window.getByRole('button', { name: 'Save as SVG…' }).click());
  const svg = await readSvg(window, text);
  expect(svg).toMatchObject({ root: 'svg', faults: 0, outside: [], foreign: 0 });
  expect(svg.words.join('\n')).toContain('SYN, ACK');
});
