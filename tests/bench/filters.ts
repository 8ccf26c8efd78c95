/**
 * How long a filter takes over a long history: figures, no gate. Part of `npm run bench`, alone with
 * `npm run bench -- filters`. Each filter is asked of the same million facts, each time of all of them, as
 * the first question after the history was lived; times of the processor, the least of three.
 */
import { Timeline } from '#engine/sim/timeline.ts';
import { compileFilter } from '#engine/wire/filter/filter.ts';
import { Filtering } from '#worker/events/filtering.ts';
import { CASES } from './cases.ts';

/** Facts the filters are asked of. */
const FACTS = 1_000_000;
const CASES_ASKED = ['line20', 'grid10', 'star1000'];
const ROUNDS = 3;

/** What is asked typically: of flags, of addresses, of ports, of a kind, of a device, and of bytes anywhere. */
const FILTERS = [
  'tcp.flags.syn == 1 && ip.dst == 10.0.0.2',
  'ip.addr == 10.0.0.0/24 && tcp.len > 0',
  'tcp.port in {80, 443, 8000..8080} || arp || icmp',
  'hop.kind == frame.dropped',
  'hop.device == router3 && tcp',
  'ip.ttl < 50',
];

/** One line a case and filter: rows, those that pass, ms of the processor. */
function benchFilters(print: (line: string) => void): void {
  print(`Filters over ${FACTS.toLocaleString('en')} facts (Node ${process.version})`);
  for (const name of CASES_ASKED) {
    const one = CASES.find((known) => known.name === name)!;
    const timeline = new Timeline(one.topology(), 1, FACTS);
    timeline.advance(one.simulated * 20, Number.POSITIVE_INFINITY);
    const { trace } = timeline;
    for (const text of FILTERS) {
      const compiled = compileFilter(text);
      if ('fault' in compiled) throw new Error(`${text}: ${compiled.fault.name}`);
      let least = Infinity;
      let passed = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const filtering = new Filtering(trace, null, compiled.filter, () => []);
        const started = process.cpuUsage();
        filtering.workAll();
        const { user, system } = process.cpuUsage(started);
        least = Math.min(least, (user + system) / 1000);
        passed = filtering.facts.length;
      }
      print(
        `${name.padEnd(10)}${`${trace.length}`.padStart(9)}${`${passed}`.padStart(9)}${`${least.toFixed(0)} ms`.padStart(9)}  ${text}`,
      );
    }
  }
}

benchFilters(console.log);
