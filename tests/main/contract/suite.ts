import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallName, Host } from '#contract/calls.ts';

/** One end of a channel whose other end serves `suiteHandlers`. */
export interface SuiteEnd {
  client: Host;
  /** Posts a message that is no call of the client's, straight into the channel. */
  post(message: unknown): void | Promise<void>;
  /** Ends the channel from this side. */
  close(): void | Promise<void>;
  /** Ends what `open` began, after the test. */
  tidy?(): void | Promise<void>;
}

/** What the contract promises over any channel. `open` gives a fresh channel to a fresh serving end. */
export function contractSuite(what: string, open: () => Promise<SuiteEnd>): void {
  describe(`the contract over ${what}`, () => {
    let end: SuiteEnd;
    beforeEach(async () => {
      end = await open();
    });
    afterEach(async () => {
      await end.close();
      await end.tidy?.();
    });
    /** A call that the types would not allow. */
    const call = (name: string, parameters: unknown) => end.client.call(name as CallName, parameters as never);
    const problem = (name: string, parameters: Record<string, unknown> = {}) =>
      expect.objectContaining({ name, parameters: expect.objectContaining(parameters) as unknown });

    it('answers a call, with text of any script and keys that look like marks', async () => {
      const hello = await end.client.call('host.hello', {});
      const text = '{"$":1,"글":"한국어 🙂"}';
      expect(hello.project).toEqual({ name: '이름.hop', text, path: null, unsaved: false, running: true });
      expect(await end.client.call('host.keep', { name: '이름.hop', text, path: null, unsaved: false })).toEqual({});
    });

    it('carries typed arrays both ways as what they are', async () => {
      const flights = await end.client.call('trace.flights', {});
      expect(flights.cable).toEqual(new Uint32Array([0, 1, 0]));
      expect(flights.direction).toEqual(new Uint8Array([0, 1, 1]));
      expect(flights.departure).toEqual(new Float64Array([0, 1.5, 9_007_199_254_740_991]));
      const saved = await end.client.call('files.save', { path: null, name: 'x', bytes: new Uint8Array([1, 2, 255]) });
      expect(saved).toEqual({ path: '/258', name: 'x' });
    });

    it('gives each of two hundred calls at once its own reply', async () => {
      const times = Array.from({ length: 200 }, (_, index) => index);
      const answers = await Promise.all(times.map((time) => end.client.call('time.seek', { time })));
      expect(answers.map((now) => now.time)).toEqual(times);
    });

    it('rejects with the problem a handler refuses with', async () => {
      await expect(end.client.call('time.seekFact', { seq: 9 })).rejects.toEqual(
        problem('trace.no-such-fact', { seq: 9 }),
      );
    });

    it('makes an exception of a handler the problem `internal` and tells nothing of it', async () => {
      const refused = await end.client.call('devices.view', { device: 'd' }).catch((error: unknown) => error);
      expect(refused).toEqual(problem('internal', { call: 'devices.view' }));
      expect(JSON.stringify(refused)).not.toContain('secret');
    });

    it.each(['time.fly', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
      'refuses the unknown call %o',
      async (name) => {
        await expect(call(name, {})).rejects.toEqual(problem('contract.unknown-call', { call: name }));
      },
    );

    it('refuses a known call that this end does not serve', async () => {
      await expect(end.client.call('files.open', {})).rejects.toEqual(
        problem('contract.not-served', { call: 'files.open' }),
      );
    });

    it.each<[string, unknown, string]>([
      ['time.seek', {}, 'time'],
      ['time.seek', { time: -1 }, 'time'],
      ['time.seek', { time: 1.5 }, 'time'],
      ['time.seek', { time: '1' }, 'time'],
      ['time.seek', null, ''],
      ['host.keep', { name: 'x', text: '', unsaved: 'no' }, 'unsaved'],
      ['simulation.reopen', {}, 'text'],
      ['time.seek', 'now', ''],
      ['trace.rows', { from: 1, count: 2001, kinds: [] }, 'count'],
      ['trace.rows', { from: 1, count: 1, kinds: ['a', 2] }, 'kinds.1'],
      ['files.save', { path: null, name: 'x', bytes: [1, 2] }, 'bytes'],
      ['devices.view', { device: 'x'.repeat(65) }, 'device'],
      ['time.play', { pace: { kind: 'clock', ratio: 1e9 }, until: null }, 'pace.ratio'],
    ])('refuses %s with %o', async (name, parameters, path) => {
      await expect(call(name, parameters)).rejects.toEqual(problem('contract.bad-shape', { call: name, path }));
    });

    it('refuses a key that would replace a prototype', async () => {
      const record: unknown = JSON.parse('{"id":"d1","inner":{"__proto__":{"polluted":true}}}');
      const refused = call('simulation.change', { change: { put: [record], remove: [] }, future: 'refuse' });
      await expect(refused).rejects.toEqual(problem('contract.bad-shape'));
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    });

    it('refuses nesting without end', async () => {
      let deep: unknown = {};
      for (let level = 0; level < 10_000; level++) deep = { deep };
      const refused = call('simulation.change', { change: { put: [{ deep }], remove: [] }, future: 'refuse' });
      await expect(refused).rejects.toEqual(problem('contract.too-deep'));
    });

    it('refuses more than 64 MiB', async () => {
      const bytes = new Uint8Array(64 * 1024 * 1024 + 1);
      const refused = end.client.call('files.save', { path: null, name: 'x', bytes });
      await expect(refused).rejects.toEqual(problem('contract.too-large'));
      await expect(end.client.call('time.seek', { time: 1 })).resolves.toMatchObject({ time: 1 });
    });

    it('rejects a result of a wrong shape', async () => {
      const refused = end.client.call('conversations.list', {});
      await expect(refused).rejects.toEqual(problem('contract.bad-shape', { call: 'conversations.list' }));
    });

    it('brings announcements before the reply that follows them, until nobody listens', async () => {
      const heard: number[] = [];
      const stop = end.client.on('now', (now) => heard.push(now.time));
      const answered = await end.client.call('time.pause', {});
      expect([...heard, answered.time]).toEqual([77, 78]);
      stop();
      await end.client.call('time.pause', {});
      expect(heard).toEqual([77]);
    });

    it('drops an announcement of a wrong shape', async () => {
      const heard: number[] = [];
      end.client.on('now', (now) => heard.push(now.time));
      await end.client.call('time.play', { pace: { kind: 'hop', wall: 100 }, until: null });
      expect(heard).toEqual([]);
    });

    it('goes on after messages that are no messages', async () => {
      const garbage: unknown[] = [
        null,
        0,
        'call',
        true,
        [],
        {},
        [[]],
        { call: 'x' },
        { call: -1, name: 'time.seek' },
        { call: 1.5 },
        { reply: 1 },
        { announce: 'now' },
        { call: 900_001 },
        { call: 900_002, name: { toString: 1 } },
        { call: 900_003, name: 'time.seek' },
        { call: 900_004, name: 'time.seek', parameters: [[[]]] },
        { problem: {} },
        new Uint8Array(3),
      ];
      for (const message of garbage) await end.post(message);
      await expect(end.client.call('time.seek', { time: 5 })).resolves.toMatchObject({ time: 5 });
    });

    it('refuses the 257th call that waits, and those that wait reject when the channel ends', async () => {
      const waiting = Array.from({ length: 257 }, () => end.client.call('window.unsaved', { unsaved: true }));
      const settled = Promise.allSettled(waiting);
      await expect(waiting[256]).rejects.toEqual(problem('contract.too-many-calls', { limit: 256 }));
      await end.close();
      const outcomes = (await settled).slice(0, 256);
      expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
      expect(outcomes[0]).toMatchObject({ reason: { name: 'contract.closed' } });
    });

    it('rejects calls made after the end', async () => {
      await end.close();
      await expect(end.client.call('time.seek', { time: 1 })).rejects.toEqual(problem('contract.closed'));
    });
  });
}
