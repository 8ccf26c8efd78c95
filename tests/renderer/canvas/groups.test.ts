// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { newShape, PAINTS } from '#document/drawn-shape.ts';
import type { DocumentRecord, GroupRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { topologySvg } from '#renderer/canvas/figure.ts';
import { projection } from '#renderer/canvas/projection.ts';
import { lineBand, shapeMarkup } from '#renderer/canvas/shapeDrawing.ts';
import { FIGURE_SHAPES } from '#renderer/canvas/figureParts.ts';
import { shownDrawing } from '#renderer/canvas/shown.ts';

const words = (name: string, parameters: Record<string, string | number> = {}): string =>
  [name, ...Object.values(parameters)].join(' ');
const group = (id: string, members: string[], collapsed = false): GroupRecord => ({
  type: 'group',
  id,
  name: `LAN ${id}`,
  members,
  collapsed,
});
const withGroups = (...more: DocumentRecord[]) =>
  new Map([...starterDocument().records, ...more].map((record) => [record.id, record]));
const drawn = (...more: DocumentRecord[]) =>
  new Map(projection(withGroups(...more), words).map((element) => [element.data.id, element]));

describe('a group on the drawing', () => {
  it('is a frame around its members, in which other frames can stand', () => {
    const picture = drawn(group('group1', ['pc1', 'pc2']), group('group2', ['group1', 'switch1']));
    expect(picture.get('group1')).toMatchObject({ classes: 'group', data: { parent: 'group2', label: 'LAN group1' } });
    expect(picture.get('pc1')!.data['parent']).toBe('group1');
    expect(picture.get('router1')!.data).not.toHaveProperty('parent');
    expect(picture.get('group2')!.data['level'] as number).toBeLessThan(picture.get('group1')!.data['level'] as number);
  });

  it('that is collapsed is one box in the middle, with the number of its devices', () => {
    const picture = drawn(group('group1', ['pc1', 'pc2', 'switch1'], true));
    expect(['pc1', 'pc2', 'switch1'].some((id) => picture.has(id))).toBe(false);
    expect(picture.get('group1')).toMatchObject({ classes: 'box', data: { label: 'LAN group1\ndevices 3' } });
    const { x } = picture.get('group1')!.position!;
    expect(x).toBeGreaterThan(90);
  });

  it('that is collapsed has its outside cables end at the box, named by device and port, and its inner ones unseen', () => {
    const { cables } = shownDrawing(withGroups(group('group1', ['pc1', 'pc2', 'switch1'], true)));
    expect(cables.map(({ cable }) => cable.id)).toEqual(['cable3', 'cable4', 'cable5']);
    const out = cables[0]!;
    expect([out.cable.a.device, out.cable.b.device]).toContain('group1');
    expect([out.near, out.far]).toContain('switch1 port3');
  });

  it('fans out several cables to one box', () => {
    const picture = drawn(group('group1', ['pc1', 'pc2'], true));
    expect(picture.get('cable1')!.data['bow']).not.toBe(picture.get('cable2')!.data['bow']);
  });

  it('is in the figure: a frame with its name, or a box', () => {
    const open = topologySvg(withGroups(group('group1', ['pc1', 'pc2'])), '').svg;
    expect(open).toContain('>LAN group1<');
    expect(open).toContain('>pc1<');
    const closed = topologySvg(withGroups(group('group1', ['pc1', 'pc2'], true)), '').svg;
    expect(closed).toContain('>LAN group1<');
    expect(closed).not.toContain('>pc1<');
    expect(closed).toContain('>pc1 eth0<');
  });
});

describe('a shape on the drawing', () => {
  const at = { x: 50, y: 60 };
  const rectangle = { ...newShape('rectangle', '', at, new Map()), text: 'DMZ <1> & "more"' };

  it('lies below devices, a small one over a large one, and inside a group over its frame', () => {
    const large = { ...rectangle, id: 'large', width: 900, height: 900 };
    const inside = { ...rectangle, id: 'inside' };
    const picture = drawn(rectangle, large, inside, group('group1', ['pc1', 'inside']));
    const level = (id: string): number => picture.get(id)!.data['level'] as number;
    expect(level('large')).toBeLessThan(level(rectangle.id));
    expect(level(rectangle.id)).toBeLessThan(level('group1'));
    expect(level('group1')).toBeLessThan(level('inside'));
  });

  it('is drawn by its paint and by a line of its own, and its words cannot break out', () => {
    const svg = shapeMarkup(rectangle, FIGURE_SHAPES);
    expect(svg).toContain('stroke-dasharray="9 7"');
    expect(svg).toContain('DMZ &lt;1&gt; &amp; &quot;more&quot;');
    expect(shapeMarkup({ ...rectangle, text: '\u0000a' }, FIGURE_SHAPES)).toContain('>a<');
  });

  it('has a line of its own for each paint, so that no two are told apart by colour alone', () => {
    const outlines = PAINTS.map((paint) => {
      const svg = shapeMarkup({ ...rectangle, paint }, FIGURE_SHAPES);
      return /stroke-dasharray="[^"]*"/.exec(svg)?.[0] ?? 'solid';
    });
    expect(new Set(outlines).size).toBe(PAINTS.length);
  });

  it('is in the figure, which is large enough for it', () => {
    const small = topologySvg(withGroups(), '');
    const large = topologySvg(withGroups({ ...rectangle, x: 2000, text: 'far' }), '');
    expect(large.svg).toContain('>far<');
    expect(large.width).toBeGreaterThan(small.width + 500);
    expect(large.svg).not.toMatch(/<style|<image|class=|var\(--/);
  });

  it('that is a line is meant only near the line, whichever way it goes', () => {
    for (const [width, height] of [
      [200, 0],
      [-80, 60],
      [0, -90],
    ] as const) {
      const numbers = lineBand({ width, height }).split(' ').map(Number);
      expect(numbers).toHaveLength(8);
      for (const one of numbers) expect(Math.abs(one)).toBeLessThanOrEqual(1.0001);
    }
  });
});
