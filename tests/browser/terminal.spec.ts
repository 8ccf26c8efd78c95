/** The terminal of a host: commands typed as on a real one, on the network's own time. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { choose, FASTEST, runProgram, setSpeed } from '#support/person.ts';

test.use({ viewport: { width: 1400, height: 900 } });

const panel = (window: Page): Locator => window.getByRole('region', { name: 'Terminal' });
/** What is to be read on the screen, row by row. */
const screen = (window: Page): Locator => panel(window).locator('.xterm-rows');
const input = (window: Page, device: string): Locator =>
  window.getByRole('textbox', { name: `Command line of ${device}` });

async function openTerminal(window: Page, device: string): Promise<void> {
  await choose(window, `${device},`);
  await window.keyboard.press('t');
  await expect(input(window, device)).toBeFocused();
  await expect(screen(window)).toContainText(`${device}$`);
}

test('a ping typed in a terminal runs to its end, arrow up brings it back, Ctrl+C ends one that would not', async ({
  window,
}) => {
  await setSpeed(window, FASTEST);
  await openTerminal(window, 'pc1');
  await window.keyboard.type('ping -c 2 192.168.2.10\n');
  // What was typed before is for the shell, which has the line again when it says so.
  await expect(screen(window)).toContainText(/2 packets transmitted, 2 received, 0% packet loss.*pc1\$/s);
  await window.keyboard.press('ArrowUp');
  await expect(screen(window)).toContainText(/statistics.*pc1\$ ping -c 2 192\.168\.2\.10/s);
  await window.keyboard.press('Control+u');
  await window.keyboard.type('ping 192.168.2.10\n');
  // At this pace one answer is not to be seen for long.
  await expect(screen(window)).toContainText(/icmp_seq=([5-9]|\d\d)/);
  await window.keyboard.press('Control+c');
  await expect(screen(window)).toContainText('^C');
  await expect(screen(window)).toContainText(/rtt min\/avg\/max\/mdev/);
});

test('Tab completes commands, the names of devices to their addresses, and leaves by Shift+Tab', async ({ window }) => {
  await openTerminal(window, 'pc1');
  await window.keyboard.type('tracer');
  await window.keyboard.press('Tab');
  await expect(screen(window)).toContainText('pc1$ traceroute');
  await window.keyboard.type('-');
  await window.keyboard.press('Tab');
  await window.keyboard.press('Tab');
  await expect(screen(window)).toContainText('-I  -f  -m  -n  -q  -w');
  await window.keyboard.press('Backspace');
  await window.keyboard.type('serv');
  await window.keyboard.press('Tab');
  await expect(screen(window)).toContainText('pc1$ traceroute 192.168.2.10');
  await window.keyboard.press('Shift+Tab');
  await expect(input(window, 'pc1')).not.toBeFocused();
});

test('netstat shows the server listening, and going back in time shows the terminal of that time', async ({
  window,
}) => {
  await setSpeed(window, FASTEST);
  await openTerminal(window, 'server1');
  await window.keyboard.type('netstat -ant\n');
  await expect(screen(window)).toContainText('Active Internet connections');
  await expect(screen(window)).not.toContainText('LISTEN');
  // At time 0 the server starts, as the drawing says.
  await runProgram(window, 'ping server');
  await window.getByRole('tab', { name: 'Terminal', exact: true }).click();
  await input(window, 'server1').focus();
  await window.keyboard.type('netstat -ant | grep LISTEN\n');
  await expect(screen(window)).toContainText('0.0.0.0:80');
  await window.keyboard.press('Shift+Tab');
  await window.getByRole('button', { name: 'Back to the start' }).click();
  await expect(screen(window)).not.toContainText('LISTEN');
});
