/** A frame tunnel: a UDP peer run by the test takes part in the drawn network. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from '@playwright/test';
import { writeDocument } from '#document/write.ts';
import { expect, test } from '#support/application.ts';
import { FramePeer, freeUdpPort } from '#support/frame-peer.ts';
import { choose, openProject, rowsOf, thingList, things } from '#support/person.ts';
import { tunnelDrawing } from '#support/tunnel-lab.ts';

const form = (window: Page) => window.getByRole('region', { name: 'Frame tunnel' });

/** Types into a field and hands it over. */
async function fill(window: Page, field: string, text: string): Promise<void> {
  const box = form(window).getByRole('textbox', { name: field });
  await box.fill(text);
  await box.press('Enter');
}

/** Types a line at the terminal of the chosen host. */
async function type(window: Page, line: string): Promise<void> {
  await thingList(window).press('t');
  await expect(window.getByRole('textbox', { name: /^Command line of/ })).toBeFocused();
  await window.keyboard.type(`${line}\n`);
}

test('a tunnel is drawn, joined to a switch and switched on; a real peer answers ARP and ping, until it is switched off', async ({
  window,
}) => {
  await expect(things(window)).toHaveCount(11);
  const port = await freeUdpPort();
  const peer = await FramePeer.at({ to: port }, { ip: '192.168.1.99' });
  try {
    await window.keyboard.press('Alt+8');
    await choose(window, 'tunnel1,');
    await expect(window.getByRole('region', { name: 'Worth a look' })).toContainText('the tunnel has no cable');
    await window.keyboard.press('Shift+C');
    const dialog = window.getByRole('dialog', { name: 'Connect tunnel1 to…' });
    await dialog.getByLabel('To device').selectOption('switch1');
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(things(window).filter({ hasText: 'Cable tunnel1 port1 – switch1' })).toHaveCount(1);

    await choose(window, 'tunnel1,');
    await fill(window, 'UDP port here', String(port));
    await fill(window, 'Port there', String(peer.port));
    await form(window).getByText('How to plug something in').click();
    await expect(form(window)).toContainText(`local.port=${peer.port}`);
    await form(window)
      .getByRole('button', { name: `Switch on: open port ${port}` })
      .press('Enter');
    await expect(form(window)).toContainText(`127.0.0.1:${port} ⇄ 127.0.0.1:${peer.port}`);
    await expect(things(window).filter({ hasText: 'tunnel1, Tunnel, open' })).toHaveCount(1);

    // From outside in, and from inside out.
    expect(await peer.ping('192.168.1.11', 'a real peer')).toBe('a real peer');
    await expect(form(window)).toContainText('frames come from the other end');
    await choose(window, 'pc1,');
    await type(window, 'ping -c 1 192.168.1.99');
    await expect(window.locator('.xterm-rows')).toContainText('1 received');
    await choose(window, 'pc1,');
    await expect(rowsOf(window, 'ARP cache').filter({ hasText: '52:54:00:12:34:56' })).toHaveCount(1);

    await choose(window, 'tunnel1,');
    await form(window).getByRole('button', { name: 'Switch off: close the port' }).press('Enter');
    await expect(form(window).getByRole('button', { name: `Switch on: open port ${port}` })).toBeVisible();
    const before = peer.frames.length;
    const again = await FramePeer.at({ port, to: peer.port });
    await again.close();
    expect(peer.frames).toHaveLength(before);
  } finally {
    await peer.close();
  }
});

test('a port that is taken, a peer that is not there, and ports that are none are said where they are set', async ({
  window,
}) => {
  const other = createSocket('udp4').bind({ port: 0, address: '127.0.0.1' });
  await once(other, 'listening');
  const [taken, free, absent] = [other.address().port, await freeUdpPort(), await freeUdpPort()];
  try {
    const drawing = tunnelDrawing({ tunnel: { address: '127.0.0.1', port: taken, peer: absent } });
    await openProject(window, { name: 'tunnel.hop', buffer: Buffer.from(writeDocument(drawing)) });
    await choose(window, 'tunnel1,');
    for (const [field, wrong, words] of [
      ['UDP port here', '80', '1024'],
      ['UDP port here', 'ssh', 'number'],
      ['Port there', '70000', '65535'],
      ['Port there', String(taken), 'port'],
    ] as const) {
      await fill(window, field, wrong);
      await expect(form(window).getByRole('alert')).toContainText(words);
      await form(window).getByRole('textbox', { name: field }).press('Escape');
    }
    await form(window).getByRole('button', { name: 'Switch on' }).press('Enter');
    await expect(form(window).getByRole('alert')).toContainText(`Port ${taken} of this computer is used`);
    await expect(things(window).filter({ hasText: 'tunnel1, Tunnel, not open' })).toHaveCount(1);
    await form(window).getByRole('button', { name: 'Switch off' }).press('Enter');

    await fill(window, 'UDP port here', String(free));
    await form(window).getByRole('button', { name: 'Switch on' }).press('Enter');
    const heard = process.platform === 'linux' ? 'no program has the port there yet' : 'Nothing has come';
    await expect(form(window)).toContainText(heard);
    await form(window).getByRole('button', { name: 'Switch off' }).press('Enter');
  } finally {
    other.close();
  }
});
