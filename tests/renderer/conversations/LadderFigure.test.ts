// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { mount, type VueWrapper } from '@vue/test-utils';
import LadderFigure from '#renderer/conversations/LadderFigure.vue';
import { HALF_ROW } from '#renderer/conversations/ladder.ts';
import { SCREEN } from '#renderer/ui/paint.ts';
import type { LadderProps } from '#renderer/conversations/figure.ts';
import { byTime, evenly, rung } from '#support/rungs.ts';

const WIDTH = 900;
/** Width of the columns of states at that width. */
const SIDE = 98;

const words: LadderProps['words'] = {
  title: 'ladder',
  onTheWay: 'on the way',
  now: 'now',
  label: ({ title, rung: { seq } }) => `${title} ${seq}`,
  lost: () => 'lost on the cable',
  mark: (marking) => marking,
  silence: () => '',
};

function drawn(some: Partial<LadderProps>): VueWrapper {
  const figure = mount(LadderFigure, {
    props: {
      ladder: evenly([]),
      options: { width: WIDTH, spacing: 'even', numbers: 'relative', unit: HALF_ROW, head: false },
      paint: SCREEN,
      client: { name: 'pc1', endpoint: '' },
      server: { name: 'server1', endpoint: '' },
      words,
      packet: null,
      live: true,
      ...some,
    },
  });
  const height = Number(figure.find('svg').attributes('height'));
  // Drawn half as large as it is: a figure may be.
  (figure.find('svg').element as Element).getBoundingClientRect = () => new DOMRect(10, 20, WIDTH / 2, height / 2);
  return figure;
}

/** Where a point of the figure is on the page. */
const at = (x: number, y: number) => ({ clientX: 10 + x / 2, clientY: 20 + y / 2 });

/** Three segments under way at once, then the first answer: their arrows go down through each other's rows. */
function burst(): LadderProps['ladder'] {
  const ladder = evenly([
    ...[1, 2, 3].map((seq) => rung({ seq, packet: seq, time: seq, arrival: 20 + seq, length: 1448 })),
    rung({ seq: 4, packet: 4, end: 'server', time: 10, arrival: 30 }),
  ]);
  ladder.arrivals.fill(ladder.places[3]!, 0, 3);
  return ladder;
}

describe('the figure of a ladder', () => {
  it('chooses the segment whose arrow is clicked, though it leads through the row of another', async () => {
    const figure = drawn({ ladder: burst() });
    const [first] = figure.findAll('line[y1]').filter((line) => line.attributes('stroke') === SCREEN.segment);
    const [x, y] = [first!.attributes('x2'), first!.attributes('y2')].map(Number);
    const row = figure.find('[data-seq="4"] rect');
    await row.trigger('click', at(x! - 60, y! - 60 * ((y! - Number(first!.attributes('y1'))) / (x! - SIDE))));
    expect(figure.emitted('choose')).toMatchObject([[{ seq: 1 }]]);
    // What stands in a row belongs to it, whatever arrow leads below.
    await figure.find('[data-seq="4"] text').trigger('click', at(x! - 60, y!));
    expect(figure.emitted('choose')![1]).toMatchObject([{ seq: 4 }]);
    figure.unmount();
  });

  it('with even rows says beside each life line when its end sent', () => {
    const figure = drawn({ ladder: burst() });
    const sent = figure.findAll('.ladder-segment').map((segment) => segment.text().match(/\+\d+\sns/)![0]);
    expect(sent).toEqual(['+0 ns', '+1 ns', '+2 ns', '+9 ns'].map((each) => each.replace(' ', '\u202f')));
    figure.unmount();
  });

  it('says in one line at the start of a long arrow what it carries', () => {
    const figure = drawn({ ladder: burst() });
    const title = figure.findAll('[data-seq="2"] text')[1]!;
    expect(title.attributes('text-anchor')).toBe('start');
    expect(title.text()).toMatch(/^ACK {2}1448 B\s+seq=\d+ ack=\d+ win=0$/);
    expect(figure.findAll('[data-seq="4"] text')[0]!.attributes('text-anchor')).toBe('middle');
    figure.unmount();
  });

  it('says of what is on the way that it is so in its own line, and of what was lost at the place where it was', () => {
    const ended = { time: 5, device: null, cable: 'c1', along: 0.25, fact: 9 };
    const two = [
      rung({ arrival: null }),
      rung({ seq: 2, time: 40, arrival: null, reason: 'lost-on-cable', ended }),
      rung({ seq: 3, time: 80, end: 'server', arrival: null }),
    ];
    const options = { width: WIDTH, spacing: 'time', numbers: 'relative', unit: 1, head: false } as const;
    const figure = drawn({ ladder: { ...byTime(two, 100), now: 90, transit: 100 }, options });
    const texts = (seq: number) => figure.findAll(`[data-seq="${seq}"] text`).map((text) => text.text());
    expect(texts(1)).toEqual([expect.stringContaining('on the way')]);
    expect(texts(3)).toEqual([expect.stringContaining('on the way')]);
    expect(texts(2)).toEqual([expect.not.stringContaining('lost'), 'lost on the cable']);
    const [, fate] = figure.findAll('[data-seq="2"] text');
    expect(Number(fate!.attributes('x'))).toBeCloseTo(SIDE + (WIDTH - 2 * SIDE) * 0.25 + 10);
    figure.unmount();
  });

  it('names the chosen segment of a dense burst, and nothing where its name stands', () => {
    const dense = Array.from({ length: 6 }, (_, index) =>
      rung({ seq: index + 1, packet: index + 1, time: index * 3, arrival: index * 3 + 40 }),
    );
    const options = { width: WIDTH, spacing: 'time', numbers: 'relative', unit: 1, head: false } as const;
    const figure = drawn({ ladder: byTime(dense, 100), options, packet: 3 });
    const named = figure.findAll('.ladder-segment').filter((segment) => segment.find('text').exists());
    expect(named.map((segment) => segment.attributes('data-seq'))).toEqual(['3']);
    figure.unmount();
  });
});
