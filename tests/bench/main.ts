/**
 * Benchmarks of the engine: figures, no gate. `npm run bench` prints them as text, `--json` as one object; names of cases
 * choose among them (`filters`: how long a filter takes over a million facts), `--runs=3` and `--share=0.1` (of the simulated time) say how much is done.
 *
 * Every run has a process of its own, so that no case leaves compiled code or memory to the next, and begins with a
 * half of the case to get warm. Judge by processor time and by ratios within one run; figures of two machines mean
 * nothing together.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CASES, type BenchCase } from './cases.ts';
import { measure, warmUp, type Measured } from './measure.ts';

const WARM_UP = 0.5;

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const option = (name: string, otherwise: number) =>
  Number(flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
const runs = option('runs', 3);
const share = option('share', 1);

if (flags.includes('--once')) {
  const one = CASES.find(({ name }) => name === named[0])!;
  const warm = warmUp(one, share * WARM_UP);
  console.log(JSON.stringify({ ...measure(one, share), warm: warm !== null }));
} else {
  const chosen = CASES.filter(({ name }) => named.length === 0 || named.includes(name));
  const asText = !flags.includes('--json');
  if (asText) {
    console.log(`Bulk TCP over 1 Gbit/s cables, tracing on, checksums real (Node ${process.version})`);
    console.log(
      row(
        'case',
        'hops',
        'facts',
        'goal',
        'hops/cpu-s',
        'spread',
        'hops/wall-s',
        'growth',
        'trace B/hop',
        'all B/hop',
        'seek',
        'longest',
      ),
    );
  }
  const results = chosen.map((one) => {
    const measured = Array.from({ length: runs }, () => runOnce(one));
    if (asText) console.log(line(one, measured));
    return { name: one.name, goal: one.goal, runs: measured };
  });
  if (asText && (named.length === 0 || named.includes('filters'))) {
    const program = fileURLToPath(new URL('filters.ts', import.meta.url));
    execFileSync(process.execPath, [...process.execArgv, program], { stdio: 'inherit' });
  }
  const platform = `${process.platform}-${process.arch}`;
  if (!asText) console.log(JSON.stringify({ node: process.version, platform, share, cases: results }, null, 2));
}

function runOnce(one: BenchCase): Measured {
  const program = fileURLToPath(import.meta.url);
  const given = [...process.execArgv, '--max-old-space-size=12000', program, one.name, '--once', `--share=${share}`];
  return JSON.parse(execFileSync(process.execPath, given, { encoding: 'utf8' })) as Measured;
}

/** One case as a row: medians, and between them how far the rates of the runs lie apart. */
function line({ name, goal }: BenchCase, measured: Measured[]): string {
  const rates = measured.map(({ hops, processor }) => hops / processor);
  const median = (key: keyof Measured) => middle(measured.map((run) => run[key]));
  return row(
    name,
    median('hops'),
    median('facts'),
    goal,
    Math.round(middle(rates)),
    `±${(((Math.max(...rates) - Math.min(...rates)) / 2 / middle(rates)) * 100).toFixed(0)} %`,
    Math.round(middle(measured.map(({ hops, wall }) => hops / wall))),
    median('growth').toFixed(2),
    Math.round(median('traceBytes')),
    Math.round(median('allBytes')),
    `${median('seekMiddle').toFixed(0)} ms`,
    `${median('seekLongest').toFixed(0)} ms`,
  );
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

function row(first: string, ...rest: (string | number)[]): string {
  return first.padEnd(10) + rest.map((cell) => `${cell}`.padStart(12)).join('');
}
