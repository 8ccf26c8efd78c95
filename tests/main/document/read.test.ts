import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '#document/limits.ts';
import { PROBLEMS, type Problem } from '#document/problem.ts';
import { readDocument } from '#document/read.ts';
import type { HopDocument } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';

const seed = 20261122;

function problemsOf(text: string): Problem[] {
  const reading = readDocument(text);
  return 'problems' in reading ? reading.problems : [];
}
/** Problems of the starter project after `change` did something to its plain JSON. */
// oxlint-disable-next-line typescript/no-explicit-any -- anything may be done to a file
function spoilt(change: (project: any) => void): Problem[] {
  const project = JSON.parse(writeDocument(starterDocument())) as HopDocument;
  change(project);
  return problemsOf(JSON.stringify(project));
}
// oxlint-disable-next-line typescript/no-explicit-any -- as above
const record = (project: any, id: string) => project.records.find((one: { id: string }) => one.id === id);

describe('a file', () => {
  it('with a byte order mark and Windows line ends is read', () => {
    const text = `\ufeff${writeDocument(starterDocument()).replaceAll('\n', '\r\n')}`;
    expect(readDocument(text)).toEqual({ document: starterDocument() });
  });

  it('whose records stand in another order is the same document', () => {
    const project = starterDocument();
    const text = JSON.stringify({ ...project, records: [...project.records].reverse() });
    expect(readDocument(text)).toEqual({ document: project });
  });

  it('from a newer version is refused by its version, whatever else is new in it', () => {
    expect(problemsOf('{"format":"hopscope","version":7,"sheets":[]}')).toEqual([
      { name: 'newer-version', parameters: { version: 7, known: 1 } },
    ]);
  });

  it.each([['[]'], ['null'], ['"hopscope"'], ['{}'], ['{"format":"drawing","version":1}'], ['17']])(
    'that is JSON but no project is told so: %s',
    (text) => {
      expect(problemsOf(text)).toEqual([{ name: 'not-a-project', parameters: {} }]);
    },
  );

  it.each([['"1"'], ['0'], ['1.5'], ['null'], ['-3']])('with the version %s is refused', (version) => {
    expect(problemsOf(`{"format":"hopscope","version":${version}}`)).toMatchObject([
      { name: 'wrong-type', parameters: { record: 'project', field: 'version' } },
    ]);
  });

  it('that was cut off is refused with the place where it ends', () => {
    const text = writeDocument(starterDocument());
    const half = text.slice(0, text.indexOf('"kind"') + 3);
    const lines = half.split('\n');
    expect(problemsOf(half)).toEqual([
      { name: 'not-json', parameters: { line: lines.length, column: lines.at(-1)!.indexOf('"') + 1 } },
    ]);
  });

  it(`of any text gives problems with all their parameters and never throws (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.json({ maxDepth: 6 })), (text) => {
        const problems = problemsOf(text);
        expect(problems.length).toBeGreaterThan(0);
        expectComplete(problems);
      }),
      { seed, numRuns: 500 },
    );
  });

  it(`with any value in any place is read or refused and never throws (seed ${seed})`, () => {
    const text = writeDocument(starterDocument());
    const places: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]): void => {
      if (path.length > 0) places.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], [...path, key]);
    };
    walk(JSON.parse(text), []);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, value) => {
        const project = JSON.parse(text);
        const last = path.slice(0, -1).reduce((inside, key) => inside[key], project);
        last[path.at(-1)!] = value;
        const reading = readDocument(JSON.stringify(project));
        if ('problems' in reading) expectComplete(reading.problems);
        else expect(readDocument(writeDocument(reading.document))).toEqual(reading);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('with keys that every object inherits is refused, and changes nothing else', () => {
    const text = writeDocument(starterDocument()).replace('"format"', '"__proto__": {"polluted": 1}, "format"');
    expect(problemsOf(text)).toEqual([
      { name: 'unknown-field', parameters: { record: 'project', field: '__proto__' } },
    ]);
    expect('polluted' in {}).toBe(false);
  });

  it('that is too large is refused before it is parsed', () => {
    const start = performance.now();
    expect(problemsOf('['.repeat(LIMITS.fileSize + 1))).toMatchObject([{ name: 'too-large' }]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('is measured in bytes, not characters', () => {
    const text = `"${'가'.repeat(LIMITS.fileSize / 3)}"`;
    expect(problemsOf(text)).toEqual([
      { name: 'too-large', parameters: { size: LIMITS.fileSize + 1, most: LIMITS.fileSize } },
    ]);
  });

  it('that nests a million lists is refused at once', () => {
    const start = performance.now();
    expect(problemsOf('['.repeat(1_000_000))).toMatchObject([{ name: 'not-json' }]);
    expect(problemsOf('['.repeat(1_000_000) + ']'.repeat(1_000_000))).toMatchObject([{ name: 'not-a-project' }]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('with too many records is refused before they are looked at', () => {
    const records = Array.from({ length: LIMITS.records + 1 }, () => 0);
    expect(spoilt((project) => (project.records = records))).toEqual([
      { name: 'too-many-records', parameters: { count: LIMITS.records + 1, most: LIMITS.records } },
    ]);
  });

  it('with too many devices is refused', () => {
    const hub = { type: 'device', kind: 'hub', name: 'hub', x: 0, y: 0, ports: [], gateway: null, routes: [] };
    const records = Array.from({ length: LIMITS.devices + 1 }, (_, index) => ({ ...hub, id: `hub${index}` }));
    expect(spoilt((project) => (project.records = records))).toEqual([
      { name: 'too-many-devices', parameters: { count: LIMITS.devices + 1, most: LIMITS.devices } },
    ]);
  });

  it('with very many problems lists the first and counts the rest', () => {
    const records = Array.from({ length: 200 }, () => ({ type: 'note', id: 'same', text: '', x: 0, y: 0 }));
    const problems = spoilt((project) => (project.records = records));
    expect(problems).toHaveLength(LIMITS.problems + 1);
    expect(problems.at(-1)).toEqual({ name: 'more-problems', parameters: { count: 199 - LIMITS.problems } });
  });
});

describe('the heading of a file', () => {
  it('without a title is refused', () => {
    expect(spoilt((project) => delete project.title)).toEqual([
      { name: 'missing-field', parameters: { record: 'project', field: 'title' } },
    ]);
  });
  it('with a seed that does not fit 32 bits is refused', () => {
    expect(spoilt((project) => (project.seed = 2 ** 32))).toEqual([
      {
        name: 'out-of-range',
        parameters: { record: 'project', field: 'seed', least: 0, most: 2 ** 32 - 1, value: 2 ** 32 },
      },
    ]);
  });
  it('whose records are no list is refused', () => {
    expect(spoilt((project) => (project.records = {}))).toEqual([
      { name: 'wrong-type', parameters: { record: 'project', field: 'records', expected: 'array' } },
    ]);
  });
});

describe('a record of a file', () => {
  // oxlint-disable-next-line typescript/no-explicit-any -- anything may be done to a file
  const cases: [string, (project: any) => void, Problem][] = [
    ['that is no object', (p) => (p.records[2] = 5), { name: 'bad-record', parameters: { record: '#3' } }],
    [
      'of an unknown type',
      (p) => (record(p, 'cable1').type = 'antenna'),
      { name: 'unknown-type', parameters: { record: 'cable1', value: 'antenna' } },
    ],
    [
      'whose id every object inherits',
      (p) => (p.records[0].id = 'constructor'),
      { name: 'bad-id', parameters: { record: '#1', field: 'id', value: 'constructor' } },
    ],
    [
      'whose id is another one’s',
      (p) => (record(p, 'pc2').id = 'pc1'),
      { name: 'duplicate-id', parameters: { id: 'pc1' } },
    ],
    [
      'with a field nobody knows',
      (p) => (record(p, 'pc1').colour = 'red'),
      { name: 'unknown-field', parameters: { record: 'pc1', field: 'colour' } },
    ],
    [
      'that lacks a field',
      (p) => delete record(p, 'pc1').gateway,
      { name: 'missing-field', parameters: { record: 'pc1', field: 'gateway' } },
    ],
    [
      'with a text for a number',
      (p) => (record(p, 'cable1').mtu = '1500'),
      { name: 'wrong-type', parameters: { record: 'cable1', field: 'mtu', expected: 'number' } },
    ],
    [
      'with half a nanosecond',
      (p) => (record(p, 'cable1').delay = 0.5),
      { name: 'wrong-type', parameters: { record: 'cable1', field: 'delay', expected: 'integer' } },
    ],
    [
      'with an MTU no link has',
      (p) => (record(p, 'cable1').mtu = 67),
      { name: 'out-of-range', parameters: { record: 'cable1', field: 'mtu', least: 68, most: 9000, value: 67 } },
    ],
    [
      'with a name of blanks',
      (p) => (record(p, 'pc1').name = '  '),
      { name: 'bad-name', parameters: { record: 'pc1', field: 'name' } },
    ],
    [
      'with a name that steers a terminal',
      (p) => (record(p, 'pc1').name = '\u001b[2J'),
      { name: 'bad-name', parameters: { record: 'pc1', field: 'name' } },
    ],
    [
      'with a name longer than fits a screen',
      (p) => (record(p, 'pc1').name = 'x'.repeat(65)),
      { name: 'too-long', parameters: { record: 'pc1', field: 'name', most: 64 } },
    ],
    [
      'of a kind of device there is not',
      (p) => (record(p, 'hub1').kind = 'modem'),
      {
        name: 'unknown-choice',
        parameters: {
          record: 'hub1',
          field: 'kind',
          value: 'modem',
          choices: 'host, server, router, switch, hub, gateway, tunnel',
        },
      },
    ],
    [
      'with an address in octal',
      (p) => (record(p, 'pc1').ports[0].address = '192.168.01.1'),
      { name: 'bad-address', parameters: { record: 'pc1', field: 'ports[0].address', value: '192.168.01.1' } },
    ],
    [
      'with a group address for an adapter',
      (p) => (record(p, 'pc1').ports[0].mac = '03:00:00:00:00:01'),
      { name: 'bad-mac', parameters: { record: 'pc1', field: 'ports[0].mac', value: '03:00:00:00:00:01' } },
    ],
    [
      'with a MAC address of zeros',
      (p) => (record(p, 'pc1').ports[0].mac = '00:00:00:00:00:00'),
      { name: 'bad-mac', parameters: { record: 'pc1', field: 'ports[0].mac', value: '00:00:00:00:00:00' } },
    ],
    [
      'that is a host without a MAC address',
      (p) => (record(p, 'pc1').ports[0].mac = null),
      { name: 'missing-field', parameters: { record: 'pc1', field: 'ports[0].mac' } },
    ],
    [
      'that is a hub with an address',
      (p) => (record(p, 'hub1').ports[0].address = '10.0.0.1'),
      { name: 'not-for-this-kind', parameters: { record: 'hub1', field: 'ports[0].address', kind: 'hub' } },
    ],
    [
      'with two ports of one name',
      (p) => (record(p, 'switch1').ports[7].name = 'port1'),
      { name: 'duplicate-port', parameters: { record: 'switch1', field: 'ports[7].name', port: 'port1' } },
    ],
    [
      'with a route to a host instead of a network',
      (p) => (record(p, 'pc1').routes = [{ destination: '10.1.2.3', prefix: 8, via: '192.168.1.1' }]),
      {
        name: 'host-bits-set',
        parameters: { record: 'pc1', field: 'routes[0].destination', value: '10.1.2.3/8', network: '10.0.0.0' },
      },
    ],
    [
      'with more ports than a device may have',
      (p) =>
        (record(p, 'hub1').ports = Array.from({ length: 65 }, (_, i) => ({
          ...record(p, 'hub1').ports[0],
          name: `p${i}`,
        }))),
      { name: 'too-many', parameters: { record: 'hub1', field: 'ports', count: 65, most: 64 } },
    ],
    [
      'that is a cable to a device that is not there',
      (p) => (record(p, 'cable5').b.device = 'server9'),
      { name: 'unknown-device', parameters: { record: 'cable5', device: 'server9' } },
    ],
    [
      'that is a cable to a port that is not there',
      (p) => (record(p, 'cable5').b.port = 'eth9'),
      { name: 'unknown-port', parameters: { record: 'cable5', device: 'server1', port: 'eth9' } },
    ],
    [
      'that is a cable in a port in use',
      (p) => (record(p, 'cable2').b.port = 'port1'),
      {
        name: 'port-used-twice',
        parameters: { record: 'cable2', device: 'switch1', port: 'port1', other: 'cable1' },
      },
    ],
    [
      'that is a cable from a port to itself',
      (p) => (record(p, 'cable1').b = record(p, 'cable1').a),
      { name: 'cable-to-itself', parameters: { record: 'cable1', field: '', device: 'pc1', port: 'eth0' } },
    ],
    [
      'that is a program on a hub',
      (p) => (record(p, 'ping').device = 'hub1'),
      { name: 'no-programs-here', parameters: { record: 'ping', device: 'hub1', kind: 'hub' } },
    ],
    [
      'that is a program nobody knows',
      (p) => (record(p, 'ping').run.program = 'telnet'),
      {
        name: 'unknown-choice',
        parameters: { record: 'ping', field: 'run.program', value: 'telnet', choices: 'ping, steps, command' },
      },
    ],
    [
      'that is a program with a socket that was never made',
      (p) => (record(p, 'tcp-client').run.steps[1].socket = 'other'),
      {
        name: 'unknown-socket',
        parameters: { record: 'tcp-client', field: 'run.steps[1].socket', socket: 'other' },
      },
    ],
  ];
  it.each(cases)('%s is refused, with its name and field', (_name, change, problem) => {
    expect(spoilt(change)).toEqual([problem]);
  });

  it('with an address or MAC address in another notation is read in the usual one', () => {
    const text = writeDocument(starterDocument()).replace('02:00:00:00:00:01', '02-00-00-00-00-01');
    expect(readDocument(text)).toEqual({ document: starterDocument() });
  });
});

function expectComplete(problems: Problem[]): void {
  for (const { name, parameters } of problems) {
    for (const parameter of PROBLEMS[name]) expect(parameters).toHaveProperty(parameter);
    for (const value of Object.values(parameters)) expect(['string', 'number']).toContain(typeof value);
  }
}
