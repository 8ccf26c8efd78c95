import { computed, ref, shallowRef, watch, type ShallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { Result } from '#contract/calls.ts';
import { shareOf, timeAt } from './axis.ts';
import { useKept, yesOrNo } from './kept.ts';
import { latest } from './latest.ts';
import { useSession } from './session.ts';
import { useTrace, type Density } from './trace.ts';

export type Spans = Result<'trace.spans'>;

/** A stretch of simulated time, ns. */
export interface Stretch {
  from: number;
  to: number;
}

/** Pieces in which a stretch that is looked at closely is fetched, its margins included. */
const BUCKETS = 1200;
/** Widths fetched besides on either side, so that moving on shows something at once. */
const MARGIN = 1;
/** Spans of one sort shown at once. */
const MOST_SPANS = 60;
/** Wall ms between two questions while time runs: it is a background, not a meter. */
const REST = 250;
/** The shortest stretch that can be looked at, ns. */
const SHORTEST = 10;
/** Where the playhead comes to stand when it is followed out of sight while time runs, as a part of the width. */
const AHEAD = 0.15;

/** What the time line shows: which stretch of time, how closely, and what lies in it. It moves no time. */
export const useStrip = defineStore('strip', () => {
  const session = useSession();
  const trace = useTrace();

  /** Where known time ends, ns. */
  const horizon = computed(() => Math.max(session.now?.horizon ?? 0, session.now?.time ?? 0));
  /** The stretch looked at closely; null: all of known time, however it grows. */
  const view: ShallowRef<Stretch | null> = shallowRef(null);
  const shown = computed<Stretch>(() => view.value ?? { from: 0, to: horizon.value });
  /** Whether connections and programs have their lanes. */
  const lanesShown = useKept().value<boolean>('timeline.lanes', () => globalThis.innerHeight >= 900, yesOrNo);
  const untilShown = ref(false);
  const bookmarksShown = ref(false);

  const detail: ShallowRef<Density | null> = shallowRef(null);
  const spans: ShallowRef<Spans | null> = shallowRef(null);

  /** The counts to draw: fine ones where they are there and reach over all that is shown. */
  const density = computed<Density | null>(() => {
    const fine = view.value && detail.value;
    if (!fine) return trace.density;
    const [first, last] = [fine.times[0]!, fine.times[fine.times.length - 1]!];
    return first <= shown.value.from && last >= Math.min(shown.value.to, horizon.value) ? fine : trace.density;
  });
  /** Bounds of equally wide pieces, ns; they reach over all that is shown. */
  const axis = computed<ArrayLike<number>>(() =>
    density.value && (view.value || trace.spacing === 'even') ? density.value.times : [0, horizon.value],
  );
  /** The part of the axis that is shown. */
  const part = computed(() => ({
    left: shareOf(axis.value, shown.value.from),
    right: shareOf(axis.value, shown.value.to),
  }));

  /** Where a time stands, as a share of the width shown; what lies outside is below 0 or above 1. */
  const placeOf = computed(() => {
    const bounds = axis.value;
    const { left, right } = part.value;
    return (time: number): number => (right > left ? (shareOf(bounds, time) - left) / (right - left) : 0);
  });
  /** The time that stands at a share of the width shown, ns, not rounded. */
  const timeOf = computed(() => {
    const bounds = axis.value;
    const { left, right } = part.value;
    return (place: number): number => timeAt(bounds, left + place * (right - left));
  });

  function look(from: number, to: number): void {
    const [first, last] = [Math.max(0, Math.floor(from)), Math.min(horizon.value, Math.ceil(to))];
    view.value = (first <= 0 && last >= horizon.value) || last <= first ? null : { from: first, to: last };
  }
  /** Looks `factor` times as closely (below 1: less closely); what stands at `place` stays there. */
  function zoomBy(factor: number, place: number = nearPlayhead()): void {
    if (horizon.value <= SHORTEST) return;
    const [from, to] = [timeOf.value(place - place / factor), timeOf.value(place + (1 - place) / factor)];
    if (factor > 1 && to - from < SHORTEST) return;
    look(from, to);
  }
  /** The axis of all of known time. */
  const whole = computed<ArrayLike<number>>(() =>
    trace.spacing === 'even' && trace.density ? trace.density.times : [0, horizon.value],
  );
  /** Moves what is shown by a share of its width. */
  function panBy(share: number): void {
    if (view.value === null) return;
    const { left, right } = part.value;
    const start = left + share * (right - left);
    if (start >= 0 && start + (right - left) <= 1) {
      look(timeAt(axis.value, start), timeAt(axis.value, start + right - left));
    } else moveTo((from, width) => from + share * width);
  }
  /**
   * Puts the left end of what is shown at a share of all of known time, given where it is and how wide. Measured on the
   * axis of everything: the fine one may not reach there.
   */
  function moveTo(startFor: (from: number, width: number) => number): void {
    if (view.value === null) return;
    const from = shareOf(whole.value, view.value.from);
    const width = shareOf(whole.value, view.value.to) - from;
    const start = Math.min(1 - width, Math.max(0, startFor(from, width)));
    look(timeAt(whole.value, start), timeAt(whole.value, start + width));
  }
  /** Shows all of known time. */
  function showAll(): void {
    view.value = null;
  }
  /** Brings a time into sight, at `place` of the width. */
  function reveal(time: number, place: number = 0.5): void {
    if (view.value === null || (time >= view.value.from && time <= view.value.to)) return;
    moveTo((_, width) => shareOf(whole.value, time) - width * place);
    // Where the axis is coarse, it may have come to stand just beside.
    const { from, to } = shown.value;
    if (time < from || time > to) look(Math.min(time, from), Math.max(time, to));
  }
  function nearPlayhead(): number {
    const place = placeOf.value(session.now?.time ?? 0);
    return place >= 0 && place <= 1 ? place : 0.5;
  }

  const refreshDetail = latest(async () => {
    const stretch = view.value;
    if (!session.now || !stretch) {
      detail.value = null;
      return;
    }
    const asked = { buckets: BUCKETS, spacing: trace.spacing, margin: MARGIN, ...stretch };
    const answer = await session.host?.call('trace.density', asked).catch(() => null);
    if (answer) detail.value = answer;
    if (session.now.playing) await new Promise((rested) => setTimeout(rested, REST));
  });
  const refreshSpans = latest(async () => {
    if (!session.now || !lanesShown.value) {
      spans.value = null;
      return;
    }
    const { from, to } = shown.value;
    const asked = { from: Math.max(0, 2 * from - to), to: Math.min(1e15, 2 * to - from), most: MOST_SPANS };
    const answer = await session.host?.call('trace.spans', asked).catch(() => null);
    if (answer) spans.value = answer;
    if (session.now.playing) await new Promise((rested) => setTimeout(rested, REST));
  });

  const known = (): string | null => session.now && [session.history, session.now.facts, session.now.horizon].join();
  watch([known, view, () => trace.spacing], refreshDetail, { immediate: true });
  watch([known, view, lanesShown], refreshSpans, { immediate: true });
  watch(
    () => trace.spacing,
    () => (detail.value = null),
  );
  // Another history: what was looked at closely may not be there any more.
  watch(
    () => session.history,
    () => {
      if (view.value && view.value.to > horizon.value) showAll();
    },
  );
  watch(
    () => session.now?.time ?? 0,
    (time, before) => reveal(time, session.now?.playing ? AHEAD : time > before ? 1 - AHEAD : AHEAD),
  );

  return {
    horizon,
    view,
    shown,
    density,
    part,
    spans,
    lanesShown,
    untilShown,
    bookmarksShown,
    placeOf,
    timeOf,
    zoomBy,
    panBy,
    showAll,
    reveal,
    look,
  };
});
