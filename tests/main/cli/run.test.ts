import { describe, expect, it } from 'vitest';
import { newCable, newDevice, newPing, newRule } from '#document/edits.ts';
import type { CableRecord, DeviceRecord, DocumentRecord, HopDocument, RuleRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { LONGEST_UNASKED, runDocument } from '#cli/run.ts';
import { seconds, summaryText } from '#cli/summary.ts';

/** Two hosts on two switches, with `cables` cables between the switches: two are a loop. pc1 pings a host that is not there. */
function twoSwitches(cables: number): HopDocument {
  const records = new Map<string, DocumentRecord>();
  const put = (record: DocumentRecord): void => void records.set(record.id, record);
  const host = (address: string): DeviceRecord => {
    const blank = newDevice('host', { x: 0, y: 0 }, records);
    return { ...blank, ports: [{ ...blank.ports[0]!, address }] };
  };
  put(host('10.0.0.1'));
  put(host('10.0.0.2'));
  put(newDevice('switch', { x: 0, y: 0 }, records));
  put(newDevice('switch', { x: 0, y: 0 }, records));
  const join = (a: string, b: string): void => put(newCable({ device: a }, { device: b }, records) as CableRecord);
  join('pc1', 'switch1');
  join('pc2', 'switch2');
  for (let i = 0; i < cables; i++) join('switch1', 'switch2');
  put({ ...newPing('pc1', '10.0.0.99', 'ping nobody', records), start: 0 });
  return { format: 'hopscope', version: 1, title: '', seed: 1, records: [...records.values()] };
}

describe('the starter project', () => {
  it('pings the server and exchanges 100 bytes each way, and its server waits for the next client', () => {
    const { summary } = runDocument(starterDocument(), null);
    expect(summary.programs.map(({ name, state, status }) => [name, state, status])).toEqual([
      ['ping server', 'ended', 0],
      ['TCP exchange', 'ended', 0],
      ['TCP exchange (server)', 'running', null],
    ]);
    expect(summary.programs[0]!.lines.join('\n')).toContain('2 packets transmitted, 2 received');
    expect(summary.findings).toEqual([]);
  });

  it('runs as long as it is asked to', () => {
    const { summary } = runDocument(starterDocument(), 1e9);
    expect(summary).toMatchObject({ ending: 'time', time: 1e9 });
    expect(summary.programs[1]).toMatchObject({ state: 'waiting', status: null, lines: [] });
  });

  it('runs no longer than a minute when nobody says how long', () => {
    const { summary } = runDocument(starterDocument(), null);
    expect(summary.time).toBeLessThanOrEqual(LONGEST_UNASKED);
    expect(summary.next).toBeGreaterThan(LONGEST_UNASKED);
  });

  it('counts the frames of each cable by the end that sent them', () => {
    const { summary, timeline } = runDocument(starterDocument(), null);
    const { trace } = timeline;
    let fromPc1 = 0;
    for (let seq = 1; seq <= timeline.cursor; seq++) {
      if (trace.kind(seq) === 'frame.sent' && trace.device(seq) === 'pc1') fromPc1++;
    }
    expect(fromPc1).toBeGreaterThan(5);
    expect(summary.cables[0]).toMatchObject({ a: 'pc1.eth0', b: 'switch1.port1', fromA: fromPc1 });
    // The flooded ARP request is all that pc2 ever hears.
    expect(summary.cables[1]).toMatchObject({ a: 'pc2.eth0', fromA: 0, fromB: 1 });
  });

  it('gives the same summary every time', () => {
    expect(runDocument(starterDocument(), null).summary).toEqual(runDocument(starterDocument(), null).summary);
  });
});

describe('a project with rules', () => {
  const withRule = (some: Partial<RuleRecord>): HopDocument => {
    const starter = starterDocument();
    const existing = new Map(starter.records.map((record) => [record.id, record]));
    const rule = { ...newRule('cable1', 'lose the second request', existing), ...some };
    return { ...starter, records: [...starter.records, rule] };
  };

  it('obeys them, and says how often each hit', () => {
    const document = withRule({ filter: 'icmp.type == 8', hits: { which: 'nth', ordinals: [2] } });
    const { summary } = runDocument(document, null);
    expect(summary.programs[0]!.lines.join('\n')).toContain('2 packets transmitted, 1 received');
    expect(summary.drops).toMatchObject({ 'lost-by-rule': 1 });
    expect(summary.rules).toEqual([
      { id: 'rule1', name: 'lose the second request', cable: 'cable1', enabled: true, matches: 2, hits: 1 },
    ]);
    expect(summaryText(summary, true)).toContain('lose the second request (cable1) hit 1 of 2 frames it looks for');
  });

  it('says which are disabled, and what looks wrong about them', () => {
    const off = runDocument(withRule({ enabled: false }), null).summary;
    expect(off.rules[0]).toMatchObject({ enabled: false, hits: 0 });
    expect(summaryText(off, true)).toContain('lose the second request (cable1) is disabled');
    const vain = runDocument(withRule({ hits: { which: 'nth', ordinals: [] } }), 1e6).summary;
    expect(summaryText(vain, false)).toContain('names no frame it hits');
  });
});

describe('a run', () => {
  it('of an empty drawing ends at once', () => {
    const empty: HopDocument = { format: 'hopscope', version: 1, title: '', seed: 1, records: [] };
    const { summary } = runDocument(empty, null);
    expect(summary).toMatchObject({ ending: 'quiet', time: 0, events: 0, facts: 0, next: null });
    expect(summaryText(summary, true)).toContain('nothing more happened');
  });

  it('of a loop of switches ends when the trace is full, and says so', () => {
    const { summary } = runDocument(twoSwitches(2), 60e9, 20_000);
    expect(summary.ending).toBe('trace-full');
    expect(summary.time).toBeLessThan(60e9);
    expect(summaryText(summary, false)).toContain('room for no more');
  });

  it('without a loop ends with the failure of a ping that nobody answers', () => {
    const { summary } = runDocument(twoSwitches(1), 60e9, 20_000);
    expect(summary.ending).not.toBe('trace-full');
    expect(summary.programs[0]).toMatchObject({ name: 'ping nobody', state: 'ended' });
    expect(summary.programs[0]!.status).not.toBe(0);
  });
});

describe('a summary for a person', () => {
  it('names programs with what they printed, cables with their frames, and warnings', () => {
    const starter = starterDocument();
    const records = starter.records.map((one) =>
      one.id === 'pc1' ? { ...one, name: 'alice', gateway: '192.168.1.99' } : one,
    );
    const { summary } = runDocument({ ...starter, records: records as DocumentRecord[] }, null);
    const text = summaryText(summary, true);
    expect(text).toContain('Two subnets: stopped after 60 s of simulated time, the most without --for.');
    expect(text).toContain('alice has the gateway 192.168.1.99, which no device has for an address.');
    expect(text).toMatch(/alice\.eth0 -- switch1\.port1 +\d+ -> +\d+ <-/);
    expect(text).toContain('ping server on alice: ended with status 1');
  });

  it.each([
    [0, '0 s'],
    [1, '0.000000001 s'],
    [1.5e9, '1.5 s'],
    [60e9, '60 s'],
    [100e9, '100 s'],
  ])('writes %i ns as %s', (time, text) => {
    expect(seconds(time)).toBe(text);
  });
});
