import type { Detail } from '#engine/trace/kinds.ts';
import { partnersByKey } from './align.ts';
import { PIECE, type Pieces, type Run } from './run.ts';
import { withoutPorts } from './steady.ts';

/** One run of a program on a device, as far as facts tell of it. */
export interface ProgramRun {
  program: string;
  device: string;
  /** The fact with which it began, and its time. */
  fact: number;
  time: number;
  /** The fact with which it ended; 0: it had not. */
  ended: number;
  endTime: number;
  /** Exit status; -1: it had not ended. */
  status: number;
  /** Lines printed after what both runs have in common, each with its fact. */
  lines: { fact: number; text: string }[];
}

/** Everything done by a person (or the document) after the facts both have in common. */
export interface Deed {
  fact: number;
  time: number;
  key: string;
  input: string;
  device: string;
  detail: Detail;
}

/** The programs that were running or began after fact `common`, and what was done to the network then. */
export function* programsOf(run: Run, common: number): Pieces<{ programs: ProgramRun[]; deeds: Deed[] }> {
  const { trace } = run;
  const running = new Map<string, ProgramRun>();
  const programs: ProgramRun[] = [];
  const deeds: Deed[] = [];
  for (let fact = 1; fact <= run.facts; fact++) {
    if (fact % PIECE === 0) yield;
    const kind = trace.kind(fact);
    if (kind.startsWith('input.')) {
      if (fact > common) {
        deeds.push({
          ...{
            fact,
            time: trace.time(fact),
            input: kind,
            device: trace.device(fact) ?? '',
            detail: trace.detail(fact),
          },
          key: `${kind} ${trace.device(fact)} ${JSON.stringify(trace.detail(fact))}`,
        });
      }
      continue;
    }
    if (!kind.startsWith('program.')) continue;
    const device = trace.device(fact) ?? '';
    const program = String(trace.detail(fact)['program']);
    const key = `${device} ${program}`;
    if (kind === 'program.started') {
      running.set(key, {
        ...{ program, device, fact, time: trace.time(fact), ended: 0, endTime: 0, status: -1, lines: [] },
      });
      programs.push(running.get(key)!);
      continue;
    }
    const own = running.get(key);
    if (own === undefined || fact <= common) {
      if (kind === 'program.ended' && own !== undefined) programs.splice(programs.indexOf(own), 1);
      continue;
    }
    if (kind === 'program.printed') own.lines.push({ fact, text: String(trace.detail(fact)['line']) });
    else if (kind === 'program.ended') {
      own.ended = fact;
      own.endTime = trace.time(fact);
      own.status = Number(trace.detail(fact)['status']);
    }
  }
  return { programs, deeds };
}

/** The same program on the same device, in both runs. */
export function pairPrograms(left: readonly ProgramRun[], right: readonly ProgramRun[]): [ProgramRun, ProgramRun][] {
  const partners = partnersByKey(
    left,
    right,
    ({ device, program }) => `${device} ${program}`,
    ({ time }) => time,
  );
  return partners.flatMap((at, index): [ProgramRun, ProgramRun][] => (at < 0 ? [] : [[left[index]!, right[at]!]]));
}

/** The lines that differ, counted, and the last of them in both; null: none. */
export function printedOtherwise(
  left: ProgramRun,
  right: ProgramRun,
): { count: number; left: ProgramRun['lines'][number] | null; right: ProgramRun['lines'][number] | null } | null {
  const most = Math.max(left.lines.length, right.lines.length);
  let count = 0;
  let last = -1;
  for (let index = 0; index < most; index++) {
    if (steadyLine(left, index) === steadyLine(right, index)) continue;
    count++;
    last = index;
  }
  return count === 0 ? null : { count, left: left.lines[last] ?? null, right: right.lines[last] ?? null };
}

function steadyLine({ lines }: ProgramRun, index: number): string | null {
  const line = lines[index];
  return line === undefined ? null : withoutPorts(line.text);
}
