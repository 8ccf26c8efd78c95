import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import type { CableRecord, DeviceRecord } from '#document/records.ts';
import { badgeSpot, portLabelBoxes } from '#renderer/canvas/signs/badgePlaces.ts';
import type { Box } from '#renderer/canvas/extents.ts';
import { curvesOf } from '#renderer/canvas/geometry.ts';
import { USUAL_LABELS } from '#renderer/canvas/labels.ts';
import { shownDrawing } from '#renderer/canvas/shown.ts';

const { records } = starterDocument();
const host = records.find(({ id }) => id === 'pc1') as DeviceRecord;
const joined = records.find(({ type }) => type === 'cable') as CableRecord;
const ROW = { width: 92, height: 17 };

/** The labels at a device with a cable to another, which stands at that place from it. */
function labelsAt(x: number, y: number, labels = USUAL_LABELS) {
  const here = { ...host, id: 'here', x: 0, y: 0 };
  const there = { ...host, id: 'there', x, y };
  const cable: CableRecord = {
    ...joined,
    id: 'between',
    a: { device: 'here', port: 'eth0' },
    b: { device: 'there', port: 'eth0' },
  };
  const drawing = new Map([here, there, cable].map((record) => [record.id, record]));
  const { cables } = shownDrawing(drawing);
  return portLabelBoxes(cables, curvesOf([cable], new Map([here, there].map((one) => [one.id, one]))), labels);
}
/** Where they stand at the middle of a large view, from there. */
function spotAmong(labels: Box[]) {
  const moved = labels.map(({ left, right, top, bottom }) => ({
    ...{ left: left + 1000, right: right + 1000 },
    ...{ top: top + 1000, bottom: bottom + 1000 },
  }));
  const { side, x, y } = badgeSpot({ x: 1000, y: 1000 }, 1, ROW, moved, { width: 2000, height: 2000 });
  return { side, x: x - 1000, y: y - 1000 };
}
const spotBeside = (x: number, y: number) => spotAmong(labelsAt(x, y).get('here')!);

describe('badges of a device', () => {
  it('stand above it to the right where nothing else does', () => {
    const usual = { side: 'right', x: 22, y: -20 };
    expect(spotAmong([])).toEqual(usual);
    expect(spotBeside(-300, 0)).toEqual(usual);
    expect(spotBeside(300, 0)).toEqual(usual);
  });

  it('give way to the label of a port: to the left, and where there is one on both sides, higher', () => {
    expect(spotBeside(300, -120)).toEqual({ side: 'left', x: -22, y: -20 });
    const both = [...labelsAt(300, -120).get('here')!, ...labelsAt(-300, -120).get('here')!];
    expect(spotAmong(both).y).toBeLessThan(-30);
  });

  it('stay where they are where every place is taken', () => {
    expect(spotAmong([{ left: -500, right: 500, top: -500, bottom: 500 }])).toMatchObject({ side: 'right', y: -20 });
  });

  it('keep to what is seen of the drawing, as long as their device does', () => {
    const view = { width: 400, height: 300 };
    expect(badgeSpot({ x: 200, y: 30 }, 1, ROW, [], view)).toEqual({ x: 222, y: 17, side: 'right' });
    expect(badgeSpot({ x: 390, y: 150 }, 1, ROW, [], view)).toEqual({ x: 308, y: 130, side: 'right' });
    expect(badgeSpot({ x: 200, y: -15 }, 1, ROW, [], view).y).toBe(-35);
    // In the corner, beside the picture and not on it.
    expect(badgeSpot({ x: 390, y: 20 }, 1, ROW, [], view)).toEqual({ x: 368, y: 17, side: 'left' });
  });

  it('mind no labels that are not shown', () => {
    expect(labelsAt(300, -120).get('there')).toHaveLength(2);
    expect(labelsAt(300, -120, { ...USUAL_LABELS, ports: false }).size).toBe(0);
  });
});
