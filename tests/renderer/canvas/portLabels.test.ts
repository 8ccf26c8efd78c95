import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { EXAMPLES } from '#document/examples/index.ts';
import type { DeviceRecord, HopDocument } from '#document/records.ts';
import { DEVICE_RADIUS } from '#renderer/canvas/geometry.ts';
import { addressLines, textWidth, USUAL_LABELS } from '#renderer/canvas/labels.ts';
import { PORT_LETTERS, portLabels } from '#renderer/canvas/portLabels.ts';

const pc = starterDocument().records.find((record) => record.id === 'pc1') as DeviceRecord;
const at = (x: number, y: number): DeviceRecord => ({ ...pc, x, y });
const between = (from: DeviceRecord, to: DeviceRecord, bow = 0, [near, far]: [string, string] = ['eth0', 'eth0']) =>
  portLabels({ from, to, near, far }, bow, USUAL_LABELS);

/** Where the words under a device begin below its middle, and how high a line of them is, drawing units. */
const [WORDS, LINE] = [35, 20];

/** Labels of a project that stand in the words under their own device. */
function hidden({ records }: HopDocument): string[] {
  const devices = new Map(records.flatMap((one) => (one.type === 'device' ? [[one.id, one] as const] : [])));
  return records.flatMap((cable) => {
    if (cable.type !== 'cable') return [];
    const [from, to] = [devices.get(cable.a.device)!, devices.get(cable.b.device)!];
    const { near, far } = portLabels({ from, to, near: cable.a.port, far: cable.b.port }, 0, USUAL_LABELS);
    return [
      { device: from, other: to, label: near },
      { device: to, other: from, label: far },
    ].flatMap(({ device, other, label }) => {
      const [dx, dy] = [other.x - device.x, other.y - device.y];
      const way = (DEVICE_RADIUS + label.offset) / Math.hypot(dx, dy);
      const [x, top] = [dx * way + label.x, dy * way + label.y - PORT_LETTERS / 2];
      const words = [device.name, ...addressLines(device)];
      const width = Math.max(...words.map((line) => textWidth(line, 14)));
      const beside = Math.abs(x) > (width + textWidth(label.text, PORT_LETTERS)) / 2;
      const level = top + PORT_LETTERS > WORDS && top < WORDS + LINE * words.length;
      return level && !beside ? [`${device.name} ${label.text}`] : [];
    });
  });
}

describe('the names of ports at the ends of a cable', () => {
  it('can be read in every project that comes with the application', () => {
    // Of a hundred hosts no names of ports are drawn before one looks closer.
    const labelled = EXAMPLES.filter(({ id }) => id !== 'hundred-hosts');
    expect(labelled.flatMap(({ id, make }) => hidden(make()).map((label) => `${id}: ${label}`))).toEqual([]);
  });

  it('stand out from under the label of their device', () => {
    const beside = between(at(0, 0), at(600, 0)).near.offset;
    expect(between(at(0, 0), at(0, 600)).near.offset).toBeGreaterThan(beside + 20);
  });

  it('stand beside it: above a level one, right of an upright one, outside of several', () => {
    const { near: level, far } = between(at(0, 0), at(600, 0));
    expect(level.x).toBe(0);
    expect(level.y).toBeLessThan(-8);
    expect(far).toEqual(level);
    expect(between(at(600, 0), at(0, 0)).near).toEqual(level);
    const upright = between(at(0, 0), at(0, 600)).near;
    expect(upright.x).toBeGreaterThan(14);
    expect(between(at(0, 600), at(0, 0)).near).toMatchObject({ x: upright.x, y: upright.y });
    const outside = between(at(0, 0), at(600, 0), 17).near;
    expect(between(at(0, 0), at(600, 0), -17).near).toMatchObject({ x: 0, y: -outside.y });
  });

  it('stand on both sides of one that is too short for both on one, and never touch, whatever they are called', () => {
    const called: [string, string][] = [
      ['eth0', 'eth0'],
      ['GigabitEthernet0/0', 'GigabitEthernet0/1'],
    ];
    for (const names of called) {
      for (let length = 140; length <= 600; length += 20) {
        for (const [dx, dy] of [
          [1, 0],
          [0.8, 0.6],
          [0.9, -0.43],
          [0, 1],
        ]) {
          const [from, to] = [at(0, 0), at(length * dx!, length * dy!)];
          const { near, far } = between(from, to, 0, names);
          const along = length - 2 * 35 - near.offset - far.offset;
          const [across, down] = [dx! * along + far.x - near.x, dy! * along + far.y - near.y].map(Math.abs);
          const widths = (textWidth(near.text, PORT_LETTERS) + textWidth(far.text, PORT_LETTERS)) / 2;
          expect(across! >= widths || down! >= PORT_LETTERS, `${names[0]}, ${length} along ${dx} ${dy}`).toBe(true);
        }
      }
    }
    const short = between(at(0, 0), at(150, 0));
    expect(Math.sign(short.far.y)).toBe(-Math.sign(short.near.y));
  });
});
