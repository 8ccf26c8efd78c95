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
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

let panel: VueWrapper;
let host: ScriptedHost;

beforeEach(async () => {
  document.body.innerHTML = '';
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  const stands = () => nowOf();
  host = new ScriptedHost({
    'simulation.open': stands,
    'simulation.start': stands,
    'simulation.change': stands,
    'time.play': stands,
  });
  useSession().start(host);
  await useDocument().open(writeDocument(starterDocument()));
  panel = mount(ProgramPanel, { global: { plugins: [pinia, i18n] }, attachTo: document.body });
});

describe('the programs of the drawing', () => {
  it('are started with their own button, and time runs until they have ended', async () => {
    await panel.find('button[aria-label="Start ping server"]').trigger('click');
    await settle();
    expect(host.asked('simulation.start')).toEqual([{ program: 'ping', newFuture: false }]);
    expect(host.asked('time.play')).toMatchObject([{ untilProgramEnds: 'ping' }]);
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
});
