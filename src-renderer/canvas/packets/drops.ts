import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { PROTOCOLS, type FactRow, type Now } from '#contract/shapes.ts';
import { sentenceOf } from '../../locales/index.ts';
import { useDocument } from '../../stores/document.ts';
import { latest } from '../../stores/latest.ts';
import { useNetwork } from '../../stores/network.ts';
import { useSession } from '../../stores/session.ts';

/** A frame thrown away, as it is marked on the drawing. */
export interface DropMark {
  seq: number;
  device: string;
  /** Cable it came by, and where on it: at an end, or so much of the way from end a, 0 … 1; null: unknown. */
  cable: string | null;
  end: 'a' | 'b' | number;
  protocol: number;
  label: string;
  /** Part of everyday work (a frame for somebody else on a hub), not a failure. */
  usual: boolean;
  packet: number;
  frame: number;
  /** Wall ms at which it was seen happen; null: it stays while time stands. */
  born: number | null;
}

/** Reasons that are no failure. */
const USUAL = new Set(['not-for-this-adapter', 'same-port', 'collision-fragment']);
/** Facts looked through at most for drops. */
const LOOK_BACK = 200;
/** Marks on screen at most; the oldest go first. */
const MOST = 40;

/**
 * The drops to mark: while time runs those that just happened, while it stands those of the very moment.
 * Facts are asked for once; a drop is never worked out from anything but the trace.
 */
export function useDrops(wall: () => number): { marks: ShallowRef<DropMark[]>; fresh: Ref<number> } {
  const session = useSession();
  const drawing = useDocument();
  const network = useNetwork();
  const marks: ShallowRef<DropMark[]> = shallowRef([]);
  const changes = ref(0);
  /** The newest drop that was marked, and where the cursor stood. */
  let seen = 0;
  let cursor = 0;
  let history = session.history;

  const look = latest(async () => {
    const { now } = session;
    if (!now) return;
    const cut = history !== session.history || now.cursor < cursor;
    history = session.history;
    const fresh = [...network.drops].filter((seq) => seq <= now.cursor && (!now.playing || cut || seq > seen));
    cursor = now.cursor;
    seen = fresh.at(-1) ?? (cut ? 0 : seen);
    const rows = await rowsOf(fresh);
    const found = rows.filter((row) => now.playing || isOfMoment(row, now)).map((row) => markOf(row, now.playing));
    const kept = now.playing && !cut ? marks.value.filter(({ born }) => born !== null) : stillFalling(now, found);
    if (marks.value.length === 0 && kept.length + found.length === 0) return;
    marks.value = [...kept, ...found].slice(-MOST);
    changes.value++;
  });

  /** What is known of some drops: asked for once, for they stand near each other; of those far back nothing. */
  async function rowsOf(drops: readonly number[]): Promise<FactRow[]> {
    const last = drops.at(-1);
    if (last === undefined) return [];
    const from = Math.max(drops[0]!, last - LOOK_BACK + 1);
    const wanted = { from, count: last - from + 1, kinds: [] };
    const answer = await session.host?.call('trace.rows', wanted).catch(() => null);
    return (answer?.rows ?? []).filter(({ kind }) => kind === 'frame.dropped');
  }

  /** Where on its cable a frame was lost: half the way, but where a person did it. */
  function along({ detail }: FactRow): number {
    if (typeof detail.along !== 'number') return 0.5;
    const part = detail.along / 1000;
    const cable = drawing.cable(String(detail.cable));
    const back = cable?.a.device === detail.to && cable?.a.port === detail.toPort;
    return back ? 1 - part : part;
  }

  function stillFalling(now: Now, found: DropMark[]): DropMark[] {
    if (now.stopped === null) return [];
    return marks.value.filter(
      ({ born, seq }) => born !== null && seq <= now.cursor && found.every((one) => one.seq !== seq),
    );
  }

  function markOf(row: FactRow, moving: boolean): DropMark {
    const device = row.device ?? '';
    const cable = row.port === null ? null : drawing.cableIn(device, row.port);
    // No device lost it: the cable did.
    const lostBy = row.device === null && typeof row.detail.cable === 'string' ? row.detail.cable : null;
    const reason = row.reason ?? 'none';
    return {
      seq: row.seq,
      device,
      cable: lostBy ?? cable?.id ?? null,
      end: lostBy !== null ? along(row) : cable?.a.device === device && cable.a.port === row.port ? 'a' : 'b',
      protocol: drawnAs(row.summary?.protocol ?? 'ethernet'),
      label: sentenceOf('canvas.drops', reason),
      usual: USUAL.has(reason),
      packet: row.packet,
      frame: row.frame,
      born: moving ? wall() : null,
    };
  }

  watch([() => network.drops, () => session.history, () => session.now?.playing], look, { immediate: true });
  return { marks, fresh: changes };
}

function isOfMoment(row: FactRow, now: Now): boolean {
  return row.step === now.step || row.time === now.time;
}

/** Index of the envelope for a protocol. */
function drawnAs(protocol: string): number {
  const index = (PROTOCOLS as readonly string[]).indexOf(protocol);
  return index < 0 ? PROTOCOLS.indexOf('udp') : index;
}
