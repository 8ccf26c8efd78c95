import * as v from 'valibot';
import { count, id, rung, time } from './shapes.ts';

/**
 * How two runs can differ: one kind for each sort of difference, with the parameters its sentence may use (`compare.difference`
 * in the locales; a test fails when one is missing). `side` is `left` or `right`; parameters that end in Left and Right
 * are the same of both; times in ns and counts are signed where they compare: positive, when the right run is later or
 * has more.
 *
 * A thing sent is named by `what` (`syn`, `syn-ack`, `fin`, `rst`, `data`, `ack`, `message`), `number` (which of its kind
 * its device sent in this conversation, from 1), `from` and `to` (bytes of the stream, from 1) and `text` (a message’s
 * summary); `device` sent it.
 */
export const DIFFERENCES = {
  /** Something was done in one run only. `input` is the kind of the fact; its own parameters come along. */
  done: { side: 'side', input: 'text', device: 'text' },
  /** Lost in one run (`side`) and not in the other, with what came of it; with it `count` segments in all were lost. */
  lost: { side: 'side', reason: 'text', count: 'number', later: 'time', more: 'number', again: 'number' },
  /** There in one run only, with those that follow it at once: `count` in all. */
  only: { side: 'side', count: 'number', later: 'time', again: 'number' },
  /** From here on, both differ in several ways that belong together. */
  many: {
    ...{ lostLeft: 'number', lostRight: 'number', onlyLeft: 'number', onlyRight: 'number' },
    ...{ later: 'time', again: 'number' },
  },
  /** The same from here on, all as much later or earlier; `count` of them. */
  later: { later: 'time', count: 'number' },
  /** The same from here on, at first by `first` and in the end by `later`; or the least and the most of several. */
  drift: { first: 'time', later: 'time', count: 'number' },
  /** States that one end of a connection took in one run only: `SYN-RECEIVED → ESTABLISHED`. */
  state: { side: 'side', device: 'text', state: 'text' },
  /** A connection that there was in one run only. */
  connection: { side: 'side', client: 'text', server: 'text', segments: 'number' },
  /** What a connection came to. */
  totals: {
    ...{ client: 'text', server: 'text', segmentsLeft: 'number', segmentsRight: 'number' },
    ...{ againLeft: 'number', againRight: 'number', bytesLeft: 'number', bytesRight: 'number', longer: 'time' },
  },
  /** More frames were dropped for a reason. */
  drops: { reason: 'text', left: 'number', right: 'number' },
  /** A program ended with another status; -1: it had not ended. */
  status: { program: 'text', device: 'text', statusLeft: 'number', statusRight: 'number' },
  /** A program ended with the same status at another time. */
  ended: { program: 'text', device: 'text', later: 'time' },
  /** A program printed something else: how many lines, and the last of them in both; and ended so much later. */
  printed: { program: 'text', device: 'text', later: 'time', count: 'number', left: 'text', right: 'text' },
} as const satisfies Record<string, Record<string, 'side' | 'text' | 'number' | 'time'>>;

export type DifferenceKind = keyof typeof DIFFERENCES;

/** Differences told of one comparison at most; the rest is counted. */
export const MOST_DIFFERENCES = 200;

/** Where a difference is to be seen in one run: the fact (0: nothing happened there), and the moment in ns. */
const anchor = v.object({ fact: count, time });

/** One difference of two runs. */
export const difference = v.object({
  kind: v.picklist(Object.keys(DIFFERENCES) as DifferenceKind[]),
  /** The earlier of both moments, ns: what the list is ordered by. */
  time,
  left: anchor,
  right: anchor,
  /** The TCP connection it belongs to, by its id in each run; null: none. */
  conversation: v.nullable(v.object({ left: v.nullable(v.string()), right: v.nullable(v.string()) })),
  parameters: v.record(v.string(), v.union([v.string(), v.number()])),
});
export type Difference = v.InferOutput<typeof difference>;

/** What one run came to up to a moment: of everything, or of one connection. */
const figures = v.object({
  segments: count,
  /** Segments sent again. */
  again: count,
  lost: count,
  /** Bytes of the streams, each counted once. */
  bytes: count,
  /** ns from the first segment to the last. */
  duration: time,
  /** When both ends had closed, ns; null: they had not. */
  closed: v.nullable(time),
});
export type Figures = v.InferOutput<typeof figures>;

/** One TCP connection in both runs; null: it is not in that one. */
export const pairedConversation = v.object({
  left: v.nullable(v.string()),
  right: v.nullable(v.string()),
  clientDevice: v.nullable(v.string()),
  client: v.string(),
  serverDevice: v.nullable(v.string()),
  server: v.string(),
  leftFigures: v.nullable(figures),
  rightFigures: v.nullable(figures),
});
export type PairedConversation = v.InferOutput<typeof pairedConversation>;

const comparison = v.object({
  /** Facts both have in common from the start. */
  common: count,
  /** Both are compared up to this moment, ns. */
  until: time,
  /** False: one run was lived further, and too much happens until there to let the other go on as far. */
  whole: v.boolean(),
  differences: v.pipe(v.array(difference), v.maxLength(MOST_DIFFERENCES)),
  /** Differences left out because there are more. */
  more: count,
  conversations: v.array(pairedConversation),
  /** In what the drawings differ that both networks were told of: the path of a field in a record; null: it has none there. */
  settings: v.array(
    v.object({
      record: v.string(),
      field: v.string(),
      left: v.nullable(v.union([v.string(), v.number()])),
      right: v.nullable(v.union([v.string(), v.number()])),
    }),
  ),
});
export type Comparison = v.InferOutput<typeof comparison>;

/** What a device knows otherwise in both runs at one moment: rows of a table that only one has. */
const tableDifference = v.object({
  device: v.string(),
  table: v.string(),
  /** Rows of one and the same thing that say something else of it; and those of what only one run knows. */
  changed: count,
  left: count,
  right: count,
});

/** Numbers of one run at one moment. */
const momentFigures = v.object({
  /** Where it stands, ns: still before the time under the cursor while it is on its way there. */
  time,
  /** Facts up to the moment. */
  facts: count,
  /** TCP segments sent so far, and how many of them again. */
  segments: count,
  again: count,
  /** Frames dropped so far. */
  drops: count,
  /** Of the connection asked for: bytes acknowledged at either end, their rate in bit/s, and both congestion windows in bytes. */
  connection: v.nullable(
    v.object({
      segments: count,
      again: count,
      acknowledged: count,
      goodput: v.number(),
      /** Bytes; null: nothing known yet. */
      clientWindow: v.nullable(count),
      serverWindow: v.nullable(count),
    }),
  ),
});
export type MomentFigures = v.InferOutput<typeof momentFigures>;

const comparedMoment = v.object({
  left: momentFigures,
  right: momentFigures,
  tables: v.array(tableDifference),
});
export type ComparedMoment = v.InferOutput<typeof comparedMoment>;

/** A rung of a compared ladder: `mark` says in what it differs from the other run; `later` (ns, signed) by how much. */
const comparedRung = v.object({
  rung,
  mark: v.picklist(['same', 'later', 'lost', 'only']),
  later: v.number(),
});

/** One row of two ladders side by side. */
const comparedRow = v.object({ left: v.nullable(comparedRung), right: v.nullable(comparedRung) });
export type ComparedRow = v.InferOutput<typeof comparedRow>;
export type ComparedRung = v.InferOutput<typeof comparedRung>;

/** The two runs to compare, by the ids of their branches; and one connection, by its ids in both. */
const sides = { left: id, right: id };
const bothConversations = v.object({ left: v.nullable(v.string()), right: v.nullable(v.string()) });

/** Calls that compare two runs. */
export const COMPARE_CALLS = {
  /** What is different in two branches, up to the end of the longer one; the shorter is thought on that far. */
  'compare.differences': { parameters: v.object(sides), result: comparison },
  /** Numbers of both at the time under the cursor, and the tables that differ there. */
  'compare.moment': {
    parameters: v.object({ ...sides, conversation: v.nullable(bothConversations) }),
    result: comparedMoment,
  },
  /** The newest rows of one connection's ladders in both, at the time under the cursor; `before`: how many come before them. */
  'compare.ladder': {
    parameters: v.object({ ...sides, conversation: bothConversations }),
    result: v.object({ rows: v.array(comparedRow), before: count }),
  },
} as const;
