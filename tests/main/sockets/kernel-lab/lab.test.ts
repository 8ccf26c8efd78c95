import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { LabView } from '#contract/kernel-lab.ts';
import { forkChild } from '#sockets/kernel-lab/child.ts';
import { KernelLab } from '#sockets/kernel-lab/lab.ts';
import { RECIPES } from '#sockets/kernel-lab/recipes.ts';
import { readTable } from '#sockets/table/table.ts';
import { twinHandlers } from '#worker/twin.ts';

/** Whether this machine has ::1: one without IPv6 has nothing to show of it, and says so. */
const IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
const PROGRAM = new URL('../../../../src-main/sockets/kernel-lab/program.ts', import.meta.url);

let lab: KernelLab;
afterEach(() => lab.close());

function newLab(platform: string = process.platform, ipv6?: boolean): KernelLab {
  const twin = twinHandlers();
  return (lab = new KernelLab({
    start: forkChild,
    program: PROGRAM,
    platform,
    ...(ipv6 === undefined ? {} : { ipv6 }),
    twin: {
      open: async (system) => void (await twin['twin.open']({ platform: system })),
      call: async (actor, call, time) => twin['twin.call']({ actor, call, time }),
      look: async (time, ports) => (await twin['twin.look']({ time, ports })).sockets,
      close: async () => void (await twin['twin.close']({})),
    },
  }));
}

/** Makes all calls of a recipe, or the first few; the view after each. */
async function cook(recipe: string, calls = Infinity, address: LabView['address'] = '127.0.0.1'): Promise<LabView[]> {
  const views = [await newLab().open(recipe, address)];
  while (views.at(-1)!.next !== null && views.length <= calls) views.push(await lab.next());
  return views;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const outcomes = (view: LabView, side: 'real' | 'twin'): string[] =>
  view.calls.flatMap(({ call, [side]: outcome }) =>
    outcome === null ? [] : [`${call.call} ${outcome.error ?? outcome.value ?? 'done'}`],
  );
const states = (view: LabView, side: 'real' | 'twin'): string[] =>
  (view[side] ?? []).map(({ end, state }) => `${end} ${state}`);

/** Looks until the real table is so: an acknowledgment may be held back for a moment. */
async function settled(expected: string[]): Promise<LabView> {
  for (let looks = 0; ; looks++) {
    const view = await lab.look();
    if (looks === 100 || states(view, 'real').join() === expected.join()) return view;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe.runIf(process.platform === 'linux')('the kernel lab, with the sockets of this machine', () => {
  it('opens a connection really and in the simulator, with the same ports and states', async () => {
    const views = await cook('handshake');
    const view = views.at(-1)!;
    expect(outcomes(view, 'real')).toEqual(outcomes(view, 'twin'));
    expect(states(view, 'real')).toEqual(['server LISTEN', 'server ESTABLISHED', 'client ESTABLISHED']);
    expect(view.twin.map(({ local, remote, state }) => [local, remote, state])).toEqual(
      view.real!.map(({ local, remote, state }) => [local, remote, state]),
    );
    expect(view.differences).toEqual([]);
    // Before accept was called the runtime had accepted already, which is said.
    expect(views[2]!.differences).toContainEqual({ name: 'lab.accepted-early', parameters: { real: 0, twin: 1 } });
  });

  it('leaves TIME-WAIT at the end that closed first, whichever it is', async () => {
    for (const [recipe, end] of [
      ['close-by-client', 'client'],
      ['close-by-server', 'server'],
    ] as const) {
      await cook(recipe);
      const view = await settled(['server LISTEN', `${end} TIME-WAIT`]);
      expect(states(view, 'real')).toEqual(['server LISTEN', `${end} TIME-WAIT`]);
      expect(states(view, 'twin')).toEqual(states(view, 'real'));
      const { timer, remaining, held } = view.real!.at(-1)!;
      expect([timer, held]).toEqual(['time-wait', false]);
      expect(remaining! / 1e9).toBeGreaterThan(50);
      expect(remaining! / 1e9).toBeLessThanOrEqual(61);
      await lab.close();
    }
  });

  it('shows CLOSE-WAIT as long as the server does not close, and FIN-WAIT-2 at the other end', async () => {
    await cook('close-wait', 5);
    const view = await settled(['server LISTEN', 'server CLOSE-WAIT', 'client FIN-WAIT-2']);
    expect(states(view, 'real')).toEqual(['server LISTEN', 'server CLOSE-WAIT', 'client FIN-WAIT-2']);
    expect(states(view, 'twin')).toEqual(states(view, 'real'));
  });

  it('lets the half that is open go on after a half-close', async () => {
    const view = (await cook('half-close')).at(-1)!;
    const read = view.calls.filter(({ call }) => call.call === 'recv');
    expect(read.map(({ real }) => real!.text ?? real!.value)).toEqual(['How much is it?', 0, 'Still twelve.', 0]);
    expect(read.map(({ twin }) => twin!.text ?? twin!.value)).toEqual(['How much is it?', 0, 'Still twelve.', 0]);
  });

  it('says where Linux and the RFC part: what came before a reset is still read', async () => {
    const view = (await cook('reset', 6)).at(-1)!;
    expect([view.calls[5]!.real!.text, view.calls[5]!.twin!.error]).toEqual(['Never read.', 'ECONNRESET']);
    expect(view.differences.map(({ name }) => name)).toContain('lab.reset-keeps-data');
  });

  it('refuses where nobody listens, and a port that is taken', async () => {
    const refused = (await cook('refused')).at(-1)!;
    expect([outcomes(refused, 'real').at(-1), outcomes(refused, 'twin').at(-1)]).toEqual([
      'connect ECONNREFUSED',
      'connect ECONNREFUSED',
    ]);
    await lab.close();
    const taken = (await cook('address-in-use')).at(-1)!;
    expect(taken.calls[1]).toMatchObject({ real: { error: 'EADDRINUSE' }, twin: { error: 'EADDRINUSE' } });
    expect(taken.calls[3]).toMatchObject({ real: { error: null }, twin: { error: null } });
  });

  it('keeps the port of a client in TIME-WAIT, and lets the server listen again as it sets SO_REUSEADDR', async () => {
    const view = (await cook('time-wait')).at(-1)!;
    expect(view.calls[5]).toMatchObject({ real: { error: 'EADDRINUSE' }, twin: { error: 'EADDRINUSE' } });
    expect(view.calls[7]).toMatchObject({ real: { error: null }, twin: { error: null } });
    expect(view.differences.map(({ name }) => name)).toContain('lab.address-reused');
  });

  it('queues one connection more than the backlog and drops the SYNs after it, both here and there', async () => {
    const view = (await cook('backlog', 6)).at(-1)!;
    const expected = ['listen', 'suspend', 'connect', 'connect', 'connect EINPROGRESS', 'connect EINPROGRESS'];
    for (const side of ['real', 'twin'] as const) {
      expect(outcomes(view, side).map((one) => one.replace(/ (\d+|done)$/, ''))).toEqual(expected);
      expect(view[side]!.find(({ state }) => state === 'LISTEN')!.receiveQueue).toBe(2);
      expect(states(view, side).filter((one) => one === 'client SYN-SENT')).toHaveLength(2);
    }
  });

  it('stops taking what is written when nobody reads, and goes on when somebody does', async () => {
    const views = await cook('slow-reader');
    expect(views[5]!.calls[4]).toMatchObject({ real: { error: 'EAGAIN' }, twin: { error: 'EAGAIN' } });
    for (const side of ['real', 'twin'] as const) {
      const [peer, client] = ['server', 'client'].map((end) =>
        views[5]![side]!.find((one) => one.end === end && one.state === 'ESTABLISHED')!,
      );
      expect(peer!.receiveQueue).toBeGreaterThan(100_000);
      expect(client!.sendQueue).toBeGreaterThan(100_000);
      expect(client!.timer).toBe('persist');
      expect(views.at(-1)!.calls[5]![side]!.value).toBe(262_144);
    }
  });

  it('kills a process for good: its sockets are closed by the kernel, with a reset when data was lost', async () => {
    const killed = (await cook('killed')).at(-1)!;
    expect(killed.calls[4]).toMatchObject({ real: { error: null, value: 0 }, twin: { error: null, value: 0 } });
    await lab.close();
    const lost = (await cook('killed-with-data')).at(-1)!;
    expect(lost.calls[5]).toMatchObject({ real: { error: 'ECONNRESET' }, twin: { error: 'ECONNRESET' } });
  });

  it('reads datagrams one by one and a stream at one go', async () => {
    const datagrams = (await cook('datagrams')).at(-1)!;
    expect(outcomes(datagrams, 'real').slice(4, 7)).toEqual(['recvfrom 100', 'recvfrom 200', 'recvfrom EAGAIN']);
    expect(outcomes(datagrams, 'twin')).toEqual(outcomes(datagrams, 'real'));
    await lab.close();
    const merged = (await cook('merged')).at(-1)!;
    expect([merged.calls.at(-1)!.real!.text, merged.calls.at(-1)!.twin!.text]).toEqual([
      'three separate writes',
      'three separate writes',
    ]);
  });

  it('needs one connection for two requests with keep-alive, and two without', async () => {
    const kept = (await cook('http-keep-alive')).at(-1)!;
    expect(outcomes(kept, 'real').filter((one) => one.startsWith('connect'))).toHaveLength(1);
    await lab.close();
    await cook('http-close');
    const view = await settled(['server LISTEN', 'server TIME-WAIT', 'server TIME-WAIT']);
    expect(states(view, 'real')).toEqual(['server LISTEN', 'server TIME-WAIT', 'server TIME-WAIT']);
    expect(states(view, 'twin')).toEqual(states(view, 'real'));
  });

  it.runIf(IPV6)(
    'makes the real calls at ::1, in the table of IPv6 and with the same states, beside a twin of IPv4',
    async () => {
      await cook('close-by-client', Infinity, '::1');
      const view = await settled(['server LISTEN', 'client TIME-WAIT']);
      expect(states(view, 'real')).toEqual(['server LISTEN', 'client TIME-WAIT']);
      expect(states(view, 'twin')).toEqual(states(view, 'real'));
      expect(view.real!.map(({ local }) => local.replace(/\d+$/, ''))).toEqual(['[::1]:', '[::1]:']);
      expect(view.twin.map(({ local }) => local.replace(/\d+$/, ''))).toEqual(['127.0.0.1:', '127.0.0.1:']);
      const names = view.differences.map(({ name }) => name);
      expect(names).toContain('lab.no-ipv6');
      // The address alone makes no row another one.
      expect(names).not.toContain('lab.only-real');
      expect(names).not.toContain('lab.only-twin');
      await lab.close();
      const datagrams = (await cook('datagrams', Infinity, '::1')).at(-1)!;
      expect(outcomes(datagrams, 'real').slice(4, 7)).toEqual(['recvfrom 100', 'recvfrom 200', 'recvfrom EAGAIN']);
    },
  );

  it('leaves nothing open when it is closed in the middle, even with a stopped program', async () => {
    const views = await cook('backlog', 3);
    const port = views.at(-1)!.calls[0]!.real!.value!;
    await lab.close();
    const left = await readTable('linux', new Set([port]));
    expect(left.filter(({ held }) => held)).toEqual([]);
    await expect(lab.next()).rejects.toMatchObject({ name: 'lab.none' });
  });
});

describe.runIf(process.platform !== 'win32')('the programs of a kernel lab whose host is killed', () => {
  it('end too, even the one that is stopped and can notice nothing', async () => {
    const host = fileURLToPath(new URL('../../../support/dying-host.ts', import.meta.url));
    // A leader of a session of its own, as a program started by a desktop is: nobody else tells its children.
    const dying = spawn(process.execPath, [host], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(dying.stdout.setEncoding('utf8'), 'data')) as [string];
    const pids = line.trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    expect(pids.filter(lives)).toEqual(pids);
    dying.kill('SIGKILL');
    for (let waited = 0; waited < 300 && pids.some(lives); waited++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(pids.filter(lives)).toEqual([]);
  });
});

describe('the kernel lab', () => {
  it('forgets the twin with the recipe, and asks nothing of it that was never opened', async () => {
    const twin = twinHandlers();
    await twin['twin.open']({ platform: 'linux' });
    expect(await twin['twin.look']({ time: 0, ports: [] })).toEqual({ sockets: [] });
    await twin['twin.close']({});
    expect(() => twin['twin.look']({ time: 0, ports: [] })).toThrow(expect.objectContaining({ name: 'lab.none' }));
    let closed = 0;
    lab = new KernelLab({
      start: forkChild,
      program: PROGRAM,
      platform: process.platform,
      twin: {
        open: async () => undefined,
        call: async () => ({ error: null, value: null, text: null }),
        look: async () => [],
        close: async () => void closed++,
      },
    });
    await lab.open('handshake');
    await lab.close();
    await lab.close();
    expect(closed).toBe(1);
  });

  it('refuses ::1 where the machine has none, and says so before', async () => {
    newLab(process.platform, false);
    expect(lab.withoutIpv6()).toEqual({ name: 'lab.no-ipv6-here', parameters: {} });
    await expect(lab.open('handshake', '::1')).rejects.toMatchObject({ name: 'lab.no-ipv6-here' });
    expect(newLab(process.platform, true).withoutIpv6()).toBeNull();
  });

  it('refuses a recipe nobody knows', async () => {
    await expect(newLab().open('soup')).rejects.toMatchObject({ name: 'lab.unknown', parameters: { recipe: 'soup' } });
  });

  it('says which recipes a system cannot show, and refuses them', async () => {
    const cannot = newLab('win32')
      .recipes()
      .filter(({ why }) => why !== null);
    expect(cannot).toEqual([{ id: 'backlog', why: { name: 'lab.cannot-suspend', parameters: {} } }]);
    await expect(lab.open('backlog')).rejects.toMatchObject({ name: 'lab.cannot-suspend' });
  });

  it('has no two recipes of one name, and each uses only sockets it has made', () => {
    expect(new Set(RECIPES.map(({ id }) => id)).size).toBe(RECIPES.length);
    for (const { id, calls } of RECIPES) {
      const made = new Set<string>();
      for (const [actor, call] of calls) {
        if (call.call === 'listen' || call.call === 'connect' || call.call === 'bind')
          made.add(`${actor} ${call.socket}`);
        else if (call.call === 'accept') made.add(`${actor} ${call.as}`);
        else if ('socket' in call) expect(made, id).toContain(`${actor} ${call.socket}`);
      }
    }
  });
});
