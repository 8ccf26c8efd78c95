/**
 * Every call between the window and the host, and every announcement back, once. Both sides' types are inferred from this
 * table and every message is validated against it, once, on arrival. This room knows no process and no door.
 */
import * as v from 'valibot';
import { causeChain, dropList, effects } from './causes.ts';
import { CONVERSATION_CALLS } from './conversation.ts';
import { COMPARE_CALLS } from './differences.ts';
import { BRIDGE_ANNOUNCEMENTS, BRIDGE_CALLS } from './bridge.ts';
import { GATEWAY_CALLS } from './gateways.ts';
import { TUNNEL_CALLS } from './tunnels.ts';
import { FILE_CALLS } from './files.ts';
import { HOST_CALLS } from './host.ts';
import { JOURNAL_ANNOUNCEMENTS, JOURNAL_CALLS } from './journal.ts';
import { LAB_CALLS } from './kernel-lab.ts';
import { packetView, passage } from './packets.ts';
import { NETWORK_CALLS } from './network.ts';
import {
  LEAST_BUDGET,
  MOST_BUDGET,
  memoryUse,
  branchRow,
  bytes,
  condition,
  connectionSpan,
  conversationRow,
  count,
  deviceView,
  factRow,
  flightColumns,
  frameView,
  future,
  hopRow,
  id,
  now,
  pace,
  problem,
  programSpan,
  stepOver,
  text,
  time,
} from './shapes.ts';
import { PREFERENCE_CALLS } from './preferences.ts';
import { TERMINAL_CALLS } from './terminals.ts';
import { measured, ruleStanding, touchAction } from './touch.ts';

const nothing = v.object({});
/**
 * Questions about what happened may be asked of a branch other than the current one. It answers at the same simulated
 * time; while it is still on its way there, at the time it has come to (`branches.list`), and `now.version` counts up.
 */
const branch = v.optional(id);
/** A filter as a person writes it. */
const filterText = v.pipe(v.string(), v.maxLength(2000));
/** A name a person gives. */
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
const change = v.object({
  put: v.pipe(v.array(v.record(v.string(), v.unknown())), v.maxLength(20_000)),
  remove: v.pipe(v.array(id), v.maxLength(20_000)),
});

/** One call: what goes over and what comes back. A refused call rejects with a `Problem`. */
export const CALLS = {
  ...HOST_CALLS,

  /** Builds a world from the text of a project, at time 0, paused. Refused with the problems of `document`. */
  'simulation.open': { parameters: v.object({ text }), result: now },
  /** Records changed in the drawing, applied at the cursor as an input. `future`: what becomes of what was lived behind the cursor. */
  'simulation.change': { parameters: v.object({ change, future }), result: now },
  /** What the histories of the project take. */
  'simulation.memory': { parameters: nothing, result: memoryUse },
  /** How many bytes going back in time may take. The fewer, the longer it takes to go back in a long run. */
  'simulation.budget': {
    parameters: v.object({ bytes: v.pipe(count, v.minValue(LEAST_BUDGET), v.maxValue(MOST_BUDGET)) }),
    result: memoryUse,
  },
  /**
   * How the programs of the drawing stand at the cursor, and what else runs: typed at a terminal, or started by another
   * program. `next`: index of the step that waits to be let go on.
   */
  'simulation.programs': {
    parameters: nothing,
    result: v.object({
      programs: v.array(
        v.object({
          id: v.string(),
          state: v.picklist(['waiting', 'running', 'ended']),
          status: v.nullable(v.number()),
          next: v.nullable(count),
        }),
      ),
      processes: v.array(v.object({ device: id, process: count, name: v.string() })),
    }),
  },
  /** Lets a program that waits before every call make the next one, as an input. */
  'simulation.next': { parameters: v.object({ program: id, future }), result: now },
  /** Starts a program at the cursor, as an input. */
  'simulation.start': { parameters: v.object({ program: id, future }), result: now },

  /** Plays from the cursor; `until`: what stops it, besides a person. */
  'time.play': { parameters: v.object({ pace, until: v.nullable(condition) }), result: now },
  'time.pause': { parameters: nothing, result: now },
  /**
   * One step of time. `over` null or left out: to just after the next event that leaves a fact, or back to just before the
   * last one. Else: to just after the next, or the previous, event of what `over` names. Where there is none the cursor
   * stays (`stopped` says so). What will only happen later is lived on the way, but no more than needed and at most 50,000
   * events of it.
   */
  'time.step': {
    parameters: v.object({ direction: v.picklist(['forward', 'back']), over: v.optional(v.nullable(stepOver)) }),
    result: now,
  },
  /** To the state after everything at or before `time`; beyond the horizon the world runs on until there. */
  'time.seek': { parameters: v.object({ time }), result: now },
  /** To the state just after the event that recorded fact `seq`. */
  'time.seekFact': { parameters: v.object({ seq: count }), result: now },

  /** All branches, in the order in which they came to be. `coming`: how many more are being lived again after a loss. */
  'branches.list': { parameters: nothing, result: v.object({ branches: v.array(branchRow), coming: count }) },
  /** Looks at another branch, paused, at the same time or, where it was not lived that far, at its end. */
  'branches.switch': { parameters: v.object({ branch: id }), result: now },
  'branches.rename': { parameters: v.object({ branch: id, name }), result: now },
  /** Forgets a branch that is not the current one. */
  'branches.remove': { parameters: v.object({ branch: id }), result: now },
  /** Begins a second run at the cursor, without what was lived after it, and looks at that; the first one is kept whole. */
  'branches.fork': { parameters: v.object({ name: v.nullable(name) }), result: now },

  /**
   * Facts `from` … `from + count - 1` (numbered from 1) whose kind is in `kinds` (empty: all) and that pass `filter` (left
   * out or blank: all). A filter is asked of the whole known history before this answers; time and other calls go on
   * meanwhile. Refuses a text that is no filter (`filter.wrong`); the window compiles it before, and knows why.
   * `marks`: filters by which rows are told apart; answered is, for each row, the place (from 1) of the first that it
   * passes, or 0. `conversations`: and the id (as in `conversations.list`) of the one it is part of, or null.
   */
  'trace.rows': {
    parameters: v.object({
      from: count,
      count: v.pipe(count, v.maxValue(2000)),
      kinds: v.array(v.string()),
      filter: v.optional(filterText),
      marks: v.optional(v.pipe(v.array(filterText), v.maxLength(20))),
      conversations: v.optional(v.boolean()),
      branch,
    }),
    result: v.object({
      total: count,
      rows: v.array(factRow),
      marks: v.optional(v.array(count)),
      conversations: v.optional(v.array(v.nullable(id))),
    }),
  },
  /** The first fact after number `from`, or the last before it, that passes a filter; null: none in the known history. */
  'trace.find': {
    parameters: v.object({ filter: filterText, from: count, direction: v.picklist(['forward', 'back']), branch }),
    result: v.object({ seq: v.nullable(count) }),
  },
  /**
   * Number of facts in each of `buckets` stretches of `from` … `to` (left out: 0 … horizon), and the `buckets + 1` times
   * in ns that bound them: equally long (`time`), or such that moments at which something happens stand equally far apart
   * (`even`). `margin`: as many widths of that window are added on both sides, in the measure of the spacing, as far as
   * history goes. `before`: facts before the first bound.
   */
  'trace.density': {
    parameters: v.object({
      buckets: v.pipe(count, v.minValue(1), v.maxValue(4000)),
      spacing: v.picklist(['even', 'time']),
      from: v.optional(time),
      to: v.optional(time),
      margin: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(4))),
      branch,
    }),
    result: v.object({
      before: count,
      times: v.instance(Float64Array),
      facts: v.instance(Uint32Array),
      drops: v.instance(Uint32Array),
    }),
  },
  /**
   * Connections and programs that touch `from` … `to`, oldest first: the `most` longest there of each, and how many there
   * are in all. The whole known history counts, what lies behind the cursor too.
   */
  'trace.spans': {
    parameters: v.object({ from: time, to: time, most: v.pipe(count, v.minValue(1), v.maxValue(500)), branch }),
    result: v.object({
      connections: v.array(connectionSpan),
      allConnections: count,
      programs: v.array(programSpan),
      allPrograms: count,
    }),
  },
  /** What is on cables, or waits to be put on one. `flows`: with the flow each is part of. */
  'trace.flights': { parameters: v.object({ flows: v.optional(v.boolean()), branch }), result: flightColumns },
  'trace.frame': { parameters: v.object({ frame: count, branch }), result: frameView },
  'trace.hops': { parameters: v.object({ packet: count, branch }), result: v.object({ hops: v.array(hopRow) }) },
  /** A packet's way through the layers of the devices it came to, up to the cursor. */
  'trace.passage': { parameters: v.object({ packet: count, branch }), result: passage },
  /** A packet as it is looked at, up to the cursor: `frame` of it, or its newest form where that is null. */
  'trace.packet': { parameters: v.object({ packet: count, frame: v.nullable(count), branch }), result: packetView },

  /**
   * Does something to one frame at the cursor, as an input. `departure` tells copies of one frame on one cable apart: as
   * `trace.flights` tells it; left out: the first of them. The result's `frame` is the frame as it is now: another one when
   * its bits were changed. Refused by name (`touch.…`) when it cannot be done; nothing is cut off then.
   */
  'touch.packet': {
    parameters: v.object({
      cable: id,
      direction: v.picklist([0, 1]),
      frame: count,
      departure: v.optional(time),
      action: touchAction,
      future,
    }),
    result: v.object({ ...now.entries, frame: count }),
  },
  /** Ends the running processes of a program of the drawing, or one process of a device, as `kill -9` does; an input. */
  'programs.kill': {
    parameters: v.object({
      target: v.union([v.object({ program: id }), v.object({ device: id, process: v.pipe(count, v.minValue(1)) })]),
      future,
    }),
    result: now,
  },
  /** What a cable has done up to the cursor, from end a to end b and back. */
  'cables.measured': {
    parameters: v.object({ cable: id, branch }),
    result: v.object({ directions: v.tuple([measured, measured]) }),
  },
  /** How the rules stand at the cursor: all of them, or those of one cable. */
  'rules.view': {
    parameters: v.object({ cable: v.nullable(id), branch }),
    result: v.object({ rules: v.array(ruleStanding) }),
  },
  /** Why a fact happened: at most `most` steps, those next to it and those at the root. */
  'causes.why': {
    parameters: v.object({
      fact: v.pipe(count, v.minValue(1)),
      most: v.pipe(count, v.minValue(2), v.maxValue(500)),
      branch,
    }),
    result: causeChain,
  },
  /** What followed from a fact: the first `most` of it. */
  'causes.then': {
    parameters: v.object({
      fact: v.pipe(count, v.minValue(1)),
      most: v.pipe(count, v.minValue(1), v.maxValue(2000)),
      branch,
    }),
    result: effects,
  },
  /** What was thrown away: counts by reason, and drops `from` … `from + count - 1` (numbered from 1) of one (null: of all). */
  'drops.list': {
    parameters: v.object({
      reason: v.nullable(v.string()),
      from: count,
      count: v.pipe(count, v.maxValue(2000)),
      branch,
    }),
    result: dropList,
  },

  'devices.view': { parameters: v.object({ device: id, branch }), result: deviceView },
  ...TERMINAL_CALLS,

  'conversations.list': {
    parameters: v.object({ branch }),
    result: v.object({ conversations: v.array(conversationRow) }),
  },
  ...CONVERSATION_CALLS,

  ...COMPARE_CALLS,

  /** A capture of one cable (or of all: null), as pcapng; with `filter` only of the frames that pass it. */
  'notes.capture': {
    parameters: v.object({ cable: v.nullable(id), filter: v.optional(filterText) }),
    result: v.object({ bytes }),
  },
  /** How much of a capture that is being written is done, 0 … 1; null: none is being written, or nobody knows yet. */
  'notes.written': {
    parameters: nothing,
    result: v.object({ share: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))) }),
  },
  /** A packet's hop table as Markdown. */
  'notes.hops': {
    parameters: v.object({ packet: count, locale: v.picklist(['en', 'ko']) }),
    result: v.object({ text }),
  },

  ...NETWORK_CALLS,
  ...LAB_CALLS,
  ...GATEWAY_CALLS,
  ...TUNNEL_CALLS,
  ...BRIDGE_CALLS,
  ...JOURNAL_CALLS,
  ...PREFERENCE_CALLS,

  ...FILE_CALLS,
  /** The window says whether there is anything unsaved, so that closing can ask. */
  'window.unsaved': { parameters: v.object({ unsaved: v.boolean() }), result: nothing },
  /** What the native menu shows: command ids, titles in the person's language, enabled or not. */
  'window.menu': {
    parameters: v.object({
      sections: v.pipe(
        v.array(
          v.object({
            title: v.string(),
            items: v.array(
              v.object({
                command: v.string(),
                title: v.string(),
                shortcut: v.nullable(v.string()),
                enabled: v.boolean(),
              }),
            ),
          }),
        ),
        v.maxLength(20),
      ),
    }),
    result: nothing,
  },
} as const;

/** What the host tells without being asked. */
export const ANNOUNCEMENTS = {
  now,
  ...BRIDGE_ANNOUNCEMENTS,
  ...JOURNAL_ANNOUNCEMENTS,
  /** The worker died and was started again; the window opens its drawing again (`simulation.reopen`). */
  'worker.lost': problem,
  /** A command chosen in the native menu. */
  'menu.chosen': v.object({ command: v.string() }),
  /** A project named from outside (by a second start, by the system): the window opens it if its own drawing may go. */
  'file.chosen': v.object({ path: v.string(), name: v.string(), text }),
} as const;

export type CallName = keyof typeof CALLS;
export type Parameters<N extends CallName> = v.InferInput<(typeof CALLS)[N]['parameters']>;
export type Result<N extends CallName> = v.InferOutput<(typeof CALLS)[N]['result']>;
export type AnnouncementName = keyof typeof ANNOUNCEMENTS;
export type Announcement<N extends AnnouncementName> = v.InferOutput<(typeof ANNOUNCEMENTS)[N]>;

/** Client side of the contract. */
export interface Host {
  call<N extends CallName>(name: N, parameters: Parameters<N>): Promise<Result<N>>;
  /** Returns the way to stop listening. */
  on<N extends AnnouncementName>(name: N, heard: (announcement: Announcement<N>) => void): () => void;
}

/** Server side: one function a call. */
export type Handlers = { [N in CallName]: (parameters: Received<N>) => Promise<Result<N>> | Result<N> };
type Received<N extends CallName> = v.InferOutput<(typeof CALLS)[N]['parameters']>;
