import { describe, expect, it } from 'vitest';
import type { DrawnEvent, RealEvent } from '#contract/bridge.ts';
import { Gateways } from '#worker/gateways/gateways.ts';
import { Simulation } from '#worker/simulation.ts';
import { gatewayDrawing } from '#support/gateway-lab.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

const PIECE = 64 * 1024;

/** A gateway that is on, with a real client of a drawn sink that sends and sends, by a virtual wall. */
function transfer() {
  const wall = new VirtualWall();
  const drawing = gatewayDrawing({ inward: [{ protocol: 'tcp', port: 8080, to: 9 }], server: ['sink -p 9'] });
  const simulation = new Simulation(drawing, wall.clock, wall.later, () => undefined);
  const told: DrawnEvent[] = [];
  const gateways = new Gateways({
    current: () => simulation,
    announce: (events) => told.push(...events),
    acted: () => undefined,
  });
  void gateways.handlers['bridge.on']({ device: 'gateway' });
  const tell = (...events: RealEvent[]): void => void gateways.handlers['bridge.tell']({ events });
  const taken = (): number =>
    told.reduce((sum, event) => sum + (event.what === 'taken' && event.connection === 1 ? event.length : 0), 0);
  const data = (connection: number): RealEvent => ({ what: 'data', connection, bytes: new Uint8Array(PIECE) });
  return { wall, simulation, gateways, told, tell, taken, data };
}

describe('a history that is full', () => {
  it('makes real programs wait: no connection ends, nothing they sent is lost, and switching off still ends them', async () => {
    const { wall, simulation, gateways, told, tell, taken, data } = transfer();
    const { player, timeline } = simulation;
    timeline.trace.memoryLimit = 3_000_000;
    player.play({ kind: 'clock', ratio: 1 }, null);
    tell({ what: 'connect', connection: 1, device: 'gateway', rule: 0 });
    let sent = 0;
    for (let round = 0; round < 400 && player.playing; round++) {
      // As the real side does: no more than a window beyond what was taken.
      for (; sent - taken() < 4 * PIECE; sent += PIECE) tell(data(1));
      await wall.pass(16);
    }
    expect(player).toMatchObject({ playing: false, stopped: 'trace-full' });
    expect(taken()).toBeGreaterThan(0);
    expect(sent - taken()).toBeLessThanOrEqual(5 * PIECE);

    // Whoever comes now waits too, and a person who plays learns the same again.
    const [facts, before] = [timeline.cursor, taken()];
    tell(data(1), { what: 'connect', connection: 3, device: 'gateway', rule: 0 }, data(3));
    player.play({ kind: 'clock', ratio: 1 }, null);
    await wall.pass(1000);
    expect(player.stopped).toBe('trace-full');
    expect([timeline.cursor, taken()]).toEqual([facts, before]);
    expect(told.filter(({ what }) => what === 'reset' || what === 'end' || what === 'parted')).toEqual([]);

    void gateways.handlers['bridge.off']({ device: 'gateway' });
    expect(gateways.joined).toBe(false);
  });

  it('that has room again goes on where it stood', async () => {
    const { wall, simulation, tell, taken, data } = transfer();
    const { player, timeline } = simulation;
    timeline.trace.memoryLimit = 3_000_000;
    player.play({ kind: 'clock', ratio: 1 }, null);
    tell({ what: 'connect', connection: 1, device: 'gateway', rule: 0 });
    let sent = 0;
    for (let round = 0; round < 400 && player.playing; round++) {
      for (; sent - taken() < 4 * PIECE; sent += PIECE) tell(data(1));
      await wall.pass(16);
    }
    expect(player.stopped).toBe('trace-full');
    timeline.trace.memoryLimit = Number.POSITIVE_INFINITY;
    player.play({ kind: 'clock', ratio: 1 }, null);
    await wall.pass(2000);
    expect(player.playing).toBe(true);
    expect(taken()).toBe(sent);
  });
});
