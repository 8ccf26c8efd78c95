import { describe, expect, it } from 'vitest';
import { topologyOf } from '#document/topology.ts';
import { starterDocument } from '#document/starter.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import { Player } from '#worker/playing/player.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

/** Every fact of a history, in words that two histories have in common only if they are the same. */
function facts({ trace }: Timeline): string[] {
  return Array.from({ length: trace.length }, (_, index) => {
    const seq = index + 1;
    return `${trace.time(seq)} ${trace.kind(seq)} ${trace.device(seq)} ${JSON.stringify(trace.detail(seq))}`;
  });
}

/** A timeline on which a TCP exchange of the starter project has begun; `cut`: and its cable to the router is pulled. */
function begun(cut: boolean): Timeline {
  const document = starterDocument();
  const topology = topologyOf(document);
  const timeline = new Timeline(topology, document.seed);
  timeline.act({ kind: 'start', program: 'tcp-client' });
  if (!cut) return timeline;
  while (!facts(timeline).some((fact) => fact.includes('ESTABLISHED'))) timeline.stepForward();
  const cables = topology.cables.map((cable) => ({ ...cable, plugged: false }));
  timeline.act({ kind: 'change', change: { devices: [], cables, programs: [], remove: [] } });
  return timeline;
}

describe('a long wait', () => {
  it.each([
    ['of TIME-WAIT', false, 'TIME-WAIT'],
    ['of retransmissions that back off', true, 'tcp.retransmitted'],
  ])('%s takes no wall time in hop pace, and nothing that happens in it is lost', async (_, cut, kind) => {
    const straight = begun(cut);
    straight.advance(Infinity, Infinity);
    const played = begun(cut);
    const wall = new VirtualWall();
    const player = new Player(played, wall.clock, wall.later, () => undefined);
    player.play({ kind: 'hop', wall: 1 }, null);
    await wall.until(() => !player.playing);
    expect(player.stopped).toBe('quiet');
    expect(facts(played)).toEqual(facts(straight));
    const waited = facts(played).filter((fact) => fact.includes(kind));
    expect(waited.length).toBeGreaterThan(0);
    // Minutes of the network went by in moments of the wall.
    expect(played.now).toBeGreaterThan(60e9);
    expect(wall.clock()).toBeLessThan(60_000);
    // And every moment of it can be gone back to.
    for (const part of [0.3, 0.6, 0.95]) {
      played.seek(Math.floor(straight.now * part));
      straight.seek(Math.floor(straight.now * part));
      expect(played.digest()).toBe(straight.digest());
      straight.seek(straight.horizon);
    }
  });
});
