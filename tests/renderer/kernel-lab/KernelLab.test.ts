// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabSocket, LabView } from '#contract/kernel-lab.ts';
import KernelLab from '#renderer/kernel-lab/KernelLab.vue';
import { callText, outcomeText } from '#renderer/kernel-lab/calls.ts';
import { i18n } from '#renderer/locales/index.ts';
import { useKernelLab } from '#renderer/stores/kernelLab.ts';
import { useSession } from '#renderer/stores/session.ts';
import { ScriptedHost, settle } from '#support/scripted-host.ts';

const waiting: LabSocket = {
  protocol: 'stream',
  end: 'client',
  local: '127.0.0.1:50000',
  remote: '127.0.0.1:8080',
  state: 'TIME-WAIT',
  receiveQueue: 0,
  sendQueue: 0,
  timer: 'time-wait',
  remaining: 58.4e9,
  held: false,
};

const viewOf = (made: number): LabView => ({
  recipe: 'time-wait',
  platform: 'linux',
  address: '127.0.0.1',
  calls: [
    {
      actor: 'server',
      call: { call: 'listen', socket: 'listener', port: 8080, backlog: 8 },
      real: made > 0 ? { error: null, value: 8080, text: null } : null,
      twin: made > 0 ? { error: null, value: 8080, text: null } : null,
    },
    {
      actor: 'client',
      call: { call: 'connect', socket: 'again', port: 8080, from: 50_000 },
      real: made > 1 ? { error: 'EADDRINUSE', value: null, text: null } : null,
      twin: made > 1 ? { error: null, value: 50_000, text: null } : null,
    },
  ],
  next: made < 2 ? made : null,
  time: 0,
  real: made > 1 ? [waiting] : [],
  unread: null,
  twin: made > 1 ? [{ ...waiting, state: 'ESTABLISHED', timer: null, remaining: null, held: true }] : [],
  differences: made > 1 ? [{ name: 'lab.time-wait-linux', parameters: {} }] : [],
});

let host: ScriptedHost;
let made = 0;
const text = (): string => document.body.textContent ?? '';
const button = (name: string): HTMLButtonElement =>
  [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)!;

beforeEach(async () => {
  document.body.innerHTML = '';
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  made = 0;
  host = new ScriptedHost({
    'lab.recipes': () => ({
      recipes: [
        { id: 'time-wait', why: null },
        { id: 'backlog', why: { name: 'lab.cannot-suspend', parameters: {} } },
      ],
      ipv6: null,
    }),
    'lab.open': ({ address }) => ({ ...viewOf((made = 0)), address }),
    'lab.next': () => viewOf(++made),
    'lab.look': () => viewOf(made),
    'lab.close': () => ({}),
  });
  useSession().start(host);
  await useKernelLab().show();
  mount(KernelLab, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
  await settle();
});

describe('the kernel lab', () => {
  it('says first what it does and that nothing leaves the machine', () => {
    expect(text()).toContain('Only 127.0.0.1 is used');
    expect(button('A full backlog').getAttribute('aria-disabled')).toBe('true');
    expect(button('A full backlog').title).toContain('cannot be stopped');
  });

  it('makes one call a step, and marks where the two tables differ', async () => {
    button('TIME-WAIT and its port').click();
    await settle();
    expect(text()).toContain('connect(again, 127.0.0.1:8080, from 127.0.0.1:50000)');
    button('Make the next call').click();
    await settle();
    button('Make the next call').click();
    await settle();
    expect(host.asked('lab.next')).toHaveLength(2);
    expect(text()).toContain('EADDRINUSE');
    expect(document.querySelectorAll('tr.differing')).toHaveLength(2);
    expect(text()).toContain('Linux waits 60 seconds in TIME-WAIT');
    expect(text().replaceAll('\u202f', ' ')).toContain('58 s');
    expect(button('Make the next call').getAttribute('aria-disabled')).toBe('true');
  });

  it('does not go back to what was looked at before a call that was made meanwhile', async () => {
    button('TIME-WAIT and its port').click();
    await settle();
    const before = viewOf(0);
    let answer = (): void => {};
    host.answers['lab.look'] = () => new Promise<LabView>((resolve) => (answer = () => resolve(before)));
    const looking = useKernelLab().look();
    button('Make the next call').click();
    await settle();
    answer();
    await looking;
    await settle();
    expect(document.querySelectorAll('tr.done')).toHaveLength(1);
  });

  it('makes the real calls at ::1 if asked, from the beginning, and says so in each call', async () => {
    button('TIME-WAIT and its port').click();
    await settle();
    button('Make the next call').click();
    await settle();
    const radio = document.querySelector<HTMLInputElement>('input[value="::1"]')!;
    expect(radio.disabled).toBe(false);
    radio.click();
    await settle();
    expect(host.asked('lab.open').map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
    expect(text()).toContain('connect(again, [::1]:8080, from [::1]:50000)');
    expect(text()).toContain('Socket table of Linux (::1)');
    expect(document.querySelectorAll('tr.done')).toHaveLength(0);
  });

  it('leaves as a page of Markdown: calls with both answers, both tables, what differs', async () => {
    let copied = '';
    vi.stubGlobal('navigator', { clipboard: { writeText: (text: string) => ((copied = text), Promise.resolve()) } });
    button('TIME-WAIT and its port').click();
    await settle();
    for (let call = 0; call < 2; call++) {
      button('Make the next call').click();
      await settle();
    }
    button('Copy as Markdown').click();
    await settle();
    vi.unstubAllGlobals();
    expect(copied.replaceAll('\u202f', ' ')).toBe(
      [
        '# Kernel lab: TIME-WAIT and its port',
        '',
        'The client’s port is still taken while the connection waits. The server is started again on its own port.',
        '',
        '## Calls of the recipe',
        '',
        '| # | Program | Call | Really | Simulated |',
        '| ---: | --- | --- | --- | --- |',
        '| 1 | server | listen(listener, 127.0.0.1:8080, backlog 8) | :8080 | :8080 |',
        '| 2 | client | connect(again, 127.0.0.1:8080, from 127.0.0.1:50000) | EADDRINUSE | 0, :50000 |',
        '',
        '## Socket table of Linux (127.0.0.1)',
        '',
        '| Of | Own port | Peer | State | Recv-Q | Send-Q | Timer |',
        '| --- | --- | --- | --- | ---: | ---: | --- |',
        '| client | 127.0.0.1:50000 | 127.0.0.1:8080 | TIME-WAIT | 0 | 0 | 58 s |',
        '',
        '## Socket table of the simulated host',
        '',
        '| Of | Own port | Peer | State | Recv-Q | Send-Q | Timer |',
        '| --- | --- | --- | --- | ---: | ---: | --- |',
        '| client | 127.0.0.1:50000 | 127.0.0.1:8080 | ESTABLISHED | 0 | 0 |  |',
        '',
        '## Where they differ, and what to know',
        '',
        '- Linux waits 60 seconds in TIME-WAIT, whatever is set. The notes say 240, and RFC 9293 says twice the maximum segment lifetime, which it puts at 2 minutes.',
        '',
      ].join('\n'),
    );
  });

  it('ends both programs when it is closed', async () => {
    button('TIME-WAIT and its port').click();
    await settle();
    document.querySelector<HTMLButtonElement>('.dialog-close')!.click();
    await settle();
    expect(host.asked('lab.close')).toHaveLength(1);
    expect(useKernelLab().shown).toBe(false);
  });
});

describe('a call in the notation of programs', () => {
  it('names socket, port and what it asks for', () => {
    expect(callText({ call: 'connect', socket: 'client', port: 0, from: 0 }, '127.0.0.1')).toBe(
      'connect(client, 127.0.0.1:*)',
    );
    expect(callText({ call: 'send', socket: 'client', length: 4, text: 'a\r\nb' }, '127.0.0.1')).toBe(
      'send(client, “a\\r\\nb”)',
    );
    expect(callText({ call: 'kill' }, '127.0.0.1')).toBe('kill -KILL');
    expect(callText({ call: 'wait', wait: 3e9 }, '127.0.0.1')).toBe('sleep(3)');
  });

  it('shows what came of it: an error by its name, or what was returned', () => {
    const call = { call: 'recv', socket: 'peer', length: 10 } as const;
    expect(outcomeText(call, { error: 'EAGAIN', value: null, text: null })).toBe('EAGAIN');
    expect(outcomeText(call, { error: null, value: 2, text: 'hi' })).toBe('2 “hi”');
    expect(outcomeText({ call: 'kill' }, { error: null, value: null, text: null })).toBe('✓');
  });
});
