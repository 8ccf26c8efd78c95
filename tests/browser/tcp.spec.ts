/** Issue point 3: a TCP exchange with both ends' states and its ladder. */
import { expect, test } from '#support/application.ts';
import { allEvents, atRest, choose, control, rowsOf, runProgram, showOnly, timeState } from '#support/person.ts';

test('the handshake and the closing states of both ends are shown, with the segments between them', async ({
  window,
}) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  const panel = window.getByRole('tabpanel', { name: 'Conversation' });

  await expect(panel.getByRole('list', { name: 'Conversations' }).getByRole('button')).toHaveCount(1);
  await expect(panel.getByRole('list', { name: 'Conversations' })).toContainText('pc1 → server1');
  // The program has ended as soon as it has closed; the network goes on by itself.
  await control(window, 'Play').click();
  await expect(timeState(window)).toHaveText('nothing more will happen by itself', { timeout: 30_000 });

  const ladder = panel.getByRole('group', { name: 'Ladder diagram of the conversation' });
  const segment = (from: string, to: string, flags: string): RegExp =>
    new RegExp(`^${flags} \\+\\S+\\s\\S+ seq=.*, ${from} to ${to}$`);
  await expect(ladder.getByRole('button', { name: segment('pc1', 'server1', 'SYN') })).toHaveCount(1);
  await expect(ladder.getByRole('button', { name: segment('server1', 'pc1', 'SYN, ACK') })).toHaveCount(1);
  await expect(ladder.getByRole('button', { name: segment('pc1', 'server1', 'PSH, ACK 100 B') })).toHaveCount(1);
  await expect(ladder.getByRole('button', { name: segment('server1', 'pc1', 'PSH, ACK 100 B') })).toHaveCount(1);
  await expect(ladder.getByRole('button', { name: segment('pc1', 'server1', 'FIN, ACK') })).toHaveCount(1);
  await expect(ladder.getByRole('button', { name: segment('server1', 'pc1', 'FIN, ACK') })).toHaveCount(1);
  const labels = await ladder
    .getByRole('button')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!));
  // Counted from each end's first number, the handshake says 0, 0/1 and 1/1.
  expect(labels[0]).toMatch(/^SYN \+\S+\s\S+ seq=0 win=\d+, pc1 to server1$/);
  expect(labels[1]).toMatch(/^SYN, ACK \+\S+\s\S+ seq=0 ack=1 win=\d+, server1 to pc1$/);
  expect(labels[2]).toMatch(/^ACK \+\S+\s\S+ seq=1 ack=1 win=\d+, pc1 to server1$/);

  // The boxes along both life lines hold every state of each end.
  for (const state of ['SYN-SENT', 'SYN-RECEIVED', 'FIN-WAIT-1', 'CLOSE-WAIT', 'LAST-ACK', 'TIME-WAIT'])
    await expect(ladder.getByText(state, { exact: true })).toHaveCount(1);
  await expect(ladder.getByText('ESTABLISHED', { exact: true })).toHaveCount(2);
});

test('stepping through the handshake moves the states of both ends', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  const client = window.getByTestId('state-client');
  const server = window.getByTestId('state-server');
  await window.getByRole('slider', { name: 'Simulated time' }).press('Home');

  // One event after another, as far as both are open; the pairs of states passed on the way.
  const pairs: string[] = [];
  const forward = control(window, 'Step forward');
  const clock = window.getByRole('textbox', { name: 'Simulated time now' });
  for (let step = 0; step < 200 && !pairs.includes('ESTABLISHED/ESTABLISHED'); step++) {
    const words = await timeState(window).innerText();
    await forward.click();
    await expect(timeState(window)).not.toHaveText(words);
    await atRest(window);
    if ((await client.count()) === 0) continue;
    const pair = `${await client.innerText()}/${await server.innerText()}`;
    if (pairs.at(-1) !== pair) pairs.push(pair);
  }
  await expect(clock).not.toHaveValue('0 ns');
  expect(pairs.filter((pair) => !pair.includes('–'))).toEqual(
    expect.arrayContaining(['SYN-SENT/SYN-RECEIVED', 'ESTABLISHED/SYN-RECEIVED', 'ESTABLISHED/ESTABLISHED']),
  );
});

test('the hop table of a segment shows its ports at every hop', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: /^SYN \+\S+\s\S+ seq=.*, pc1 to server1$/ }).click();
  await window.getByRole('tab', { name: 'Packet' }).click();
  await window.getByRole('tab', { name: 'Hop by hop' }).click();
  const hops = window
    .getByRole('table', { name: /One row for each cable/ })
    .locator('tbody')
    .getByRole('row');
  await expect(hops).toHaveCount(4);
  const ports = await hops.getByRole('cell', { name: / → 80$/ }).allInnerTexts();
  expect(ports).toHaveLength(4);
  expect(ports[0]).toMatch(/^\d{4,5} → 80$/);
  expect(new Set(ports).size).toBe(1);
});

test('sockets of both ends and their state changes are listed', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await choose(window, 'pc1,');
  await expect(rowsOf(window, 'Sockets')).toContainText(['192.168.2.10:80']);

  await showOnly(window, 'TCP, UDP');
  const changes = (await allEvents(window)).flatMap((row) => /TCP state on (\w+: \S+ → \S+)/.exec(row)?.[1] ?? []);
  expect(changes.filter((change) => change.startsWith('pc1'))).toEqual(
    expect.arrayContaining(['pc1: CLOSED → SYN-SENT', 'pc1: SYN-SENT → ESTABLISHED', 'pc1: ESTABLISHED → FIN-WAIT-1']),
  );
  expect(changes.filter((change) => change.startsWith('server1'))).toEqual(
    expect.arrayContaining(['server1: LISTEN → SYN-RECEIVED', 'server1: SYN-RECEIVED → ESTABLISHED']),
  );
});
