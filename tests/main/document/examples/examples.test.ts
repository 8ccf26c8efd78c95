import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '#document/examples/index.ts';
import { findings } from '#document/findings.ts';
import { readDocument } from '#document/read.ts';
import { topologyOf } from '#document/topology.ts';
import { writeDocument } from '#document/write.ts';
import { Timeline } from '#engine/sim/timeline.ts';

/** What each program of an example printed, played for `time` ns. */
function played(id: string, time: number): { printed: (program: string) => string[]; timeline: Timeline } {
  const document = EXAMPLES.find((one) => one.id === id)!.make();
  const timeline = new Timeline(topologyOf(document), document.seed);
  while (timeline.now < time) {
    if (timeline.advance(time, 100_000) === 'full') throw new Error('the trace is full');
  }
  const names = new Map(
    document.records.flatMap((one) => (one.type === 'program' ? [[one.id, one.name] as const] : [])),
  );
  const printed = (program: string): string[] => {
    const lines: string[] = [];
    for (let seq = 1; seq <= timeline.cursor; seq++) {
      if (timeline.trace.kind(seq) !== 'program.printed') continue;
      const { program: by, line } = timeline.trace.detail(seq) as { program: string; line: string };
      if (by === names.get(program)) lines.push(line);
    }
    return lines;
  };
  return { printed, timeline };
}

describe.each(EXAMPLES.map(({ id, make }) => ({ id, make })))('the example $id', ({ make }) => {
  it('is a valid project, the same every time, and gives no cause for warnings', () => {
    expect(readDocument(writeDocument(make()))).toEqual({ document: make() });
    expect(findings(make())).toEqual([]);
  });

  it('has no device upon another', () => {
    const places = make().records.flatMap((one) => (one.type === 'device' ? [one] : []));
    const near = places.filter((one) =>
      places.some((other) => one !== other && Math.hypot(one.x - other.x, one.y - other.y) <= 110),
    );
    expect(near).toEqual([]);
  });
});

describe('the web example', () => {
  it('finds the name, fetches through the proxy from both servers in turn, and every command succeeds', () => {
    const { printed, timeline } = played('web', 10e9);
    expect(printed('look-up')).toContain('Address: 192.168.2.80');
    expect(printed('fetch')).toContain('<h1>Hello from app1</h1>');
    expect(printed('keep')).toEqual(['app2', 'app1', 'app2'].map((name) => `<h1>Hello from ${name}</h1>`));
    expect(printed('close')).toHaveLength(3);
    const ended = timeline.programs().filter(({ state }) => state === 'ended');
    expect(ended.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the loss example', () => {
  it('shows gaps over UDP and stalls over TCP', () => {
    const { printed } = played('loss', 30e9);
    expect(printed('watch-udp').at(-1)).toMatch(
      /^1\d\d of 200 frames played in time, [1-9]\d* lost, 0 late, [1-9]\d* gaps$/,
    );
    expect(printed('watch-tcp').at(-1)).toMatch(/^200 of 200 frames played, [1-9]\d* stalls, /);
  });
});
