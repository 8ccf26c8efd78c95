/** Issue point 6: the interface in English and Korean, light and dark, and it stays as it was left. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { choose, events, runProgram, showOnly, things } from '#support/person.ts';

const inKorean = async (window: Page): Promise<void> => {
  await window.getByRole('button', { name: 'Language: English' }).click();
  await window.getByRole('menuitem', { name: '한국어' }).click();
};

/** Everything a person reads or hears in the window: texts, names, hints. */
function everyWord(window: Page): Promise<string[]> {
  return window.locator('body').evaluate((body) => {
    const found = new Set<string>();
    const walk = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node: Node | null = walk.currentNode; node; node = walk.nextNode()) {
      if (node instanceof Text) found.add(node.data);
      else if (node instanceof Element) {
        for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
          found.add(node.getAttribute(name) ?? '');
      }
    }
    return [...found].map((text) => text.replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== '');
  });
}

/** What stays as it is in every language: what a packet says, what a program prints, states, names people gave. */
const OF_EVERY_LANGUAGE = [
  /Who has [\d.]+\? Tell [\d.]+$/,
  /[\d.]+ is at [\da-f:]+$/,
  /Echo \(ping\) (request|reply)/,
  /bytes of data|bytes from|ping statistics|packets transmitted/,
  /^(SYN|ACK|FIN|PSH|RST)[A-Z, ]*( \d+ B)? (\+\S+\s\S+ )?seq=\d/,
  /^TCP exchange( \(server\))?$/,
  /^(ping server|server1|Two subnets( – Hopscope)?)$/,
];

/** Two English words in a row where no Korean stands. */
function englishIn(words: readonly string[]): string[] {
  return words.filter(
    (text) =>
      !/[가-힣]/.test(text) &&
      /[A-Za-z]{2,}[ ,][A-Za-z]{2,}/.test(text) &&
      !OF_EVERY_LANGUAGE.some((known) => known.test(text)),
  );
}

/** Keys of the locale files that came through as they are. */
const rawKeys = (words: readonly string[]): string[] =>
  words
    .filter((text) => text !== 'untitled.hop')
    .filter((text) => /^[a-z][a-zA-Z]+(\.[a-z][a-zA-Z-]*)+$/.test(text) || /\{[a-z]+\}/i.test(text));

test('in Korean no English is left in the window, and no key of a locale file shows', async ({ window }) => {
  await runProgram(window, 'ping server');
  await runProgram(window, 'TCP exchange');
  await choose(window, 'pc1,');
  await inKorean(window);
  await expect(window.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(window.getByRole('button', { name: '파일' })).toBeVisible();
  await expect(window.getByRole('button', { name: '재생' })).toBeVisible();

  const seen: Record<string, string[]> = { device: await everyWord(window) };
  await window.getByRole('tab', { name: '패킷' }).click();
  seen['no packet'] = await everyWord(window);
  await window.getByRole('tab', { name: '대화' }).click();
  await expect(window.getByTestId('state-client')).toBeVisible();
  seen['conversation'] = await everyWord(window);
  const list = window.getByRole('listbox', { name: '이벤트 목록' });
  await list.press('Home');
  for (let page = 0; page < 40; page++) {
    seen[`events ${page}`] = await list.getByRole('option').allInnerTexts();
    await list.press('PageDown');
    if (page === 12) seen['packet'] = await everyWord(window);
  }
  await window.keyboard.press('?');
  await expect(window.getByRole('dialog')).toBeVisible();
  seen['shortcuts'] = await everyWord(window);
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: '새 ping…' }).click();
  await expect(window.getByRole('dialog')).toBeVisible();
  seen['ping form'] = await everyWord(window);
  await window.keyboard.press('Escape');
  for (const menu of ['파일', '편집', '내보내기', '테마']) {
    await window.getByRole('button', { name: menu, exact: true }).click();
    await expect(window.getByRole('menu')).toBeVisible();
    seen[menu] = await everyWord(window);
    await window.keyboard.press('Escape');
    await expect(window.getByRole('menu')).toBeHidden();
  }
  for (const [view, words] of Object.entries(seen)) {
    expect(englishIn(words), `English in: ${view}`).toEqual([]);
    expect(rawKeys(words), `keys in: ${view}`).toEqual([]);
  }
});

test('the language can be gone back from, and what was chosen stays chosen', async ({ window }) => {
  await choose(window, 'router1,');
  await inKorean(window);
  await expect(
    window.getByRole('listbox', { name: '그려진 모든 것' }).getByRole('option', { selected: true }),
  ).toContainText('router1, 라우터');
  await window.getByRole('button', { name: '언어: 한국어' }).click();
  await window.getByRole('menuitem', { name: 'English' }).click();
  await expect(things(window).and(window.getByRole('option', { selected: true }))).toContainText('router1, Router');
  await expect(window.getByRole('button', { name: 'File' })).toBeVisible();
});

test('language and theme are kept over a reload', async ({ window }) => {
  await window.getByRole('button', { name: 'Theme' }).click();
  await window.getByRole('menuitem', { name: 'Dark' }).click();
  await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark');
  await inKorean(window);
  await window.reload();
  await expect(window.getByRole('button', { name: '언어: 한국어' })).toBeVisible();
  await expect(window.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the dark theme is dark with light letters, the light one the other way round', async ({ window }) => {
  const shades = (): Promise<{ ground: number; letters: number }> =>
    window.getByRole('region', { name: 'Devices', exact: true }).evaluate((panel) => {
      const shade = (color: string): number => {
        const [red = 0, green = 0, blue = 0] = color.match(/[\d.]+/g)!.map(Number);
        return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
      };
      const ground = (element: Element | null): string => {
        const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
        return color === 'rgba(0, 0, 0, 0)' ? ground(element!.parentElement) : color;
      };
      return { ground: shade(ground(panel)), letters: shade(getComputedStyle(panel).color) };
    });
  for (const [theme, dark] of [
    ['Dark', true],
    ['Light', false],
  ] as const) {
    await window.getByRole('button', { name: 'Theme' }).click();
    await window.getByRole('menuitem', { name: theme }).click();
    await expect.poll(async () => (await shades()).ground < 0.3).toBe(dark);
    await expect.poll(async () => (await shades()).letters > 0.6).toBe(dark);
  }
});

test.describe('on a Korean machine', () => {
  test.use({ locale: 'ko-KR' });
  test('the window begins in Korean', async ({ window }) => {
    await expect(window.getByRole('heading', { level: 1 })).toHaveText('두 서브넷');
    await expect(window.getByRole('button', { name: '파일' })).toBeVisible();
    await expect(window.getByRole('button', { name: '서버에 ping 시작' })).toBeVisible();
  });
});

test.describe('on a machine with a dark desktop', () => {
  test.use({ colorScheme: 'dark' });
  test('the window begins dark', async ({ window }) => {
    await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});

test('sentences of the event list are Korean at once when the language changes', async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'ARP');
  await expect(events(window).last()).toContainText('waited for the MAC address');
  await inKorean(window);
  const list = window.getByRole('listbox', { name: '이벤트 목록' });
  await expect(list.getByRole('option').last()).toContainText(/MAC 주소.*[가-힣]/);
});
