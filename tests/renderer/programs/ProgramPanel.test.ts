// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import ProgramPanel from '#renderer/programs/ProgramPanel.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import type { Standing } from '#renderer/stores/programs.ts';
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

let panel: VueWrapper;
let host: ScriptedHost;
/** How the host says that programs stand. */
let programs: Standing[];

beforeEach(async () => {
  document.body.innerHTML = '';
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  programs = [{ id: 'tcp-client', state: 'running', status: null, next: 1 }];
  const stands = () => nowOf();
  host = new ScriptedHost({
    'simulation.open': stands,
    'simulation.start': stands,
    'simulation.change': stands,
    'time.play': stands,
    'simulation.next': stands,
    'simulation.programs': () => ({ programs, processes: [] }),
  });
  useSession().start(host);
  await useDocument().open(writeDocument(starterDocument()));
  panel = mount(ProgramPanel, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
});

describe('the programs of the drawing', () => {
  it('are started with their own button, and time runs until they have ended', async () => {
    await panel.find('button[aria-label="Start ping server"]').trigger('click');
    await settle();
    expect(host.asked('simulation.start')).toEqual([{ program: 'ping', future: 'refuse' }]);
    expect(host.asked('time.play')).toMatchObject([{ until: { kind: 'program-ends', program: 'ping' } }]);
  });

  it('say when they start by themselves, that they run, and how they ended', async () => {
    const said = () => panel.findAll('.about .start').map((span) => span.text().replaceAll('\u202f', ' '));
    expect(said()).toEqual(['starts by itself at 0 ns', 'starts by itself at 4 s', 'running', expect.any(String)]);
    programs = [
      { id: 'tcp-server', state: 'ended', status: 0, next: null },
      { id: 'tcp-client', state: 'ended', status: 1, next: null },
    ];
    host.announce('now', nowOf({ version: 9, time: 5e9, cursor: 5, facts: 5 }));
    await settle();
    expect(said()).toEqual(['ended', 'did not start at 4 s: press ▶', 'ended with status 1']);
    expect(panel.findAll('.about .bad')).toHaveLength(2);
  });

  it('can be removed and brought back', async () => {
    await panel.find('button[aria-label="Remove ping server"]').trigger('click');
    expect(useDocument().programs).toHaveLength(2);
    useDocument().undo();
    expect(useDocument().programs).toHaveLength(3);
  });

  it('gain a ping by a small form', async () => {
    useDrawing().pingShown = true;
    await nextTick();
    await nextTick();
    const form = document.querySelector<HTMLFormElement>('#new-ping')!;
    const address = form.querySelector<HTMLInputElement>('input.code')!;
    address.value = '192.168.1.12';
    address.dispatchEvent(new Event('input'));
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await nextTick();
    const added = useDocument().programs.find(({ name }) => name === 'ping pc2')!;
    expect(added.run).toMatchObject({ program: 'ping', destination: '192.168.1.12', count: 4 });
    expect(useDrawing().pingShown).toBe(false);
  });

  it('refuse a ping to what is no address, and say why', async () => {
    useDrawing().pingShown = true;
    await nextTick();
    await nextTick();
    const form = document.querySelector<HTMLFormElement>('#new-ping')!;
    const address = form.querySelector<HTMLInputElement>('input.code')!;
    address.value = 'server';
    address.dispatchEvent(new Event('input'));
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await nextTick();
    expect(form.querySelector('[role="alert"]')!.textContent).toContain('server');
    expect(useDocument().programs).toHaveLength(3);
  });

  async function dialog(id: string): Promise<HTMLFormElement> {
    useDrawing().programShown = id;
    await nextTick();
    await nextTick();
    return document.querySelector<HTMLFormElement>('#program')!;
  }
  async function fill(form: HTMLFormElement, at: number, text: string): Promise<void> {
    const field = form.querySelectorAll<HTMLInputElement>('input.field')[at]!;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    await nextTick();
  }
  async function submit(form: HTMLFormElement): Promise<void> {
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await nextTick();
  }

  it('gain a command line with a time to start at', async () => {
    const form = await dialog('new');
    await fill(form, 0, 'curl http://192.168.2.10/');
    await fill(form, 2, '1.5 s');
    await submit(form);
    expect(useDocument().programs.find(({ run }) => run.program === 'command')).toMatchObject({
      name: 'curl http://192.168.2.10/',
      start: 1.5e9,
      run: { program: 'command', line: 'curl http://192.168.2.10/' },
    });
    expect(useDrawing().programShown).toBeNull();
  });

  describe('with a command that there is not', () => {
    const more = (form: HTMLFormElement): string => form.querySelector('#program-line-more')!.textContent!.trim();
    async function write(form: HTMLFormElement, text: string): Promise<void> {
      const field = form.querySelector<HTMLInputElement>('input.code')!;
      field.value = text;
      field.dispatchEvent(new Event('input'));
      await settle();
    }
    const commands = () => useDocument().programs.filter(({ run }) => run.program === 'command');
    beforeEach(() => {
      host.answers['terminals.check'] = ({ line }) => ({
        unknown:
          line.startsWith('p') && !line.startsWith('ping') ? { name: line.split(' ')[0]!, near: ['ping'] } : null,
      });
    });

    it('say so when its word is written, and which is near, and not while it is being written', async () => {
      const form = await dialog('new');
      await write(form, 'pnig');
      expect(more(form)).toContain('lists the commands');
      await write(form, 'pnig ');
      expect(more(form)).toBe('No command is called pnig. Did you mean ping?');
      await write(form, 'ping ');
      expect(more(form)).toContain('lists the commands');
      await write(form, 'p');
      form.querySelector<HTMLInputElement>('input.code')!.dispatchEvent(new Event('change'));
      await settle();
      expect(more(form)).toBe('No command is called p. Did you mean ping?');
    });

    it('are kept when the person says so once more, and not because of an answer to another line', async () => {
      const form = await dialog('new');
      await write(form, 'pnig');
      await submit(form);
      expect(commands()).toHaveLength(0);
      expect(more(form)).toContain('Did you mean ping?');
      expect(form.querySelector('[role="alert"]')!.textContent).toContain('Press Add again');
      await write(form, 'pngi');
      expect(form.querySelector('[role="alert"]')).toBeNull();
      await submit(form);
      expect(commands()).toHaveLength(0);
      await submit(form);
      expect(commands().map(({ name }) => name)).toEqual(['pngi']);
    });

    it('are not waited for by who is quicker than the answer', async () => {
      host.answers['terminals.check'] = () => new Promise(() => {});
      const form = await dialog('new');
      await write(form, 'pnig');
      await submit(form);
      expect(commands()).toHaveLength(1);
    });
  });

  it('are changed in the same form, a ping as the line that does the same', async () => {
    const form = await dialog('ping');
    expect(form.querySelector<HTMLInputElement>('input.code')!.value).toBe('ping -c 2 -i 1 -s 56 192.168.2.10');
    await fill(form, 2, 'soon');
    await submit(form);
    expect(form.querySelector('[role="alert"]')!.textContent).toContain('no time');
    await fill(form, 2, '');
    await submit(form);
    expect(useDocument().programs.find(({ id }) => id === 'ping')).toMatchObject({ name: 'ping server', start: null });
    expect(useDocument().programs).toHaveLength(3);
  });

  it('of socket calls are changed call by call, and can wait before each', async () => {
    const form = await dialog('tcp-client');
    const port = form.querySelector<HTMLInputElement>('label.port input')!;
    port.value = '8080';
    port.dispatchEvent(new Event('change'));
    await nextTick();
    const check = form.querySelector<HTMLInputElement>('label.check input')!;
    check.checked = true;
    check.dispatchEvent(new Event('change'));
    const urgent = form.querySelector<HTMLInputElement>('label.urgent input')!;
    urgent.checked = true;
    urgent.dispatchEvent(new Event('change'));
    await submit(form);
    const { run } = useDocument().programs.find(({ id }) => id === 'tcp-client')!;
    expect(run).toMatchObject({ stepwise: true });
    if (run.program !== 'steps') throw new Error('it is still a list of calls');
    expect(run.steps[1]).toMatchObject({ call: 'connect', port: 8080 });
    expect(run.steps[2]).toMatchObject({ call: 'send', urgent: true });
    expect(run.steps).toHaveLength(5);
  });

  it('say which call they wait before, and make it when the person presses Next call', async () => {
    await settle();
    expect(panel.text()).toContain('Waits before call 2: connect(connection, 192.168.2.10:80)');
    await panel.find('button[aria-label^="Next call: connect"]').trigger('click');
    await settle();
    expect(host.asked('simulation.next')).toEqual([{ program: 'tcp-client', future: 'refuse' }]);
    expect(host.asked('time.play')).toMatchObject([{ until: { kind: 'program-ends', program: 'tcp-client' } }]);
  });
});
