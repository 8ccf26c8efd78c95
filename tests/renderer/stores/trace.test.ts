// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, watchEffect } from 'vue';
import { GROUPS } from '#renderer/stores/groups.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useTrace } from '#renderer/stores/trace.ts';
import { factOf, nowOf, rowsFrom, ScriptedHost, settle } from '#support/scripted-host.ts';

beforeEach(() => setActivePinia(createPinia()));

const ROWS = Array.from({ length: 1000 }, (_, index) => {
  const seq = index + 1;
  return seq % 100 === 0 ? factOf(seq, { kind: 'frame.dropped', reason: 'no-route', detail: {} }) : factOf(seq);
});

function lived(some: Parameters<typeof nowOf>[0] = {}, rows = ROWS) {
  const host = new ScriptedHost({ 'trace.rows': rowsFrom(rows) });
  useSession().start(host);
  const trace = useTrace();
  host.announce('now', nowOf({ facts: rows.length, cursor: rows.length, ...some }));
  return { host, trace };
}

describe('the trace', () => {
  it('fetches only the chunk somebody looks at', async () => {
    const { host, trace } = lived();
    await settle();
    expect(trace.row(450)).toBeUndefined();
    await settle();
    expect(trace.row(450)?.seq).toBe(450);
    expect(host.asked('trace.rows')).toEqual([{ from: 449, count: 64, kinds: [], conversations: true }]);
  });

  it('knows the places of the whole list as soon as a filter is taken away, whatever is still on its way', async () => {
    const { host, trace } = lived();
    await settle();
    trace.groups = new Set(['drops']);
    await settle();
    expect(trace.total).toBe(10);
    host.answers['trace.rows'] = () => new Promise(() => {});
    trace.groups = new Set(['drops', 'arp']);
    await settle();
    trace.groups = new Set(GROUPS);
    expect(await trace.placeOf(450)).toBe(450);
    expect(trace.total).toBe(1000);
  });

  it('asks for a row once, however often it is looked at', async () => {
    const { host, trace } = lived();
    await settle();
    for (let look = 0; look < 5; look++) trace.row(7);
    await settle();
    trace.row(7);
    expect(host.asked('trace.rows')).toHaveLength(1);
  });

  it('asks again for rows that were on their way when all was forgotten, whoever still looks at them', async () => {
    const { host, trace } = lived();
    await settle();
    const rows = host.answers['trace.rows']!;
    let answer = (): void => {};
    host.answers['trace.rows'] = (asked) => new Promise((resolve) => (answer = () => resolve(rows(asked) as never)));
    const seen = computed(() => trace.row(7)?.seq);
    watchEffect(() => void seen.value);
    await settle();
    expect(seen.value).toBeUndefined();
    useSession().history++;
    await settle();
    host.answers['trace.rows'] = rows;
    answer();
    await settle();
    expect(seen.value).toBe(7);
  });

  it('tells of one event without asking where its row is here, and never by a row of another history', async () => {
    const { host, trace } = lived();
    await settle();
    trace.row(7);
    await settle();
    expect((await trace.fact(7))?.seq).toBe(7);
    expect(host.asked('trace.rows')).toHaveLength(1);
    expect((await trace.fact(700))?.seq).toBe(700);
    expect(host.asked('trace.rows')).toHaveLength(2);
    host.announce('now', nowOf({ facts: 900, cursor: 900 }));
    await settle();
    await trace.fact(7);
    expect(host.asked('trace.rows')).toHaveLength(3);
  });

  it('asks for nothing while the list is drawn along too fast for answers to be seen, and then for where it rests', async () => {
    const { host, trace } = lived();
    await settle();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const real = rowsFrom(ROWS);
    let answer = (): void => {};
    host.answers['trace.rows'] = (asked) => new Promise((resolve) => (answer = () => resolve(real(asked))));
    const leapTo = async (place: number): Promise<void> => {
      trace.row(place);
      await settle();
      answer();
      await settle();
    };
    const asked = (): number[] => host.asked('trace.rows').map(({ from }) => from);
    trace.row(1);
    for (const place of [200, 900, 600, 800, 990]) await leapTo(place);
    // Two came too late: from then on it is waited.
    const late = asked();
    expect(late).toEqual([1, 193]);
    await vi.advanceTimersByTimeAsync(34);
    await leapTo(500);
    await vi.advanceTimersByTimeAsync(34);
    expect(asked()).toEqual(late);
    // It rests where it is looked at last.
    await vi.advanceTimersByTimeAsync(34);
    expect(asked()).toEqual([...late, 449]);
    answer();
    await settle();
    expect(trace.row(500)?.seq).toBe(500);
    // A single step is asked for at once again.
    trace.row(700);
    await settle();
    expect(asked()).toContain(641);
    vi.useRealTimers();
  });

  it('has the rows around an event that may be gone to next, so that a list that scrolls there shows no holes', async () => {
    const { host, trace } = lived();
    await settle();
    await trace.expect(450);
    const asked = host.asked('trace.rows').length;
    for (let place = 418; place <= 482; place++) expect(trace.row(place)?.seq).toBe(place);
    await trace.expect(1000);
    await trace.expect(1);
    await trace.expect(1);
    expect([trace.row(970)?.seq, trace.row(1000)?.seq, trace.row(1)?.seq, trace.row(30)?.seq]).toEqual([
      970, 1000, 1, 30,
    ]);
    expect(host.asked('trace.rows')).toHaveLength(asked + 2);
  });

  it('expects nothing where a filter would have to be gone through to know the place', async () => {
    const { host, trace } = lived();
    await settle();
    trace.groups = new Set(['drops']);
    await settle();
    const asked = host.asked('trace.rows').length;
    await trace.expect(450);
    expect(host.asked('trace.rows')).toHaveLength(asked);
  });

  it('lets rows that may be gone to next wait for those that are looked at', async () => {
    const { host, trace } = lived();
    await settle();
    const slow: (() => void)[] = [];
    host.answers['trace.rows'] = async (asked) => {
      await new Promise<void>((answer) => slow.push(answer));
      return rowsFrom(ROWS)(asked);
    };
    // A list has just leapt: some of its rows are on their way, and others are asked for with the next question.
    for (const place of [1, 100, 700]) trace.row(place);
    void trace.expect(300);
    void trace.expect(900);
    while (slow.length > 0) {
      slow.shift()!();
      await settle();
    }
    expect([1, 100, 700].map((place) => trace.row(place)?.seq)).toEqual([1, 100, 700]);
    expect(host.asked('trace.rows').map(({ from }) => from)).toEqual([1, 641, 65]);
  });

  it('tells nobody of rows he does not look at', async () => {
    const { trace } = lived();
    await settle();
    let looks = 0;
    const first = computed(() => {
      looks++;
      return trace.list(1, 10).map(({ row }) => row?.seq);
    });
    expect(first.value[0]).toBeUndefined();
    await settle();
    expect(first.value[9]).toBe(10);
    expect(looks).toBe(2);
    trace.row(500);
    await settle();
    expect(trace.row(500)?.seq).toBe(500);
    expect(first.value[9]).toBe(10);
    expect(looks).toBe(2);
  });

  it('fetches the last chunk again when facts have come', async () => {
    const { host, trace } = lived({}, ROWS.slice(0, 150));
    await settle();
    trace.row(150);
    await settle();
    expect(trace.row(151)).toBeUndefined();
    host.answers['trace.rows'] = rowsFrom(ROWS.slice(0, 180));
    host.announce('now', nowOf({ facts: 180, cursor: 180 }));
    await settle();
    trace.row(151);
    await settle();
    expect(trace.row(151)?.seq).toBe(151);
    expect(trace.row(150)?.seq).toBe(150);
  });

  it('has as many rows as there are facts, and the cursor among them', async () => {
    const { trace } = lived({ cursor: 300 });
    await settle();
    expect([trace.total, trace.place]).toEqual([1000, 300]);
  });

  it('moves on while time runs when the rows are here that will be seen', async () => {
    const { host, trace } = lived({ facts: 300, cursor: 300, playing: true });
    await settle();
    trace.row(300);
    await settle();
    const answers: (() => void)[] = [];
    const real = rowsFrom(ROWS);
    host.answers['trace.rows'] = (asked) => new Promise((answer) => answers.push(() => answer(real(asked))));
    host.announce('now', nowOf({ facts: 900, cursor: 900, playing: false }));
    host.announce('now', nowOf({ facts: 900, cursor: 900, playing: true }));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(trace.place).toBe(300);
    answers[0]!();
    await settle();
    expect(trace.place).toBe(900);
    expect(trace.list(870, 31).map(({ row }) => row?.seq)).toEqual(Array.from({ length: 31 }, (_, k) => 870 + k));
    expect(answers).toHaveLength(1);
  });

  it('counts only what passes the filter, and finds the cursor there', async () => {
    const { trace } = lived({ cursor: 550 });
    await settle();
    trace.groups = new Set(['drops']);
    await settle();
    await settle();
    expect([trace.total, trace.place]).toEqual([10, 5]);
    trace.row(3);
    await settle();
    expect(trace.row(3)).toMatchObject({ seq: 300, reason: 'no-route' });
  });

  it('follows the cursor through filtered rows', async () => {
    const { host, trace } = lived({ cursor: 550 });
    trace.groups = new Set(['drops']);
    for (const [cursor, place] of [
      [599, 5],
      [600, 6],
      [1000, 10],
      [99, 0],
      [100, 1],
    ] as const) {
      host.announce('now', nowOf({ facts: 1000, cursor }));
      for (let turn = 0; turn < 8; turn++) await settle();
      expect([cursor, trace.place]).toEqual([cursor, place]);
    }
  });

  it('shows nothing when no group is chosen', async () => {
    const { trace } = lived();
    await settle();
    trace.groups = new Set();
    await settle();
    await settle();
    expect(trace.total).toBe(0);
  });

  it('forgets rows of a future that was cut off', async () => {
    const { host, trace } = lived();
    await settle();
    trace.row(500);
    await settle();
    host.answers['trace.rows'] = rowsFrom(ROWS.map((row) => ({ ...row, device: 'other' })));
    host.announce('now', nowOf({ facts: 400, cursor: 400 }));
    host.announce('now', nowOf({ facts: 600, cursor: 600 }));
    await settle();
    trace.row(500);
    await settle();
    expect(trace.row(500)?.device).toBe('other');
  });

  it('throws an answer away that belongs to a history that is gone', async () => {
    const { host, trace } = lived();
    await settle();
    const answers: (() => void)[] = [];
    const real = rowsFrom(ROWS);
    host.answers['trace.rows'] = (asked) => new Promise((answer) => answers.push(() => answer(real(asked))));
    trace.row(1);
    await settle();
    host.answers['trace.rows'] = rowsFrom(ROWS.map((row) => ({ ...row, device: 'other' })));
    host.announce('now', nowOf({ facts: 10, cursor: 10 }));
    await settle();
    answers.forEach((answer) => answer());
    await settle();
    trace.row(1);
    await settle();
    expect(trace.row(1)?.device).toBe('other');
  });

  it('asks for the frames on cables when their number of looks changes, and not otherwise', async () => {
    const { host } = lived({ flights: 1 });
    await settle();
    host.announce('now', nowOf({ facts: 1000, cursor: 1000, flights: 1, version: 7 }));
    await settle();
    expect(host.asked('trace.flights')).toHaveLength(1);
    host.announce('now', nowOf({ facts: 1000, cursor: 1000, flights: 2 }));
    await settle();
    expect(host.asked('trace.flights')).toHaveLength(2);
  });
});
