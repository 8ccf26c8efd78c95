import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Causes } from '#worker/causes/causes.ts';
import { WrittenRows } from '#worker/causes/written-rows.ts';
import { alsoOf } from '#engine/trace/also.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { lab, type Lab } from '#support/lab.ts';
import { act, begin, deeds } from '#support/random-network.ts';
import { traceOf, write, type WrittenFact } from '#support/trace-of.ts';

const SEED = 77;

/** Causes of a trace on a clock that stands still: every answer is given in one go. */
function causesOf(trace: TraceStore): Causes {
  return new Causes(
    trace,
    new WrittenRows(trace),
    () => 0,
    () => () => undefined,
  );
}

/** A chain of facts, each caused by the one before. */
function line(length: number): TraceStore {
  return traceOf(...Array.from({ length }, (_, at): WrittenFact => ['ip.delivered', at, 'a', { cause: at }]));
}

function lastOf(network: Lab, kind: Parameters<Lab['facts']>[0], device?: string): number {
  return network.facts(kind).findLast((fact) => device === undefined || fact.device === device)!.seq;
}

describe('why', () => {
  it('is the chain from a fact back to the person', async () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const { steps, gap } = await causesOf(network.timeline.trace).why(lastOf(network, 'icmp.echo.answered'), 100);
    expect(gap).toBeNull();
    expect(steps.at(-1)).toMatchObject({ kind: 'input.started', cause: 0, clause: null });
    expect(steps[0]).toMatchObject({ kind: 'icmp.echo.answered', device: 'pc2', clause: 'RFC 1122 §3.2.2.6' });
    for (const [index, step] of steps.slice(1).entries()) expect(step.seq).toBe(steps[index]!.cause);
  });

  it('tells the beginning and the root of a chain that is too long', async () => {
    const { steps, gap } = await causesOf(line(100)).why(100, 20);
    expect(steps).toHaveLength(20);
    expect(steps.map(({ seq }) => seq)).toEqual([
      100, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89, 88, 87, 6, 5, 4, 3, 2, 1,
    ]);
    expect(gap).toEqual({ at: 14, count: 80 });
  });

  it('refuses to answer about a fact that is not there', async () => {
    await expect(causesOf(line(3)).why(4, 10)).rejects.toMatchObject({ name: 'trace.no-such-fact' });
    await expect(causesOf(line(3)).effects(4, 10)).rejects.toMatchObject({ name: 'trace.no-such-fact' });
  });

  it('names the rows of tables, and the facts that wrote them', async () => {
    const network = lab('pc1 -- switch1 -- router1 -- pc2', {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        router1: ['10.0.1.254', '10.0.2.254'],
        pc2: '10.0.2.1/24 via 10.0.2.254',
      },
    });
    network.command('router1', 'ip route add 10.0.9.0/24 via 10.0.2.1');
    network.ping('pc1', '10.0.9.1');
    network.ping('pc1', '10.0.2.1', 2);
    network.run('3s');
    const causes = causesOf(network.timeline.trace);
    const rowsOf = (seq: number) => causes.step(seq).rows;

    const forwarded = network.facts('ip.forwarded').find(({ detail }) => detail.route === '10.0.9.0/24')!;
    const [added] = network.facts('route.added');
    expect(rowsOf(forwarded.seq)).toEqual([
      {
        table: 'routes',
        cells: { destination: '10.0.9.0/24', via: '10.0.2.1', port: 'eth1', kind: 'static', metric: '0' },
        fact: added!.seq,
      },
    ]);
    const connected = network.facts('ip.forwarded').find(({ detail }) => detail.route === '10.0.2.0/24')!;
    expect(rowsOf(connected.seq)).toMatchObject([{ table: 'routes', cells: { kind: 'connected' }, fact: null }]);

    const bridged = network.facts('switch.forwarded').at(-1)!;
    const [row] = rowsOf(bridged.seq);
    expect(row).toMatchObject({ table: 'mac', cells: { mac: bridged.detail.mac } });
    expect(network.timeline.trace.kind(row!.fact!)).toBe('mac.learned');

    const sent = network.facts('frame.sent').findLast(({ device }) => device === 'router1')!;
    const [neighbour] = rowsOf(sent.seq);
    expect(neighbour).toMatchObject({ table: 'arp', cells: { address: '10.0.1.1', mac: '02:00:00:00:00:01' } });
    expect(network.timeline.trace.kind(neighbour!.fact!)).toBe('arp.learned');
  });
});

describe('what then', () => {
  it(`is all that has a fact among its causes (seed ${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 31), deeds, fc.nat(), async (drawing, all, which) => {
        const network = begin(drawing);
        for (const deed of all) act(network, deed);
        const { trace } = network.timeline;
        const fact = 1 + (which % trace.length);
        const family = new Set([fact]);
        for (let seq = fact + 1; seq <= trace.length; seq++) {
          if (family.has(trace.cause(seq)) || family.has(alsoOf(trace, seq))) family.add(seq);
        }
        const { effects, complete } = await causesOf(trace).effects(fact, trace.length);
        expect(complete).toBe(true);
        expect([fact, ...effects.map(({ seq }) => seq)]).toEqual([...family]);
      }),
      { seed: SEED, numRuns: 10 },
    );
  });

  it('is told from the beginning, and says that there is more', async () => {
    const { effects, complete } = await causesOf(line(50)).effects(10, 5);
    expect(effects.map(({ seq }) => seq)).toEqual([11, 12, 13, 14, 15]);
    expect(complete).toBe(false);
    expect(await causesOf(line(50)).effects(45, 5)).toMatchObject({ complete: true });
  });

  it('lets others work in between, and gives up when what it reads is cut off', async () => {
    const trace = line(20_000);
    let now = 0;
    const turns: (() => void)[] = [];
    const causes = new Causes(
      trace,
      new WrittenRows(trace),
      () => (now += 100),
      (_, run) => {
        turns.push(run);
        return () => undefined;
      },
    );
    const answered = causes.why(20_000, 10).catch((refused: unknown) => refused);
    expect(turns).toHaveLength(1);
    causes.cut(100);
    trace.cut(100, 0);
    turns.shift()!();
    expect(await answered).toMatchObject({ name: 'trace.no-such-fact' });
    expect((await causes.why(100, 200)).steps).toHaveLength(100);
  });

  it(`is the same after a future was cut off and another one lived (seed ${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 2, maxLength: 60 }),
        fc.nat(),
        fc.nat(),
        async (before, where, which) => {
          const facts = (from: number) =>
            before.map(([cause, second], at): WrittenFact => {
              const seq = from + at;
              const value = second && seq > 1 ? 1 + (cause % (seq - 1)) : 0;
              return ['frame.dropped', seq, 'a', { cause: cause % seq, value: value === cause % seq ? 0 : value }];
            });
          const trace = traceOf(...facts(1));
          const causes = causesOf(trace);
          await causes.why(1, 10);
          const length = 1 + (where % trace.length);
          causes.cut(length);
          trace.cut(length, 0);
          write(trace, ...facts(length + 1));
          const fact = 1 + (which % trace.length);
          expect(await causes.effects(fact, 500)).toEqual(await causesOf(trace).effects(fact, 500));
          expect(await causes.why(fact, 500)).toEqual(await causesOf(trace).why(fact, 500));
        },
      ),
      { seed: SEED },
    );
  });
});

describe('a row of a table', () => {
  const because = (network: Lab, device: string, name: string): (string | null)[] => {
    const { trace, cursor } = network.timeline;
    const table = network.timeline.view(device).find((one) => one.name === name)!;
    return new WrittenRows(trace).because(device, table, cursor).map((seq) => (seq === null ? null : trace.kind(seq)));
  };

  it('knows the fact that wrote it', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.command('pc2', 'http-server');
    network.command('pc1', 'curl http://10.0.0.2/');
    network.run('10ms');
    expect(because(network, 'pc1', 'arp')).toEqual(['arp.learned']);
    expect(because(network, 'switch1', 'mac')).toEqual(['mac.learned', 'mac.learned']);
    expect(because(network, 'pc1', 'connections')).toEqual(['tcp.state']);
    expect(because(network, 'pc2', 'sockets')).toContain('socket.called');
    expect(because(network, 'pc2', 'programs')).toEqual(['program.started']);
    expect(because(network, 'pc1', 'programs')).toEqual(['program.ended']);
    // The drawing says it.
    expect(because(network, 'pc1', 'routes')).toEqual([null]);
  });

  it('of a socket with a timer is what started the timer, which leads on to the segment and the state', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.command('pc2', 'http-server');
    network.command('pc1', 'curl http://10.0.0.2/');
    network.run('10ms');
    const sockets = ['pc1', 'pc2'].flatMap((device) => {
      const table = network.timeline.view(device).find(({ name }) => name === 'sockets')!;
      const timer = table.columns.indexOf('timer');
      return because(network, device, 'sockets').map((kind, at) => [table.rows[at]![timer] !== null, kind] as const);
    });
    expect(sockets.filter(([runs]) => runs).map(([, kind]) => kind)).toEqual(['tcp.timer.started']);
    expect(sockets.filter(([runs]) => !runs).map(([, kind]) => kind)).toContain('socket.called');
  });

  it('of a socket at rest is the change into its state', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.command('pc2', 'echo-server');
    network.command('pc1', 'nc 10.0.0.2 7');
    network.run('5s');
    expect(because(network, 'pc1', 'sockets')).toEqual(['tcp.state']);
    expect(because(network, 'pc2', 'sockets')).toContain('tcp.state');
  });

  it('of a lease, and of a filter rule, is what the client said and the packet that matched last', () => {
    const pool = {
      first: '10.0.0.100',
      last: '10.0.0.110',
      prefix: 24,
      gateway: '10.0.0.1',
      nameServers: [],
      leaseTime: 600e9,
    };
    const network = lab('server1 -- pc1', {
      addresses: { server1: '10.0.0.1/24', pc1: 'dhcp' },
      settings: { server1: { dhcp: { server: { pools: [pool], ping: false } } } },
    });
    network.run('9s');
    expect(because(network, 'server1', 'leases')).toEqual(['udp.received']);
    expect(because(network, 'pc1', 'dhcp')).toEqual(['interface.address']);
    const filtered = lab('pc1 -- pc2', {
      settings: { pc1: { filter: { rules: [{ action: 'reject', direction: 'out', protocol: 'tcp' }] } } },
    });
    filtered.command('pc1', 'curl http://10.0.0.2/');
    filtered.run('1s');
    expect(because(filtered, 'pc1', 'filter')).toContain('filter.matched');
  });

  it('of a filter is the newest packet it decided about, also one it let through, and of an exchange its newest change', () => {
    const network = lab('pc1 -- pc2', {
      settings: {
        pc2: {
          filter: {
            rules: [
              { action: 'accept', direction: 'in', established: true },
              { action: 'accept', direction: 'in', protocol: 'tcp', destinationPorts: { first: 80, last: 80 } },
              { action: 'drop', direction: 'in', protocol: 'udp' },
            ],
          },
        },
      },
    });
    network.command('pc2', 'http-server');
    network.command('pc1', 'curl http://10.0.0.2/');
    network.run('50ms');
    const filter = network.timeline.view('pc2').find(({ name }) => name === 'filter')!;
    const packets = filter.columns.indexOf('packets');
    const asked = because(network, 'pc2', 'filter');
    // Rules that have decided about packets, and the policies of directions without rules, which decide nothing.
    filter.rows.forEach((row, at) => {
      const decides = row[0] !== null && Number(row[packets]) > 0;
      expect(asked[at], `${row[0]}`).toBe(decides ? 'filter.matched' : null);
    });
    expect(asked.filter((kind) => kind !== null)).toHaveLength(2);
    expect(because(network, 'pc2', 'flows')).toEqual(['filter.flow']);
    // The packet went on because of the rule.
    const delivered = network.facts('ip.delivered').find(({ device }) => device === 'pc2')!;
    expect(network.timeline.trace.kind(delivered.cause)).toBe('filter.matched');
    network.run('10000s');
    expect(network.facts('filter.flow').map(({ detail: { from, to } }) => [from, to])).toEqual([
      ['', 'opening'],
      ['opening', 'established'],
      ['established', 'closing'],
      ['closing', ''],
    ]);
  });

  it('of a socket is its own process, when several run the same program', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc1', 'nc -l 7');
    network.run('1ms');
    network.command('pc1', 'nc -l 8');
    network.run('1ms');
    const { trace, cursor } = network.timeline;
    const view = (name: string) => network.timeline.view('pc1').find((one) => one.name === name)!;
    const written = new WrittenRows(trace);
    const [sockets, programs] = [view('sockets'), view('programs')];
    const process = sockets.columns.indexOf('process');
    const facts = written.because('pc1', sockets, cursor) as number[];
    expect(facts.map((seq) => trace.value(seq))).toEqual(sockets.rows.map((row) => row[process]));
    expect(new Set(facts).size).toBe(2);
    const started = written.because('pc1', programs, cursor) as number[];
    expect(started.map((seq) => trace.kind(seq))).toEqual(['program.started', 'program.started']);
    expect(new Set(started).size).toBe(2);
  });

  it('has none that lies ahead', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const table = network.timeline.view('pc1').find((one) => one.name === 'arp')!;
    expect(new WrittenRows(network.timeline.trace).because('pc1', table, 1)).toEqual([null]);
  });

  it('forgets with the history', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const { trace } = network.timeline;
    const written = new WrittenRows(trace);
    const table = network.timeline.view('pc1').find((one) => one.name === 'arp')!;
    expect(written.because('pc1', table, trace.length)).not.toEqual([null]);
    written.cut(1);
    trace.cut(1, 0);
    expect(written.because('pc1', table, trace.length)).toEqual([null]);
  });
});
