/**
 * Benchmarks of the engine: figures, no gate. `npm run bench` prints them as text, `--json` as one object; names of cases
 * choose among them, `--runs=3` and `--share=0.1` (of the simulated time) say how much is done. `--run` measures only how
 * fast time runs, `--seek` only how long it takes to go back in a run of a million hops, `filters` only how long a filter
 * takes over a million facts, `causes` only "why?" and "what then?", `gateway` only
 * what a gateway costs real programs.
 *
 * Every run has a process of its own, so that no case leaves compiled code or memory to the next. It begins with a half of
 * the case (`cold`: code is compiled meanwhile), then the case is measured, then run once more (`warm`: the compiler has made
 * up its mind). Judge by processor time and by ratios within one run; figures of two machines mean nothing together.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CASES, type BenchCase } from './cases.ts';
import { seek, type Sought } from './seeking.ts';
import { measure, runThrough, type Measured } from './measure.ts';

const WARM_UP = 0.5;

/** A run with what came before and after it. */
interface Run extends Measured {
  /** Frame-hops a processor second of the first run of the process, and of the last. */
  cold: number;
  warm: number;
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const option = (name: string, otherwise: number) =>
  Number(flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
const runs = option('runs', 3);
const share = option('share', 1);

if (flags.includes('--once')) {
  const one = CASES.find(({ name }) => name === named[0])!;
  const first = runThrough(one, share * WARM_UP);
  const measured = measure(one, share);
  const run: Run = { ...measured, cold: first.rate, warm: runThrough(one, share).rate };
  console.log(JSON.stringify(run));
  // Held until here: see there.
  first.timeline.close();
} else if (flags.includes('--once-seek')) {
  console.log(
    JSON.stringify(
      seek(
        CASES.find(({ name }) => name === named[0])!,
        share,
      ),
    ),
  );
} else {
  const chosen = CASES.filter(({ name }) => named.length === 0 || named.includes(name));
  const asText = !flags.includes('--json');
  const [running, seeking] = [!flags.includes('--seek'), !flags.includes('--run')];
  if (asText && running && chosen.length > 0) {
    console.log(`Bulk TCP over 1 Gbit/s cables, tracing on, checksums real (Node ${process.version})`);
    console.log(
      row(
        'case',
        'hops',
        'facts',
        'goal',
        'hops/cpu-s',
        'spread',
        'cold',
        'warm',
        'hops/wall-s',
        'growth',
        'trace B/hop',
        'all B/hop',
        'seek',
        'longest',
      ),
    );
  }
  const results = (running ? chosen : []).map((one) => {
    const measured = Array.from({ length: runs }, () => once<Run>(one, '--once'));
    if (asText) console.log(line(one, measured));
    return { name: one.name, goal: one.goal, runs: measured };
  });
  for (const name of ['filters', 'causes', 'gateway']) {
    if (!asText || !((named.length === 0 && running) || named.includes(name))) continue;
    const program = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
    execFileSync(process.execPath, [...process.execArgv, program], { stdio: 'inherit' });
  }
  if (asText && seeking && chosen.length > 0) {
    console.log(`${running ? '\n' : ''}Going back in a run of ${1000 * share} thousand hops (wall ms)`);
    console.log(
      row(
        'case',
        ...['hops', 'facts', 'to 10 %', 'to 50 %', 'to 99 %', 'of 50: usual', 'longest', 'its cpu'],
        ...['checkpoints', 'MB of them', 'trace MB', 'all MB'],
      ),
    );
  }
  const sought = (seeking ? chosen : []).map((one) => {
    const result = once<Sought>(one, '--once-seek');
    if (asText) console.log(seekLine(one, result));
    return { name: one.name, ...result };
  });
  const platform = `${process.platform}-${process.arch}`;
  if (!asText)
    console.log(JSON.stringify({ node: process.version, platform, share, cases: results, seeks: sought }, null, 2));
}

/** What a process of its own has measured of a case. */
function once<Result>(one: BenchCase, what: '--once' | '--once-seek'): Result {
  const program = fileURLToPath(import.meta.url);
  const given = [...process.execArgv, '--max-old-space-size=12000', program, one.name, what, `--share=${share}`];
  return JSON.parse(execFileSync(process.execPath, given, { encoding: 'utf8' })) as Result;
}

/** How long going back took in one case, as a row. */
function seekLine({ name }: BenchCase, sought: Sought): string {
  const { hops, facts, tenth, middle: half, end, usual, longest, longestProcessor, checkpoints } = sought;
  const times = [tenth, half, end, usual, longest, longestProcessor].map((ms) => ms.toFixed(0));
  const megabytes = [sought.checkpointBytes, sought.traceBytes, sought.held].map((bytes) => (bytes / 1e6).toFixed(0));
  return row(name, hops, facts, ...times, checkpoints, ...megabytes);
}

/** One case as a row: medians, and between them how far the rates of the runs lie apart. */
function line({ name, goal }: BenchCase, measured: Run[]): string {
  const rates = measured.map(({ hops, processor }) => hops / processor);
  const median = (key: keyof Run) => middle(measured.map((run) => run[key]));
  return row(
    name,
    median('hops'),
    median('facts'),
    goal,
    Math.round(middle(rates)),
    `±${(((Math.max(...rates) - Math.min(...rates)) / 2 / middle(rates)) * 100).toFixed(0)} %`,
    Math.round(median('cold')),
    Math.round(median('warm')),
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
  return first.padEnd(10) + rest.map((cell) => `${cell}`.padStart(13)).join('');
}
