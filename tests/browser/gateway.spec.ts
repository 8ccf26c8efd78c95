/** A gateway: real programs of this machine reach the drawn network. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { writeDocument } from '#document/write.ts';
import { expect, test } from '#support/application.ts';
import { choose, findEvent, openProject } from '#support/person.ts';
import { freePort, gatewayDrawing } from '#support/gateway-lab.ts';

/** What a server says to a plain request, as bytes off a socket. */
async function fetchRaw(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.end('GET /index.html HTTP/1.0\r\nHost: drawn\r\n\r\n');
  let text = '';
  for await (const piece of socket) text += String(piece);
  return text;
}

test('a page of a drawn web server is fetched by a real program while the gateway is on, and by nobody before and after', async ({
  window,
}) => {
  const port = await freePort();
  const files = [{ path: '/index.html', text: '<h1>drawn</h1>' }];
  const drawing = gatewayDrawing({
    inward: [{ protocol: 'tcp', port, to: 80 }],
    server: ['http-server'],
    files,
    routers: 1,
  });
  await openProject(window, { name: 'gateway.hop', buffer: Buffer.from(writeDocument(drawing)) });
  await choose(window, 'gateway,');
  const section = window.getByRole('region', { name: 'Real programs' });
  // Opening a project opens no port.
  await expect(fetchRaw(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  await section.getByRole('button', { name: 'Switch on: open the ports' }).press('Enter');
  await expect(window.getByRole('status').filter({ hasText: 'real programs joined' })).toBeVisible();
  expect(await fetchRaw(port)).toContain('<h1>drawn</h1>');
  await expect(section).toContainText('0 / 1');
  await window.getByRole('button', { name: 'Pause', exact: true }).click();
  await findEvent(window, 'TCP state on server');

  // Paging through the events has chosen packets on the way: back to the gateway.
  await window.getByRole('tab', { name: 'Properties' }).click();
  await section.getByRole('button', { name: 'Switch off: close the ports' }).press('Enter');
  await expect(section.getByRole('button', { name: 'Switch on: open the ports' })).toBeVisible();
  const refused = (error: NodeJS.ErrnoException): string => error.code ?? error.message;
  await expect.poll(() => fetchRaw(port).catch(refused)).toBe('ECONNREFUSED');
});

test('a simulation that dies while a real program is connected tells both why, and lets the next one in again', async ({
  window,
  application,
}) => {
  const port = await freePort();
  const drawing = gatewayDrawing({
    inward: [{ protocol: 'tcp', port, to: 7 }],
    server: ['echo-server -p 7'],
    routers: 1,
  });
  await openProject(window, { name: 'crash.hop', buffer: Buffer.from(writeDocument(drawing)) });
  await choose(window, 'gateway,');
  const section = window.getByRole('region', { name: 'Real programs' });
  const on = section.getByRole('button', { name: 'Switch on: open the ports' });
  await on.press('Enter');
  await expect(window.getByRole('status').filter({ hasText: 'real programs joined' })).toBeVisible();
  const client = connect({ port, host: '127.0.0.1' });
  const ended = new Promise((resolve) => client.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code)));
  client.write('hello');
  await once(client, 'data');

  application.endSimulation();
  expect(await ended).toBe('ECONNRESET');
  const messages = window.getByRole('status', { name: 'Messages' });
  await expect(messages).toContainText('The simulation stopped unexpectedly and was started again');
  await expect(messages).toContainText('connections of real programs were reset');
  await expect(section).toContainText('It was switched off because the simulation stopped unexpectedly');
  await on.press('Enter');
  await expect(window.getByRole('status').filter({ hasText: 'real programs joined' })).toBeVisible();
  const next = connect({ port, host: '127.0.0.1' });
  next.write('hello again');
  expect(String((await once(next, 'data'))[0])).toBe('hello again');
  next.destroy();
});

test('a port that another program has is said at the gateway, with what to do', async ({ window }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    const drawing = gatewayDrawing({ inward: [{ protocol: 'tcp', port, to: 80 }] });
    await openProject(window, { name: 'taken.hop', buffer: Buffer.from(writeDocument(drawing)) });
    await choose(window, 'gateway,');
    const section = window.getByRole('region', { name: 'Real programs' });
    await section.getByRole('button', { name: 'Switch on: open the ports' }).click();
    await expect(section.getByRole('alert')).toContainText(`Port ${port} of this computer is used by another program`);
  } finally {
    other.close();
  }
});

test('a browser shows the page of a drawn server with its style, follows its link, and waits while time stands', async ({
  window,
}) => {
  const port = await freePort();
  const page = (title: string, rest: string): string =>
    `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><h1>${title}</h1>${rest}</html>`;
  const files = [
    {
      path: '/index.html',
      text: page('Drawn, and shown', '<p>From a server that is only drawn.</p><a href="/next.html">On</a>'),
    },
    { path: '/next.html', text: page('The next page', '<p>Over the same three routers.</p>') },
    { path: '/style.css', text: 'body { font: 18px sans-serif; margin: 3em } h1 { color: rgb(0, 90, 160) }' },
  ];
  const drawing = gatewayDrawing({
    inward: [{ protocol: 'tcp', port, to: 80 }],
    server: ['http-server'],
    files,
    routers: 3,
  });
  await openProject(window, { name: 'page.hop', buffer: Buffer.from(writeDocument(drawing)) });
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('gateway');
  await choose(window, 'gateway,');
  const section = window.getByRole('region', { name: 'Real programs' });
  await section.getByRole('button', { name: 'Switch on: open the ports' }).press('Enter');
  await expect(window.getByRole('status').filter({ hasText: 'real programs joined' })).toBeVisible();

  const browser = await window.context().newPage();
  await browser.goto(`http://127.0.0.1:${port}/`);
  await expect(browser.getByRole('heading', { name: 'Drawn, and shown' })).toHaveCSS('color', 'rgb(0, 90, 160)');

  // Time stands: the browser waits for its next page, and the window says so.
  await window.bringToFront();
  await window.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(section).toContainText('Time stands, so the real programs wait');
  await expect(window.getByRole('status').filter({ hasText: 'the real programs wait' }).first()).toBeVisible();
  await browser.getByRole('link', { name: 'On' }).click({ noWaitAfter: true });
  const came = browser.getByRole('heading', { name: 'The next page' });
  await expect(section.getByRole('status')).toContainText('Time stands');
  expect(new URL(browser.url()).pathname).toBe('/');
  await window.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(came).toHaveCSS('color', 'rgb(0, 90, 160)');
  await expect(browser.getByText('Over the same three routers.')).toBeVisible();
  await browser.close();

  // What crossed is known like anything else: the events have the page's bytes at every hop.
  await window.getByRole('button', { name: 'Pause', exact: true }).click();
  await findEvent(window, 'TCP state on server');
});
