/**
 * Renders the application's icon (`src-renderer/ui/icon.svg`, the one drawing of it) into the files installers ask for.
 * Run by a maintainer when the drawing changes: `node build/icons.mjs`. Needs a browser of the Chromium family.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserAdvice, browserArguments, findBrowser } from './browser.mjs';
import { ROOT } from './setup/node.mjs';
import { command } from './setup.mjs';

/** Edge lengths in pixels. Linux desktops take each as a file of its own. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Types of Apple's icon file that hold a PNG, by edge length. */
const APPLE_TYPES = /** @type {const} */ ([
  [16, 'icp4'],
  [32, 'icp5'],
  [128, 'ic07'],
  [256, 'ic08'],
  [512, 'ic09'],
  [1024, 'ic10'],
]);

/** @typedef {Map<number, Buffer>} Pictures PNG files by edge length */

/** @param {string} svg @returns {Promise<Pictures>} */
async function render(svg) {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error(browserAdvice());
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  try {
    const page = await browser.newPage();
    /** @type {Pictures} */
    const pictures = new Map();
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
      pictures.set(size, await page.screenshot({ omitBackground: true }));
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

/** @param {Pictures} pictures @param {number} size */
function pictureOf(pictures, size) {
  const picture = pictures.get(size);
  if (picture === undefined) throw new Error(`No picture of ${size} pixels was rendered.`);
  return picture;
}

/**
 * Windows' icon file: a header, one entry of 16 bytes a picture, the PNG files.
 * @param {Pictures} pictures
 */
function windowsIcon(pictures) {
  const header = Buffer.alloc(6 + 16 * WINDOWS_SIZES.length);
  header.writeUInt16LE(1, 2); // an icon, not a cursor
  header.writeUInt16LE(WINDOWS_SIZES.length, 4);
  let offset = header.length;
  WINDOWS_SIZES.forEach((size, at) => {
    const { length } = pictureOf(pictures, size);
    const entry = 6 + 16 * at;
    header.writeUInt8(size % 256, entry); // 256 is written as 0
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4); // planes
    header.writeUInt16LE(32, entry + 6); // bits a pixel
    header.writeUInt32LE(length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += length;
  });
  return Buffer.concat([header, ...WINDOWS_SIZES.map((size) => pictureOf(pictures, size))]);
}

/**
 * Apple's icon file: `icns`, the whole length, then for each picture its type, its length (both included), its PNG.
 * @param {Pictures} pictures
 */
function appleIcon(pictures) {
  const head = (/** @type {string} */ type, /** @type {number} */ length) => {
    const bytes = Buffer.alloc(8);
    bytes.write(type, 0, 'latin1');
    bytes.writeUInt32BE(length + 8, 4);
    return bytes;
  };
  const parts = APPLE_TYPES.flatMap(([size, type]) => {
    const picture = pictureOf(pictures, size);
    return [head(type, picture.length), picture];
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([head('icns', body.length), body]);
}

await command(async () => {
  const folder = join(ROOT, 'build', 'icons');
  const pictures = await render(readFileSync(join(ROOT, 'src-renderer', 'ui', 'icon.svg'), 'utf8'));
  mkdirSync(folder, { recursive: true });
  for (const [size, picture] of pictures) writeFileSync(join(folder, `${size}x${size}.png`), picture);
  writeFileSync(join(folder, 'icon.ico'), windowsIcon(pictures));
  writeFileSync(join(folder, 'icon.icns'), appleIcon(pictures));
});
