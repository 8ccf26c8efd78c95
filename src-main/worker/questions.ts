import { refusal } from '#contract/problems.ts';
import type { Handlers } from '#contract/calls.ts';
import type { FrameView, HopRow } from '#contract/shapes.ts';
import { summarizeFrame } from '#engine/wire/summary.ts';
import { commandNamed, commandNames } from '#engine/apps/builtins.ts';
import { unknownCommand } from '#engine/apps/not-found.ts';
import { captureOfInChunks } from '#notes/capture.ts';
import { hopTableMarkdown } from '#notes/hop-table.ts';
import { HOP_TITLES } from '#notes/titles.ts';
import { askerOf, filterOf } from './events/asking.ts';
import { flightColumns } from './packets/flights.ts';
import { hopsOf } from './packets/hops.ts';
import { conversationsOf } from './conversations/belonging.ts';
import { packetNotes } from './conversations/notes.ts';
import { passageOf } from './packets/passage.ts';
import { packetsOf, pathOf } from './network/path.ts';
import type { RowWindow } from './events/rows.ts';
import type { Simulation } from './simulation.ts';

const EMPTY_SCREEN = { lines: [], forgotten: 0, unfinished: '', prompt: '', history: [], running: null };

/** The calls that ask and move nothing. */
export type Questions = Pick<
  Handlers,
  Extract<
    keyof Handlers,
    | `${'trace' | 'network' | 'causes' | 'drops' | 'devices' | 'notes' | 'cables' | 'rules'}.${string}`
    | 'terminals.read'
    | 'terminals.commands'
    | 'terminals.check'
  >
>;

/**
 * Answers about the history that `current` gives: that of a branch, or of the current one. What tells of a packet or a
 * device knows only what has happened up to the cursor; rows and frames are there for the whole history.
 */
export function questions(current: (branch?: string) => Simulation): Questions {
  /** An answer that needs what is kept ready: at once, or when all facts of a branch nobody has asked about were read. */
  const upToDate = <Answer>(
    branch: string | undefined,
    answer: (one: Simulation) => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> => {
    const one = current(branch);
    const ready = one.ready();
    return ready === null ? answer(one) : ready.then(() => answer(one));
  };

  return {
    'trace.rows': ({ from, count, kinds, filter = '', marks: filters, conversations = false, branch }) => {
      const asked = filterOf(filter);
      const told = (one: Simulation, window: RowWindow) => {
        const facts = window.rows.map(({ seq }) => seq);
        return {
          ...window,
          ...(filters === undefined ? {} : { marks: one.marks.of(facts, filters) }),
          ...(conversations ? { conversations: conversationsOf(facts, one.timeline.trace, one) } : {}),
        };
      };
      const answer = (one: Simulation) =>
        asked === null && kinds.length === 0
          ? told(one, one.rows.window(from, count, kinds))
          : one.rows.filtered(from, count, kinds, asked).then((window) => told(one, window));
      return conversations ? upToDate(branch, answer) : answer(current(branch));
    },
    'trace.find': async ({ filter, from, direction, branch }) => {
      const asked = filterOf(filter);
      return { seq: asked === null ? null : await current(branch).rows.find(asked, from, direction) };
    },
    'trace.density': ({ buckets, spacing, from = 0, to, margin = 0, branch }) =>
      upToDate(branch, ({ density, timeline: { horizon } }) =>
        density.count(buckets, horizon, spacing, { from, to: to ?? horizon, margin }),
      ),
    'trace.spans': ({ from, to, most, branch }) => upToDate(branch, ({ spans }) => spans.within(from, to, most)),
    'trace.flights': ({ flows = false, branch }) => {
      const { timeline } = current(branch);
      return flightColumns([...timeline.flights(), ...timeline.standing()], flows);
    },
    'network.state': ({ known, stretch, branch }) => current(branch).standing.tell(known, stretch),
    'network.path': ({ of, branch }) =>
      upToDate(branch, ({ conversations, journeys, timeline, drawing }) => {
        const packets = 'packet' in of ? [of.packet] : packetsOf(timeline.trace, conversations.find(of.conversation));
        return pathOf(timeline.trace, journeys, packets, drawing.cables(), timeline.cursor);
      }),
    'trace.frame': ({ frame, branch }) => {
      const found = frameViewOf(current(branch), frame);
      if (found === null) throw refusal('trace.no-such-frame', { frame });
      return found;
    },
    'trace.hops': ({ packet, branch }) =>
      upToDate(branch, ({ journeys, timeline }) => ({
        hops: hopsOf(timeline.trace, journeys, packet, timeline.cursor),
      })),
    'trace.passage': ({ packet, branch }) =>
      upToDate(branch, ({ causes, journeys, timeline }) =>
        passageOf(timeline.trace, journeys, packet, timeline.cursor, (seq) => causes.step(seq)),
      ),
    'trace.packet': ({ packet, frame, branch }) =>
      upToDate(branch, (one) => {
        const { conversations, journeys, timeline } = one;
        const hops = hopsOf(timeline.trace, journeys, packet, timeline.cursor);
        const shown = frame ?? hops.at(-1)?.frame ?? null;
        return {
          hops,
          frame: shown === null ? null : frameViewOf(one, shown),
          notes: packetNotes(timeline.trace, journeys, conversations, packet, timeline.cursor),
        };
      }),

    'causes.why': ({ fact, most, branch }) => upToDate(branch, ({ causes }) => causes.why(fact, most)),
    'causes.then': ({ fact, most, branch }) => upToDate(branch, ({ causes }) => causes.effects(fact, most)),
    'drops.list': ({ reason, from, count, branch }) =>
      upToDate(branch, ({ drops, timeline }) => drops.list(reason, from, count, timeline.cursor)),

    'devices.view': ({ device, branch }) => {
      if (current(branch).drawing.record(device)?.type !== 'device') throw refusal('device.unknown', { device });
      return upToDate(branch, ({ timeline, written }) => ({
        device,
        tables: timeline.view(device).map((table) => {
          const because = written.because(device, table, timeline.cursor);
          return { ...table, because, since: because.map((seq) => (seq === null ? null : timeline.trace.time(seq))) };
        }),
      }));
    },
    'terminals.read': ({ device, terminal, from, branch }) => {
      const { drawing, timeline } = current(branch);
      if (drawing.record(device)?.type !== 'device') throw refusal('device.unknown', { device });
      // A device the world does not know yet shows an empty screen: it will be there when time goes on.
      const view = timeline.terminal(device, terminal) ?? EMPTY_SCREEN;
      const first = Math.max(from, view.forgotten);
      return {
        ...view,
        lines: view.lines.slice(first - view.forgotten),
        first,
        cursor: timeline.cursor,
        history: [...view.history],
      };
    },
    'terminals.commands': () => ({
      commands: commandNames().map((name) => ({ name, synopsis: commandNamed(name)!.synopsis })),
    }),
    'terminals.check': ({ line }) => ({ unknown: unknownCommand(line) }),
    'cables.measured': ({ cable, branch }) => {
      const { drawing, measurements, timeline } = current(branch);
      const record = drawing.record(cable);
      if (record?.type !== 'cable') throw refusal('cable.unknown', { cable });
      return { directions: measurements.of(record, timeline.cursor) };
    },
    'rules.view': ({ cable, branch }) => ({ rules: current(branch).timeline.rules(cable) }),

    'notes.capture': async ({ cable, filter = '' }) => {
      const one = current();
      const { drawing, timeline } = one;
      const names = { cables: drawing.cables(), deviceName: (id: string) => drawing.name(id) };
      const asked = filterOf(filter);
      const passes = asked === null ? null : askerOf(asked, timeline.trace, (id) => drawing.names(id));
      const told = (share: number): void => void (one.gatheredShare = share);
      return {
        bytes: await one.gather(captureOfInChunks(timeline.trace, names, cable, timeline.cursor, passes, told)),
      };
    },
    'notes.written': () => ({ share: current().gatheredShare }),
    'notes.hops': ({ packet, locale }) => {
      const { drawing, journeys, timeline } = current();
      const titles = HOP_TITLES[locale];
      const named = (hop: HopRow): HopRow => ({
        ...hop,
        from: drawing.name(hop.from),
        to: hop.to === null ? null : drawing.name(hop.to),
        // A page of notes is narrow: only the fields that have a title of their own.
        fields: Object.fromEntries(Object.entries(hop.fields).filter(([key]) => Object.hasOwn(titles.fields, key))),
      });
      return { text: hopTableMarkdown(hopsOf(timeline.trace, journeys, packet, timeline.cursor).map(named), titles) };
    },
  };
}

/** A frame as it is on the wire; null: the history holds none of that number. */
function frameViewOf({ timeline }: Simulation, frame: number): FrameView | null {
  const found = timeline.trace.frameOf(frame);
  if (found === undefined) return null;
  const { packet, fcs, intact } = found;
  return { frame, packet, bytes: found.bytes().slice(), fcs, intact, summary: summarizeFrame(found) };
}
