import { describe, expect, it } from 'vitest';
import type { Difference } from '#contract/differences.ts';
import { compared, differences, losing, runOf, transfer } from '#support/two-runs.ts';
import { differencesOf } from '#worker/compare/differences.ts';

const MS = 1_000_000;
const kinds = (all: readonly Difference[]) => all.map(({ kind }) => kind);
const only = (all: readonly Difference[], kind: Difference['kind']) => {
  const found = all.filter((each) => each.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('two runs', () => {
  it('that are the same differ in nothing', () => {
    const { common, differences: none, conversations } = compared(transfer(), transfer());
    expect(none).toEqual([]);
    expect(common).toBe(transfer().timeline.cursor);
    expect(conversations[0]!.leftFigures).toEqual(conversations[0]!.rightFigures);
  });

  it('of which one lost an acknowledgment: that, and nothing else, where the next one makes up for it', () => {
    // The reply of ARP, the SYN,ACK and 37 acknowledgments came before it.
    const found = differences(transfer(), transfer(losing([], [38])));
    expect(kinds(found)).toEqual(['lost']);
    expect(found[0]!.parameters).toMatchObject({
      ...{ side: 'right', device: 'server1', what: 'ack', number: 36, reason: 'lost-on-cable' },
      ...{ count: 1, later: 0, more: 0, again: 0 },
    });
  });

  it('of which one lost data: by how much all the rest is later, and how many segments that cost', () => {
    const found = differences(transfer(), transfer(losing([20])));
    expect(kinds(found)).toEqual(['lost', 'printed', 'printed']);
    const { left, right, parameters } = found[0]!;
    expect(parameters).toMatchObject({ side: 'right', device: 'pc1', what: 'data', from: 23169, to: 24616, again: 1 });
    expect(parameters['later']).toBeGreaterThan(30 * MS);
    expect(parameters['more']).toBeGreaterThan(0);
    // The same segment was sent at the same moment in both.
    expect(left).toEqual(right);
  });

  it('say the same with sides exchanged, the other way round', () => {
    const [one, other] = [transfer(), transfer(losing([20]))];
    const there = differences(one, other)[0]!.parameters;
    const back = differences(other, one)[0]!.parameters;
    expect(back).toEqual({
      ...there,
      side: 'left',
      later: -Number(there['later']),
      more: -Number(there['more']),
      again: -Number(there['again']),
    });
  });

  it('of which one lost its SYN: one second and more, said once', () => {
    const found = differences(transfer(), transfer(losing([2])));
    const lost = only(found, 'lost');
    expect(lost.parameters).toMatchObject({ side: 'right', what: 'syn', number: 1, again: 1 });
    expect(lost.parameters['later']).toBeGreaterThanOrEqual(1000 * MS);
    // The router asks for the server's address when the first packet comes, which is later too.
    const rest = found.filter((each) => each !== lost && each.kind !== 'printed');
    expect(rest.map(({ kind, parameters }) => [kind, parameters['device']])).toEqual([['later', 'router1']]);
  });

  it('with different delays: one growing shift for each protocol, and what the programs report', () => {
    const slow = transfer({ cables: { 'pc1-router1': { delay: 20 * MS } } }, 100_000, 2);
    const found = differences(transfer({}, 100_000, 2), slow);
    const shifts = found.filter(({ kind }) => kind === 'drift' || kind === 'later');
    expect(shifts.map(({ parameters }) => parameters['what'])).toEqual(['message', 'message', expect.any(String)]);
    expect(shifts[2]!.parameters['later']).toBeGreaterThanOrEqual(100 * MS);
    expect(found.length).toBeLessThan(8);
  });

  it('with different receive buffers: the same segments, ever later', () => {
    const found = differences(transfer(), transfer({ transport: { receiveBuffer: 8192 } }));
    expect(only(found, 'drift').parameters).toMatchObject({ what: 'data', device: 'pc1' });
    expect(kinds(found).filter((kind) => kind !== 'printed')).toEqual(['drift']);
  });

  it('with different congestion controls: where they part, and how far apart they end', () => {
    const both = (congestionControl: 'newreno' | 'cubic') =>
      transfer({ ...losing([60, 61]), transport: { congestionControl } }, 400_000);
    const found = differences(both('newreno'), both('cubic'));
    expect(found.length).toBeLessThan(8);
    expect(found.some(({ kind, parameters }) => kind === 'drift' && Number(parameters['later']) < -10 * MS)).toBe(true);
  });

  it('with different seeds differ in no port and no sequence number', () => {
    expect(differences(transfer({ seed: 1 }), transfer({ seed: 7 }))).toEqual([]);
  });

  it('with different seeds and a lossy cable are told in few lines, in order of time', () => {
    const lossy = (seed: number) =>
      transfer({ seed, cables: { 'pc1-router1': { directions: [{ loss: 0.03 }, { loss: 0.03 }] } } }, 1_000_000);
    const { differences: found, more } = compared(lossy(1), lossy(9));
    expect(more).toBe(0);
    expect(found.length).toBeGreaterThan(3);
    expect(found.length).toBeLessThan(25);
    expect(found.map(({ time }) => time)).toEqual(found.map(({ time }) => time).toSorted((a, b) => a - b));
  });

  it('with another connection in one: which, and how many segments it had', () => {
    const more = transfer();
    more.command('pc1', 'bulk -c 10.0.2.1 -n 1000');
    more.run('8s');
    const found = differences(transfer().run('8s'), more);
    expect(only(found, 'connection').parameters).toMatchObject({ side: 'right', client: 'pc1', server: 'server1' });
    // What a person did is told too, before what came of it.
    expect(kinds(found)[0]).toBe('done');
  });

  it('of which one lost a ping: that one, and no shift of those after it', () => {
    const pings = (drop: number[]) => transfer(losing(drop), 1000, 4).run('10s');
    const healthy = pings([]);
    const third = healthy
      .facts('frame.sent')
      .filter(({ device, detail }) => device === 'pc1' && detail['cable'] === 'pc1-router1')
      .findIndex(({ frame }) => healthy.summary(frame).info.includes('seq=3'));
    const found = differences(healthy, pings([third + 1]));
    const lost = only(found, 'lost');
    expect(lost.parameters).toMatchObject({ side: 'right', what: 'message', device: 'pc1', more: -1, later: 0 });
    expect(lost.parameters['text']).toContain('seq=3');
    expect(kinds(found)).toEqual(['lost', 'printed']);
  });

  it('of which one ended sooner than its program: no result is compared, but that it is missing', () => {
    const cut = transfer({}, 100_000);
    const early = runOf(cut);
    early.facts = 1000;
    const pieces = differencesOf(early, runOf(transfer()));
    let found: readonly Difference[] = [];
    for (;;) {
      const { done, value } = pieces.next();
      if (done !== true) continue;
      found = value.differences;
      break;
    }
    expect(only(found, 'status').parameters).toMatchObject({ device: 'pc1', statusLeft: -1, statusRight: 0 });
    expect(found.filter(({ kind }) => kind === 'printed').map(({ parameters }) => parameters['device'])).toEqual([
      'server1',
    ]);
  });

  it('anchor every difference at facts that tell of it', () => {
    const [one, other] = [transfer(), transfer(losing([20, 50], [12]))];
    for (const { left, right, time } of differences(one, other)) {
      expect(left.fact + right.fact).toBeGreaterThan(0);
      if (left.fact > 0) expect(one.timeline.trace.time(left.fact)).toBe(left.time);
      if (right.fact > 0) expect(other.timeline.trace.time(right.fact)).toBe(right.time);
      expect(time).toBe(Math.min(left.time, right.time));
    }
  });
});

describe('a comparison', () => {
  it('is done in pieces', () => {
    const [one, other] = [transfer({}, 1_000_000), transfer(losing([20]), 1_000_000)];
    let pieces = 0;
    for (const all = differencesOf(runOf(one), runOf(other)); all.next().done !== true;) pieces++;
    expect(pieces).toBeGreaterThan(20);
  });

  it('knows without looking what branches of one history have in common', () => {
    const [one, other] = [runOf(transfer()), runOf(transfer(losing([20])))];
    const pieces = differencesOf(one, other, 300);
    let common = 0;
    for (;;) {
      const { done, value } = pieces.next();
      if (done !== true) continue;
      common = value.common;
      break;
    }
    expect(common).toBe(compared(transfer(), transfer(losing([20]))).common);
  });
});
