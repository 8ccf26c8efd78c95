import { describe, expect, it } from 'vitest';
import { loopsWithoutTree } from '#document/findings/loops.ts';
import type { CableRecord, DeviceRecord } from '#document/records.ts';
import { lab } from '#support/lab.ts';

/** The loops of a lab, each by the names of its devices, after `edit`. */
function loops(
  drawing: string,
  edit: (device: DeviceRecord) => DeviceRecord = (one) => one,
  cut: Partial<CableRecord> = {},
): string[] {
  const { devices, cables } = lab(drawing).topology;
  const byId = new Map(devices.map((one) => [one.id, edit({ type: 'device', ...one, x: 0, y: 0 })]));
  const drawn = cables.map((cable, index): CableRecord => ({ type: 'cable', ...cable, ...(index === 0 ? cut : {}) }));
  return loopsWithoutTree(byId, drawn).map((loop) => loop.map(({ name }) => name).join(' '));
}

describe('a loop of cables', () => {
  const triangle = 'switch1 -- switch2\nswitch2 -- switch3\nswitch3 -- switch1';

  it('is told with the ends of the cable that closes it in front, through switches and hubs alike', () => {
    expect(loops(triangle)).toEqual(['switch3 switch1 switch2']);
    expect(loops('switch1 -- hub1\nhub1 -- switch1')).toEqual(['hub1 switch1']);
  });

  it('is none where a spanning tree or a loose plug opens it, or a router stands in it', () => {
    const tree = (one: DeviceRecord): DeviceRecord => (one.id === 'switch2' ? { ...one, spanningTree: {} } : one);
    expect(loops(triangle, tree)).toEqual([]);
    expect(loops(triangle, undefined, { plugged: false })).toEqual([]);
    expect(loops('switch1 -- router1\nrouter1 -- switch2\nswitch2 -- switch1')).toEqual([]);
    expect(loops('pc1 -- switch1 -- switch2 -- pc2')).toEqual([]);
  });

  it('is told once where several go through the same devices', () => {
    expect(loops(`${triangle}\nswitch1 -- switch2`)).toHaveLength(1);
    expect(loops(`${triangle}\nhub1 -- hub2\nhub2 -- hub1`)).toHaveLength(2);
  });
});
