// @vitest-environment happy-dom
import { enableAutoUnmount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { DIFFERENCES, type Difference, type DifferenceKind } from '#contract/differences.ts';
import type { CableRecord } from '#document/records.ts';
import CompareView from '#renderer/CompareView.vue';
import { commandOf } from '#renderer/commands/index.ts';
import { pairSvg, type PairProps } from '#renderer/conversations/figure.ts';
import PairFigure from '#renderer/conversations/PairFigure.vue';
import { useDifferences } from '#renderer/locales/differences.ts';
import { i18n } from '#renderer/locales/index.ts';
import { useBranches } from '#renderer/stores/branches.ts';
import { useComparison } from '#renderer/stores/comparison.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

enableAutoUnmount(afterEach);
const MS = 1_000_000;

/** Two runs of the starter project's TCP exchange: in the second, the cable to the server takes 20 ms from 200 µs on. */
async function parted(): Promise<LiveWindow> {
  const live = await liveWindow();
  await live.run('tcp-client');
  await live.session.seek(200_000);
  await live.session.forkBranch('slow');
  const drawing = useDocument();
  const cable = drawing.cables.find(({ a, b }) => [a.device, b.device].includes('server1'))!;
  drawing.change('edit', (draft) => draft.put({ ...cable, delay: 20 * MS } satisfies CableRecord));
  await drawing.settled();
  await live.session.play({ kind: 'program-ends', program: 'tcp-client' });
  await live.wall.until(() => live.session.now?.playing !== true);
  await live.settle();
  return live;
}

async function shown(live: LiveWindow) {
  const view = live.mount(CompareView);
  await commandOf('run.compare').perform();
  await live.settle();
  return view;
}

describe('the comparison', () => {
  it('teaches how to come to a second run as long as there is one', async () => {
    const live = await liveWindow();
    const view = await shown(live);
    expect(view.text()).toContain('There is only one run so far');
    await view
      .findAll('button')
      .find((button) => button.text().startsWith('Second run from here'))!
      .trigger('click');
    expect(useBranches().beginning).toBe(true);
  });

  it('says of a table which rows differ, and of what is nowhere else on which side it is', async () => {
    const live = await parted();
    const view = await shown(live);
    await live.session.seek(5 * MS);
    await live.settle();
    const lines = view.findAll('.tables li').map((line) => line.text());
    expect(lines).toContain('pc1: Connections, 1 row differs');
    expect(lines.join()).not.toMatch(/\b0 |{/);
  });

  it('tells the settings, and what came of them, in sentences with the names of the runs', async () => {
    const view = await shown(await parted());
    expect(view.find('.settings').text()).toMatch(/Delay one way is .+ in “First run”, 20\sms in “slow”\./);
    const lines = view.findAll('.differences button').map((line) => line.text());
    expect(lines[0]).toContain('Only in “slow”: The drawing was changed');
    expect(lines.some((line) => /“slow” does the same .* later/.test(line))).toBe(true);
    expect(view.find('[role="status"]').text()).toMatch(/^\d+ differences Compared up to/);
  });

  it('goes to the moment of a difference that is chosen, with both runs', async () => {
    const live = await parted();
    const view = await shown(live);
    const comparison = useComparison();
    const at = comparison.answer!.differences.findIndex(({ conversation }) => conversation !== null);
    await view.findAll('.differences button')[at]!.trigger('click');
    await live.settle();
    expect(live.session.now!.time).toBe(comparison.answer!.differences[at]!.time);
    expect(comparison.moment!.left.time).toBe(comparison.moment!.right.time);
    expect(view.findAll('.differences [aria-pressed="true"]')).toHaveLength(1);
  });

  it('shows numbers of both, those that differ with a sign, and the connection in two ladders', async () => {
    const live = await parted();
    const view = await shown(live);
    await live.session.seek(3 * MS);
    await live.settle();
    const unlike = view.findAll('.numbers .unlike').map((row) => row.text());
    expect(unlike.length).toBeGreaterThan(2);
    expect(unlike.every((row) => row.endsWith('≠'))).toBe(true);
    const figure = view.findComponent(PairFigure).props() as PairProps;
    expect(figure.names).toEqual({ left: 'First run', right: 'slow' });
    expect(figure.rows.some(({ left, right }) => left !== null && right === null)).toBe(true);
    const svg = pairSvg(figure);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).not.toContain('var(--');
  });

  it('lets the sides change places', async () => {
    const live = await parted();
    const view = await shown(live);
    await view.find('[aria-label="Change places"]').trigger('click');
    await live.settle();
    expect(
      view
        .findAll('select')
        .map(({ element }) => (element as HTMLSelectElement).selectedOptions[0]?.text)
        .slice(0, 2),
    ).toEqual(['slow', 'First run']);
    expect(view.find('.settings').text()).toMatch(/is 20\sms in “slow”, .+ in “First run”\./);
  });

  it('leaves as Markdown, by the clipboard', async () => {
    const view = await shown(await parted());
    const written = vi.fn<(text: string) => Promise<void>>(async () => {});
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: written } });
    await view
      .findAll('button')
      .find((button) => button.text() === 'Copy as Markdown')!
      .trigger('click');
    const page = String(written.mock.calls[0]![0]);
    expect(page).toMatch(/^# Two runs side by side: First run – slow\n/);
    expect(page).toContain('| In the end | First run | slow |');
  });

  it('gives way to the drawing with Escape', async () => {
    const view = await shown(await parted());
    await view.find('.compare').trigger('keydown', { key: 'Escape' });
    expect(useComparison().shown).toBe(false);
  });
});

describe('a difference', () => {
  const unit = { device: 'pc1', what: 'ack', number: 7, from: 0, to: 0, text: '', resent: 0 };
  const SAMPLES: Record<DifferenceKind, Difference['parameters']> = {
    done: { side: 'right', input: 'input.started', device: '', program: 'ping' },
    lost: { ...unit, side: 'right', reason: 'queue-full', count: 2, later: 312 * MS, more: 2, again: 1 },
    only: { ...unit, side: 'left', count: 3, later: -MS, again: -1 },
    many: { ...unit, lostLeft: 1, lostRight: 2, onlyLeft: 3, onlyRight: 4, later: MS, again: 0 },
    later: { ...unit, later: -MS, count: 9 },
    drift: { ...unit, what: 'data', from: 1, to: 99, first: MS, later: 5 * MS, count: 9 },
    state: { side: 'left', device: 'pc1', state: 'TIME-WAIT' },
    connection: { side: 'left', client: 'pc1', server: 'server1', segments: 9 },
    totals: {
      ...{ client: 'pc1', server: 'server1', segmentsLeft: 1, segmentsRight: 2, againLeft: 0, againRight: 1 },
      ...{ bytesLeft: 1, bytesRight: 1, longer: -MS },
    },
    drops: { reason: 'queue-full', left: 1, right: 2 },
    status: { program: 'ping', device: 'pc1', statusLeft: 0, statusRight: -1 },
    ended: { program: 'ping', device: 'pc1', later: MS },
    printed: { program: 'ping', device: 'pc1', later: MS, count: 2, left: 'a', right: 'b' },
  };

  /** The sentence of a difference between runs A and B. */
  async function said(kind: DifferenceKind, locale: 'en' | 'ko' = 'en'): Promise<string> {
    const live = await liveWindow();
    i18n.global.locale.value = locale;
    const anchor = { fact: 1, time: 1 };
    const difference = { kind, time: 1, left: anchor, right: anchor, conversation: null, parameters: SAMPLES[kind] };
    const Said = defineComponent(() => {
      const { sentence } = useDifferences();
      return () => h('p', sentence(difference, { left: 'A', right: 'B' }));
    });
    return live.mount(Said).text();
  }

  it('is a whole sentence in every language, whatever its kind', async () => {
    for (const locale of ['en', 'ko'] as const) {
      for (const kind of Object.keys(DIFFERENCES) as DifferenceKind[]) {
        const sentence = await said(kind, locale);
        expect(sentence, `${locale} ${kind}`).toMatch(/\.$/);
        expect(sentence, `${locale} ${kind}`).not.toMatch(/[{}|]|undefined|NaN|compare\./);
      }
    }
  });

  it('says what an expert would', async () => {
    const plain = async (kind: DifferenceKind) => (await said(kind)).replaceAll(/\s/g, ' ');
    expect(await plain('lost')).toBe(
      'ACK 7 and 1 more from pc1 lost in “B” (queue full): 312 ms later, 2 segments more, 1 more sent again.',
    );
    // What only the left run has is told as it looks from there.
    expect(await plain('only')).toBe('Only “A” has ACK 7 and 2 more from pc1: 1 ms later, 1 more sent again.');
    expect(await plain('later')).toBe('From ACK 7 of pc1 on “B” does the same 1 ms sooner.');
    expect(await plain('status')).toBe('“ping server” on pc1: status 0 in “A”, has not ended in “B”.');
  });
});
