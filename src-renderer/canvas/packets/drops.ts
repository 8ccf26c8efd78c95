import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { PROTOCOLS, type FactRow, type Now } from '#contract/shapes.ts';
import { sentenceOf } from '../../locales/index.ts';
import { useDocument } from '../../stores/document.ts';
import { latest } from '../../stores/latest.ts';
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
  const marks: ShallowRef<DropMark[]> = shallowRef([]);
  const fresh = ref(0);
  let seen = 0;
  let history = session.history;

  const look = latest(async () => {
    const now = session.now;
    const host = session.host;
    if (!now || !host) return;
    const cut = history !== session.history || now.cursor < seen;
    history = session.history;
    const from = Math.max(1, now.playing && !cut ? seen + 1 : now.cursor - LOOK_BACK + 1, now.cursor - LOOK_BACK + 1);
    const count = now.cursor - from + 1;
    seen = now.cursor;
    const answer = count > 0 ? await host.call('trace.rows', { from, count, kinds: [] }).catch(() => null) : null;
    const rows = (answer?.rows ?? []).filter(({ kind }) => kind === 'frame.dropped');
    const found = rows.filter((row) => now.playing || isOfMoment(row, now)).map((row) => markOf(row, now.playing));
    const kept = now.playing && !cut ? marks.value.filter(({ born }) => born !== null) : stillFalling(now, found);
    marks.value = [...kept, ...found].slice(-MOST);
    if (marks.value.length > 0) fresh.value++;
  });

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

  watch(() => session.now && `${session.history} ${session.now.cursor} ${session.now.playing}`, look, {
    immediate: true,
  });
  return { marks, fresh };
}

function isOfMoment(row: FactRow, now: Now): boolean {
  return row.step === now.step || row.time === now.time;
}

/** Index of the envelope for a protocol. */
function drawnAs(protocol: string): number {
  const index = (PROTOCOLS as readonly string[]).indexOf(protocol);
  return index < 0 ? PROTOCOLS.indexOf('udp') : index;
}
