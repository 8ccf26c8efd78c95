// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MemoryUse } from '#contract/shapes.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import ProjectForm from '#renderer/inspector/ProjectForm.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { usePreferences } from '#renderer/stores/preferences.ts';
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

let host: ScriptedHost;
let panel: VueWrapper;

const USE: MemoryUse = {
  checkpoints: { count: 3, bytes: 1_500_000, budget: 256_000_000 },
  trace: { facts: 2_000_000, frames: 1_000_000, payload: 400_000, limit: 500_000_000 },
};

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
  i18n.global.locale.value = 'en';
  const stands = () => nowOf();
  host = new ScriptedHost({
    'simulation.open': stands,
    'simulation.memory': () => USE,
    'simulation.budget': ({ bytes }) => ({ ...USE, checkpoints: { ...USE.checkpoints, budget: bytes } }),
  });
  useSession().start(host);
});

async function show(): Promise<void> {
  await useDocument().open(writeDocument(starterDocument()));
  panel = mount(ProjectForm, { global: { plugins: [i18n] }, attachTo: document.body });
  await settle();
}

/** Unfolds the part about memory. */
async function unfold(): Promise<void> {
  const details = panel.get('details');
  (details.element as HTMLDetailsElement).open = true;
  await details.trigger('toggle');
  await settle();
}

async function type(text: string): Promise<void> {
  const field = panel.findAll('input').at(-1)!;
  await field.setValue(text);
  await field.trigger('change');
  await field.trigger('blur');
  await settle();
}

describe('the memory of a project', () => {
  it('is asked for only when somebody looks', async () => {
    await show();
    expect(host.asked('simulation.memory')).toEqual([]);
    await unfold();
    expect(host.asked('simulation.memory')).toHaveLength(1);
    expect(panel.text()).toContain('What happened: 3.4 MB of at most 500 MB.');
    expect(panel.text()).toContain('To go back: 1.5 MB for 3 moments kept.');
  });

  it('for going back is set in a field, and remembered for the next project', async () => {
    await show();
    await unfold();
    await type('1 GB');
    expect(host.asked('simulation.budget')).toEqual([{ bytes: 1_000_000_000 }]);
    expect(usePreferences().budget).toBe(1_000_000_000);
    await useSession().open(writeDocument(starterDocument()));
    expect(host.asked('simulation.budget')).toHaveLength(2);
  });

  it.each([
    ['much', 'Write a size with a unit'],
    ['1 MB', 'Between 16 MB and 4 GB.'],
    ['5000', 'Between 16 MB and 4 GB.'],
  ])('refuses “%s” and says why', async (text, why) => {
    await show();
    await unfold();
    await type(text);
    expect(panel.text()).toContain(why);
    expect(host.asked('simulation.budget')).toEqual([]);
  });

  it('leaves the simulation its own budget as long as nobody has set one', async () => {
    await show();
    expect(host.asked('simulation.budget')).toEqual([]);
  });
});
