// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useNotices } from '#renderer/stores/notices.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useWork } from '#renderer/stores/work.ts';
import { branchOf, nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

beforeEach(() => setActivePinia(createPinia()));

function started(answers: ConstructorParameters<typeof ScriptedHost>[0] = {}) {
  const host = new ScriptedHost({ 'simulation.open': () => nowOf(), ...answers });
  const session = useSession();
  session.start(host);
  return { host, session };
}

describe('the session', () => {
  it('stands where the host last said', () => {
    const { host, session } = started();
    host.announce('now', nowOf({ time: 5, cursor: 2, facts: 3 }));
    expect(session.now).toMatchObject({ time: 5, cursor: 2, facts: 3 });
  });

  it('is told to panels no oftener than can be read while time runs, and at once when it stands', () => {
    vi.useFakeTimers();
    const { host, session } = started();
    host.announce('now', nowOf({ playing: true, time: 1 }));
    for (let time = 2; time <= 5; time++) host.announce('now', nowOf({ playing: true, time }));
    expect([session.now?.time, session.moving?.time]).toEqual([1, 5]);
    vi.advanceTimersByTime(60);
    expect(session.now?.time).toBe(5);
    host.announce('now', nowOf({ playing: true, time: 6 }));
    host.announce('now', nowOf({ playing: false, time: 7 }));
    expect([session.now?.time, session.moving?.time]).toEqual([7, 7]);
    vi.advanceTimersByTime(60);
    expect(session.now?.time).toBe(7);
    vi.useRealTimers();
  });

  it('takes the answer of a call as where it stands', async () => {
    const { session } = started({ 'time.seek': ({ time }) => nowOf({ time }) });
    expect(await session.seek(1234.4)).toBe(true);
    expect(session.now?.time).toBe(1234);
  });

  it('never seeks before the start', async () => {
    const { host, session } = started({ 'time.seek': ({ time }) => nowOf({ time }) });
    await session.seek(-5);
    expect(host.asked('time.seek')).toEqual([{ time: 0 }]);
  });

  it('starts a program and plays until it has ended', async () => {
    const { host, session } = started({
      'simulation.start': () => nowOf({ facts: 1, cursor: 1 }),
      'time.play': () => nowOf({ playing: true }),
    });
    await session.open('{}');
    expect(await session.startProgram('p1')).toBe(true);
    expect(host.asked('simulation.start')).toEqual([{ program: 'p1', future: 'refuse' }]);
    expect(host.asked('time.play')).toEqual([
      { pace: { kind: 'hop', wall: 800 }, until: { kind: 'program-ends', program: 'p1' } },
    ]);
  });

  it('asks before it cuts off a future, and does nothing when the answer is no', async () => {
    const { host, session } = started({ 'simulation.start': () => nowOf() });
    host.announce('now', nowOf({ facts: 9, cursor: 4 }));
    const starting = session.startProgram('p1');
    await settle();
    expect(useNotices().question?.name).toBe('new-future');
    useNotices().reply(false);
    expect(await starting).toBe(false);
    expect(host.asked('simulation.start')).toEqual([]);
  });

  it('cuts off a future when the answer is yes, and says that history has changed', async () => {
    const { host, session } = started({ 'simulation.change': () => nowOf({ facts: 4, cursor: 4 }) });
    host.announce('now', nowOf({ facts: 9, cursor: 4 }));
    const before = session.history;
    const changing = session.change({ put: [], remove: ['c1'] });
    await settle();
    useNotices().reply(true);
    expect(await changing).toBe(true);
    expect(host.asked('simulation.change')).toEqual([{ change: { put: [], remove: ['c1'] }, future: 'replace' }]);
    expect(session.history).toBeGreaterThan(before);
  });

  it('keeps the old future under the name that was given for it, and says so', async () => {
    const { host, session } = started({
      'simulation.change': () => nowOf({ facts: 4, cursor: 4 }),
      'branches.list': () => ({ branches: [branchOf('b1'), branchOf('b2')], coming: 0 }),
      'branches.rename': () => nowOf({ facts: 4, cursor: 4 }),
    });
    host.announce('now', nowOf({ facts: 9, cursor: 4 }));
    const changing = session.change({ put: [], remove: ['c1'] });
    await settle();
    useNotices().keep('before');
    expect(await changing).toBe(true);
    expect(host.asked('simulation.change')).toMatchObject([{ future: 'keep' }]);
    // The newest branch is the one that was kept.
    expect(host.asked('branches.rename')).toEqual([{ branch: 'b2', name: 'before' }]);
    expect(useNotices().notices).toMatchObject([
      { tone: 'good', problem: { name: 'kept', parameters: { name: 'before' } } },
    ]);
  });

  it('keeps the old future without a name when none was given', async () => {
    const { host, session } = started({
      'simulation.change': () => nowOf({ facts: 4, cursor: 4 }),
      'branches.list': () => ({ branches: [branchOf('b1'), branchOf('b2')], coming: 0 }),
    });
    host.announce('now', nowOf({ facts: 9, cursor: 4 }));
    const changing = session.change({ put: [], remove: ['c1'] });
    await settle();
    useNotices().keep('');
    expect(await changing).toBe(true);
    expect(host.asked('branches.rename')).toEqual([]);
  });

  it('does not ask at the edge of time', async () => {
    const { host, session } = started({ 'simulation.change': () => nowOf({ facts: 4, cursor: 4 }) });
    host.announce('now', nowOf({ facts: 4, cursor: 4 }));
    await session.change({ put: [], remove: [] });
    expect(host.asked('simulation.change')).toHaveLength(1);
    expect(useNotices().question).toBeNull();
  });

  it('tells a refusal, and goes on', async () => {
    const { session } = started({
      'time.step': () => {
        throw { name: 'worker-busy', parameters: {} };
      },
    });
    expect(await session.step('back')).toBe(false);
    expect(useNotices().notices.map(({ problem }) => problem.name)).toEqual(['worker-busy']);
  });

  it('keeps the program it waits for when the pace changes on the way', async () => {
    const { host, session } = started({
      'time.play': ({ until }) => nowOf({ playing: true, awaited: until && { condition: until, fact: 0 } }),
    });
    const playing = session.play('p1');
    // From before it began, on its way already.
    host.announce('now', nowOf({ playing: false }));
    await playing;
    await session.setPace({ kind: 'clock', ratio: 0.001 });
    expect(host.asked('time.play').at(-1)).toEqual({
      pace: { kind: 'clock', ratio: 0.001 },
      until: { kind: 'program-ends', program: 'p1' },
    });
  });

  it('leaves time to a person who went on elsewhere while a program was being started', async () => {
    let begin = (): void => {};
    const { host, session } = started({
      'simulation.start': () => new Promise((resolve) => (begin = () => resolve(nowOf()))),
      'time.seek': () => nowOf({ time: 5 }),
    });
    const starting = session.startProgram('p1');
    await session.seek(5);
    begin();
    expect(await starting).toBe(true);
    expect(host.asked('time.play')).toEqual([]);
  });

  it('keeps a pace chosen while paused for the next play', async () => {
    const { host, session } = started({ 'time.play': () => nowOf({ playing: true }) });
    await session.setPace({ kind: 'hop', wall: 300 });
    expect(host.asked('time.play')).toEqual([]);
    await session.play();
    expect(host.asked('time.play')).toEqual([{ pace: { kind: 'hop', wall: 300 }, until: null }]);
  });

  it('says that the worker was lost, and that the drawing is to be opened anew', async () => {
    const { host, session } = started();
    host.announce('worker.lost', { name: 'worker-lost', parameters: {} });
    await settle();
    expect(session.losses).toBe(1);
    expect(useNotices().notices.map(({ problem }) => problem.name)).toEqual(['worker-lost']);
  });

  it('goes on after a loss with the drawing as it is, and says how far that is by what has happened', async () => {
    let goOn = (): void => {};
    const { host, session } = started({
      'simulation.reopen': () => new Promise((resolve) => (goOn = () => resolve(nowOf({ facts: 40, cursor: 40 })))),
      'simulation.change': () => {
        throw { name: 'worker.lost', parameters: { message: '' } };
      },
    });
    host.announce('now', nowOf({ facts: 40, cursor: 40 }));
    expect(await session.change({ put: [], remove: [] })).toBe(false);
    expect(session.lost).toBe(true);
    const { history } = session;
    const going = session.reopen('drawing');
    host.announce('now', nowOf({ facts: 10, cursor: 10 }));
    goOn();
    expect(await going).toBe(true);
    expect(host.asked('simulation.reopen')).toEqual([{ text: 'drawing' }]);
    expect(session.now).toMatchObject({ facts: 40, cursor: 40 });
    expect([session.lost, session.history > history]).toEqual([false, true]);
    expect(useNotices().notices).toEqual([]);
  });

  it('takes over a network that lives as it stands, and the pace it is played at', async () => {
    const pace = { kind: 'clock', ratio: 0.5 } as const;
    const { host, session } = started({
      'simulation.reopen': () => nowOf({ time: 7, facts: 40, cursor: 12, pace, playing: true }),
    });
    const { history } = session;
    expect(await session.join('drawing')).toBe(true);
    expect(host.asked('simulation.reopen')).toEqual([{ text: 'drawing' }]);
    expect(session.now).toMatchObject({ time: 7, facts: 40, cursor: 12, playing: true });
    expect([session.pace, session.history > history]).toEqual([pace, true]);
  });

  it('goes on after a loss from the beginning when a person would rather not wait', async () => {
    let goOn = (): void => {};
    const { host, session } = started({
      'simulation.reopen': () => new Promise((resolve) => (goOn = () => resolve(nowOf({ facts: 0, cursor: 0 })))),
      'simulation.open': () => nowOf({ facts: 0, cursor: 0 }),
    });
    host.announce('now', nowOf({ facts: 40, cursor: 40 }));
    vi.useFakeTimers();
    const going = session.reopen('drawing');
    await vi.advanceTimersByTimeAsync(1000);
    useWork().shown!.cancel!();
    await vi.advanceTimersByTimeAsync(0);
    goOn();
    expect(await going).toBe(true);
    vi.useRealTimers();
    expect(host.asked('simulation.open')).toEqual([{ text: 'drawing' }]);
    expect(session.now).toMatchObject({ facts: 0 });
    expect(useNotices().notices.map(({ problem }) => problem.name)).toEqual(['begun-anew']);
    expect(useWork().shown).toBe(null);
  });

  it('says what cannot be done to a packet before it asks what is to become of the future', async () => {
    let answer = 'touch.heard';
    const { host, session } = started({
      'touch.packet': ({ future, frame }) => {
        if (future === 'refuse') throw { name: answer, parameters: {} };
        return { ...nowOf({ facts: 3, cursor: 3 }), frame };
      },
    });
    host.announce('now', nowOf({ facts: 9, cursor: 2 }));
    const what = { cable: 'c1', direction: 0, frame: 4, action: { do: 'lose' } } as const;
    expect(await session.touch(what)).toBe(null);
    expect(useNotices().question).toBe(null);
    expect(useNotices().notices.map(({ problem }) => problem.name)).toEqual(['touch.heard']);

    answer = 'simulation.would-cut-future';
    const touched = session.touch(what);
    await settle();
    expect(useNotices().question?.name).toBe('new-future');
    useNotices().reply(true);
    expect(await touched).toBe(4);
    expect(host.asked('touch.packet').map(({ future }) => future)).toEqual(['refuse', 'refuse', 'replace']);
  });
});
