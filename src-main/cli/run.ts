import { findings, type Finding } from '#document/findings/findings.ts';
import type { HopDocument } from '#document/records.ts';
import { topologyOf } from '#document/topology.ts';
import type { CableEnd } from '#engine/devices/settings.ts';
import { Timeline } from '#engine/sim/timeline.ts';

/** Simulated ns a network runs at most when nobody says how long. */
export const LONGEST_UNASKED = 60e9;
/** Events after which a run ends although it may go on, so that every run ends. A storm fills the trace long before. */
const EVENT_LIMIT = 50_000_000;
const EVENTS_AT_ONCE = 100_000;

/** Why a run ended: its time was up, nothing was left to happen, the trace was full, or it took too many events. */
export type Ending = 'time' | 'quiet' | 'trace-full' | 'too-many-events';

export interface CableSummary {
  id: string;
  /** `pc1.eth0`. */
  a: string;
  b: string;
  /** Frames sent from end a, and from end b. */
  fromA: number;
  fromB: number;
}

export interface ProgramSummary {
  id: string;
  name: string;
  device: string;
  state: 'waiting' | 'running' | 'ended';
  status: number | null;
  lines: string[];
}

/** A rule of a cable: how many frames it looked for came, and how many of them it hit. */
export interface RuleSummary {
  id: string;
  name: string;
  cable: string;
  enabled: boolean;
  matches: number;
  hits: number;
}

/** What a run came to. Times are ns. */
export interface Summary {
  title: string;
  seed: number;
  ending: Ending;
  time: number;
  /** Time of the next thing that would have happened; null: nothing. */
  next: number | null;
  events: number;
  facts: number;
  cables: CableSummary[];
  rules: RuleSummary[];
  /** Frames thrown away, by reason. */
  drops: Record<string, number>;
  programs: ProgramSummary[];
  /** What looks wrong in the drawing. */
  findings: Finding[];
}

/**
 * Lets a project run for `duration` ns, or until it is quiet (null: at most {@link LONGEST_UNASKED}); it is stopped after
 * `limit` facts, or when the memory for them is used up.
 */
export function runDocument(
  document: HopDocument,
  duration: number | null,
  limit?: number,
): { timeline: Timeline; summary: Summary } {
  const timeline = new Timeline(topologyOf(document), document.seed, limit);
  const ending = runOn(timeline, duration ?? LONGEST_UNASKED);
  return { timeline, summary: summaryOf(document, timeline, ending, duration) };
}

function runOn(timeline: Timeline, until: number): Ending {
  while (timeline.step < EVENT_LIMIT) {
    const came = timeline.advance(until, EVENTS_AT_ONCE);
    if (came === 'until') return 'time';
    if (came === 'quiet') return 'quiet';
    if (came === 'full') return 'trace-full';
  }
  return 'too-many-events';
}

function summaryOf(document: HopDocument, timeline: Timeline, ending: Ending, duration: number | null): Summary {
  const { trace, cursor } = timeline;
  const names = new Map<string, string>();
  const cables: CableSummary[] = [];
  const counters = new Map<string, { cable: CableSummary; a: CableEnd }>();
  const programs: ProgramSummary[] = [];
  const rules: RuleSummary[] = [];
  const counts = new Map(timeline.rules().map((standing) => [standing.id, standing]));
  // A fact names a program as its device calls it.
  const printers = new Map<string, ProgramSummary>();
  const states = new Map(timeline.programs().map((program) => [program.id, program]));
  for (const record of document.records) if (record.type === 'device') names.set(record.id, record.name);
  const name = (device: string): string => names.get(device) ?? device;
  for (const record of document.records) {
    if (record.type === 'cable') {
      const { id, a, b } = record;
      const cable = { id, a: `${name(a.device)}.${a.port}`, b: `${name(b.device)}.${b.port}`, fromA: 0, fromB: 0 };
      cables.push(cable);
      counters.set(id, { cable, a });
    } else if (record.type === 'program') {
      const { state = 'waiting', status = null } = states.get(record.id) ?? {};
      const { id, device } = record;
      const program: ProgramSummary = { id, name: record.name, device: name(device), state, status, lines: [] };
      programs.push(program);
      printers.set(JSON.stringify([device, record.name]), program);
    } else if (record.type === 'rule') {
      const { id, cable, enabled } = record;
      const { matches = 0, hits = 0 } = counts.get(id) ?? {};
      rules.push({ id, name: record.name, cable, enabled, matches, hits });
    }
  }

  const drops = new Map<string, number>();
  for (let seq = 1; seq <= cursor; seq++) {
    const kind = trace.kind(seq);
    if (kind === 'frame.sent') {
      const counter = counters.get(String(trace.detail(seq)['cable']));
      if (!counter) continue;
      const { cable, a } = counter;
      if (trace.device(seq) === a.device && trace.port(seq) === a.port) cable.fromA++;
      else cable.fromB++;
    } else if (kind === 'frame.dropped') {
      const reason = trace.reason(seq);
      drops.set(reason, (drops.get(reason) ?? 0) + 1);
    } else if (kind === 'program.printed') {
      const { program, line } = trace.detail(seq);
      printers.get(JSON.stringify([trace.device(seq), program]))?.lines.push(String(line));
    }
  }
  // A network that fell silent is as old as the last thing that happened in it, unless a time was asked for.
  const time = ending === 'quiet' && duration === null ? (cursor === 0 ? 0 : trace.time(cursor)) : timeline.now;
  return {
    title: document.title,
    seed: document.seed,
    ending,
    time,
    next: timeline.nextTime(),
    events: timeline.step,
    facts: cursor,
    cables,
    rules,
    drops: Object.fromEntries([...drops].sort(([, one], [, other]) => other - one)),
    programs,
    findings: findings(document),
  };
}
