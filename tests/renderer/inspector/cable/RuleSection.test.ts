// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import type { RuleRecord } from '#document/records.ts';
import { writeDocument } from '#document/write.ts';
import CableForm from '#renderer/inspector/CableForm.vue';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useRules } from '#renderer/stores/rules.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { factOf, nowOf, rowsFrom, ScriptedHost, settle } from '#support/scripted-host.ts';

let panel: VueWrapper;
let host: ScriptedHost;

const MEASURED = {
  sent: 104,
  arrived: 99,
  lost: 5,
  duplicated: 0,
  reordered: 1,
  damaged: 0,
  loss: 5 / 104,
  delay: 20_123_456,
  jitter: 3_000_000,
  throughput: 1_234_567,
};
const NOTHING = { ...MEASURED, sent: 0, arrived: 0, lost: 0, loss: null, delay: null, jitter: null, throughput: null };

beforeEach(async () => {
  document.body.innerHTML = '';
  const pinia = createPinia();
  setActivePinia(pinia);
  i18n.global.locale.value = 'en';
  const stands = () => nowOf({ cursor: 9, facts: 9 });
  host = new ScriptedHost({
    'simulation.open': stands,
    'simulation.change': stands,
    'time.seekFact': stands,
    'trace.rows': rowsFrom(Array.from({ length: 9 }, (_, index) => factOf(index + 1))),
    'cables.measured': () => ({ directions: [MEASURED, NOTHING] }),
    'rules.view': () => ({ rules: useRules().rules.map(({ id }) => ({ id, matches: 3, hits: 1, last: 7 })) }),
  });
  useSession().start(host);
  await useDocument().open(writeDocument(starterDocument()));
  await show();
});

const cable = () => useDocument().cableIn('pc1', 'eth0')!;
const rule = (): RuleRecord => useRules().of(cable().id)[0]!;

async function show(): Promise<void> {
  panel?.unmount();
  useSelection().chooseThings([cable().id]);
  panel = mount(CableForm, { props: { cable: cable() }, global: { plugins: [i18n] }, attachTo: document.body });
  await settle();
}

async function add(): Promise<void> {
  useRules().add(cable().id);
  await settle();
  await nextTick();
}

const sentence = (): string => panel.find('.sentence').text();
const field = (label: string) => {
  const found = panel.findAll('label').find((one) => one.text().startsWith(label))!;
  const { element } = found;
  const id = element.getAttribute('for');
  return (id ? panel.find(`#${CSS.escape(id)}`) : found.find('select, input')) as ReturnType<VueWrapper['find']>;
};
async function choose(label: string, value: string): Promise<void> {
  await field(label).setValue(value);
  await settle();
}
async function type(label: string, value: string): Promise<void> {
  const found = field(label);
  await found.setValue(value);
  await found.trigger('change');
  await settle();
}

async function filter(text: string): Promise<void> {
  const input = panel.find('.rule input[aria-label="That match"]');
  await input.setValue(text);
  await input.trigger('focusout');
  await settle();
}

describe('the rules of a cable', () => {
  it('give the keyboard to the form of the one just added, and only then', async () => {
    await add();
    await expect.poll(() => document.activeElement === field('Direction').element).toBe(true);
    (document.activeElement as HTMLElement).blur();
    await show();
    await new Promise((resolve) => setTimeout(resolve));
    expect(document.activeElement).toBe(document.body);
  });

  it('are none to begin with, and one is added with a button', async () => {
    const section = panel.findAll('details.section').at(-1)!;
    (section.element as HTMLDetailsElement).open = true;
    await section.trigger('toggle');
    expect(panel.text()).toContain('losing the second ACK');
    await panel
      .findAll('button')
      .find((button) => button.text() === 'Add a rule')!
      .trigger('click');
    await settle();
    expect(sentence()).toBe('From pc1 to switch1, the 1st frame: lose it');
    expect(panel.find('.rule details').attributes('open')).toBeDefined();
  });

  it('read as a sentence that follows what is set', async () => {
    await add();
    await choose('Direction', 'b-to-a');
    await type('Their numbers', '2');
    await filter('tcp.flags.ack == 1');
    expect(sentence()).toBe('From switch1 to pc1, the 2nd frame that matches [tcp.flags.ack == 1]: lose it');
    await type('Their numbers', '2, 5');
    expect(sentence()).toContain('each of the frames no. 2, 5 that matches');
    await choose('Which frames', 'probability');
    await type('Share of them', '5 %');
    await choose('What is done', 'delay');
    await type('Later by', '20 ms');
    expect(sentence()).toBe(
      'From switch1 to pc1, any frame with a chance of 5 % that matches [tcp.flags.ack == 1]: delay it by 20 ms',
    );
    await choose('What is done', 'corrupt');
    expect(sentence()).toMatch(/flip one bit of it$/);
    expect(rule()).toMatchObject({
      direction: 'b-to-a',
      hits: { probability: 0.05 },
      action: { do: 'corrupt', bits: 1 },
    });
  });

  it('keep the filter before while what is written means nothing', async () => {
    await add();
    await filter('tcp.flags.ack == 1');
    await filter('tcp.flags.ack ==');
    expect(rule().filter).toBe('tcp.flags.ack == 1');
  });

  it('are put out of force, and removed, and every step can be taken back', async () => {
    await add();
    await panel.find('input[aria-label="Rule 1 is in force"]').setValue(false);
    await settle();
    expect(rule().enabled).toBe(false);
    expect(panel.text()).toContain('not in force');
    await panel.find('button[aria-label="Remove rule 1"]').trigger('click');
    expect(useRules().rules).toEqual([]);
    useDocument().undo();
    useDocument().undo();
    expect(rule().enabled).toBe(true);
  });

  it('say how often they hit, and show the last time', async () => {
    await add();
    expect(panel.text()).toContain('hit 1 of 3 matching');
    await panel
      .findAll('button')
      .find((button) => button.text() === 'Show last hit')!
      .trigger('click');
    await settle();
    expect(host.asked('time.seekFact')).toEqual([{ seq: 7 }]);
    expect(useSelection().fact).toBe(7);
  });

  it('speak Korean', async () => {
    await add();
    i18n.global.locale.value = 'ko';
    await nextTick();
    expect(sentence()).toBe('pc1 → switch1, 1번째 프레임: 유실');
    i18n.global.locale.value = 'en';
  });
});

describe('what a direction of a cable does', () => {
  it('is said in numbers of frames, and as nothing where nothing was sent', () => {
    const said = panel.findAll('.measured').map((one) => one.text());
    expect(said).toEqual(['Sent 104, arrived 99, lost 5', 'Nothing sent yet']);
  });

  it('stands beside what is set, with its unit and the frames it comes from', () => {
    const hints = panel
      .findAll('.direction')[0]!
      .findAll('.hint')
      .map((one) => one.text());
    expect(hints).toEqual(
      expect.arrayContaining([
        'measured 4.8 % (104 frames)',
        'measured 20.12\u202fms (99 frames)',
        'measured 3\u202fms (99 frames)',
        'measured 1.23 Mbit/s (99 frames)',
      ]),
    );
    expect(panel.findAll('.direction')[1]!.text()).not.toContain('measured');
  });
});
