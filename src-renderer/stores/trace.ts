import { computed, ref, shallowReactive, shallowRef, toRaw, watch, type ShallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { Result } from '#contract/calls.ts';
import type { FactRow, FlightColumns } from '#contract/shapes.ts';
import { useFilters, type ColourRule } from './filters.ts';
import { GROUPS, kindsOf, type Group } from './groups.ts';
import { latest } from './latest.ts';
import { useSession } from './session.ts';
import { useShown } from './shown.ts';

export type Density = Result<'trace.density'>;

/** Rows asked for at once: about as many as are seen, so that an answer is there within a picture. */
const CHUNK = 64;
/** Chunks kept; the ones unused for longest go first. 128 × 64 rows of a few hundred bytes: about 4 MB. */
const CHUNKS_KEPT = 128;
/** Rows before the cursor that a list which follows it shows at most. */
const ROWS_BEFORE = 40;
/** Rows that a list shows above or below one it has scrolled to, those just out of sight included. */
const ROWS_BESIDE = 32;
/** Buckets of the density drawn behind the slider. */
const BUCKETS = 400;
/** Wall ms between two questions for the density: it is a background, not a meter. */
const DENSITY_REST = 300;
/** Chunks waited for at once: those that are seen, and those of what is chosen. */
const MOST_WANTED = 4;
/** Answers that came too late to be seen before it is waited until a person looks at one place… */
const MOST_MISSED = 2;
/** …for this many wall ms: two pictures. */
const LEAP_REST = 34;
/** Wall ms between two places of the list that follows the cursor while time runs. */
const LIST_REST = 66;

/** Neighbouring rows, as one answer brought them. */
interface Chunk {
  rows: readonly FactRow[];
  /** For each row the place of its colour rule among those it was marked by, from 1; 0: none. */
  marks: readonly number[];
  /** For each row the id of the conversation it is part of; null: of none. */
  conversations: readonly (string | null)[];
}

/** What a list shows of one place. */
export interface Listed {
  /** Undefined: not here yet, it has been asked for. */
  row: FactRow | undefined;
  /** The colour rule it is marked by; null: none, or the row is not here yet. */
  mark: ColourRule | null;
  /** Id of the conversation it is part of; null: of none, or the row is not here yet. */
  conversation: string | null;
}

/**
 * A window onto what happened. Only the rows somebody looks at are fetched and kept; the trace itself stays with the host.
 */
export const useTrace = defineStore('trace', () => {
  const session = useSession();
  /** Groups of kinds shown. */
  const groups = shallowRef<ReadonlySet<Group>>(new Set(GROUPS));
  const kinds = computed(() => kindsOf(groups.value));
  /** The filter applied to the list; empty: none. It always compiles: whoever sets it has seen to that. */
  const filter = ref('');
  const filtered = computed(() => groups.value.size !== GROUPS.length || filter.value !== '');
  /** Whether the host is still looking for what passes the filter. */
  const looking = ref(false);
  const filters = useFilters();
  const shown = useShown();
  /** Rows that pass the filter, the lived future included. */
  const total = ref(0);
  /** Place of the last row at or before the cursor, from 1; 0: none. */
  const place = ref(0);

  /**
   * By number. Who reads one hears of that one alone: an answer for a place that was left long ago moves nothing. Another map
   * when all is forgotten: who waits for one that was not here asks again.
   */
  const chunks = shallowRef(shallowReactive(new Map<number, Chunk>()));
  /** The rules the chunks were marked by. */
  let marked: readonly ColourRule[] = [];
  const wanted = new Set<number>();
  /** The chunk that somebody looked at last and that was not here. */
  let looked = 0;
  /** How many answers in a row came for places that nobody looked at any more: the list is drawn along fast. */
  let missed = 0;
  /** Counts up with each forgetting, so that answers to older questions are thrown away. */
  let era = 0;
  /** The era whose total is known. */
  let counted = -1;
  /** Whether `total` is of the filter that is chosen now: of another one it says nothing. */
  const isCounted = ref(true);

  function forget(): void {
    era++;
    missed = 0;
    wanted.clear();
    chunks.value = shallowReactive(new Map<number, Chunk>());
    marked = filters.active.map((rule) => ({ ...rule }));
  }

  function listed(at: number): Listed {
    if (at < 1 || at > total.value) return NOTHING;
    const index = chunkOf(at);
    const chunk = chunks.value.get(index);
    const k = (at - 1) % CHUNK;
    const row = chunk?.rows[k];
    // Not fetched, or fetched when the trace was shorter.
    if (row === undefined) want(index);
    if (chunk === undefined) return NOTHING;
    return { row, mark: marked[(chunk.marks[k] ?? 0) - 1] ?? null, conversation: chunk.conversations[k] ?? null };
  }

  /** The row at a place (from 1) among those that pass the filter; undefined: not here yet, it has been asked for. */
  const row = (at: number): FactRow | undefined => listed(at).row;

  /** What a list shows of the places `from` … `from + count - 1`, counted from 1. */
  function list(from: number, count: number): Listed[] {
    return Array.from({ length: Math.max(0, Math.min(count, total.value - from + 1)) }, (_, k) => listed(from + k));
  }

  function want(index: number): void {
    looked = index;
    const known = wanted.delete(index);
    // What was wanted last stands last.
    wanted.add(index);
    if (!known) fetchWanted();
  }

  const fetchWanted = latest(async () => {
    while (wanted.size > 0) {
      if (missed >= MOST_MISSED) await restBeside();
      // What was wanted last is looked at now. The list may have run on far since the rest was wanted.
      for (const index of [...wanted].slice(0, -MOST_WANTED)) wanted.delete(index);
      const asked = era;
      const newest = [...wanted].reverse();
      const [last] = newest;
      if (last === undefined) return;
      const beside = newest.find((index) => Math.abs(index - last) === 1) ?? last;
      await fetchChunks(Math.min(last, beside), beside === last ? 1 : 2);
      if (asked === era) missed = Math.abs(last - looked) > 1 ? missed + 1 : 0;
    }
  });

  /** Waits until one place is looked at for longer: the rows asked for would be here when others are looked at. */
  async function restBeside(): Promise<void> {
    const asked = era;
    for (let before = NaN; before !== looked;) {
      before = looked;
      await new Promise((rested) => setTimeout(rested, LEAP_REST));
    }
    if (asked !== era) return;
    for (const index of wanted) if (Math.abs(index - looked) > 1) wanted.delete(index);
  }

  /** Fetches neighbouring chunks with one question. `together`: what changes in the same picture. */
  async function fetchChunks(first: number, count: number, together = (): void => {}): Promise<void> {
    const asked = era;
    const indexes = Array.from({ length: count }, (_, k) => first + k);
    for (const index of indexes) wanted.add(index);
    const answer = await ask(first * CHUNK + 1, count * CHUNK);
    if (asked !== era) return;
    indexes.forEach((index, k) => {
      wanted.delete(index);
      if (answer) keep(index, chunkIn(answer, k * CHUNK));
    });
    together();
  }

  /**
   * Fetches what a list that follows the cursor will show there, and then lets it `move` on: it shows no holes. Nothing
   * where nobody looks at the rows it stands at.
   */
  async function fetchAhead(cursor: number, move: () => void): Promise<void> {
    if (cursor < 1 || !chunks.value.has(chunkOf(place.value))) return;
    const first = chunkOf(Math.max(1, cursor - ROWS_BEFORE));
    await fetchChunks(first, chunkOf(cursor) - first + 1, move);
  }

  /**
   * A person may go to this event next: the rows a list shows with it are fetched where no filter is in the way, and nobody
   * waits for what he looks at.
   */
  async function expect(seq: number): Promise<void> {
    if (filtered.value || wanted.size > 0 || seq > total.value) return;
    const from = Math.max(1, seq - ROWS_BESIDE);
    const to = Math.min(seq + ROWS_BESIDE, total.value);
    if (fetched(from) && fetched(to)) return;
    await fetchChunks(chunkOf(from), chunkOf(to) - chunkOf(from) + 1);
  }

  function keep(index: number, chunk: Chunk): void {
    // Put at the end, as the one used last, without anybody hearing that it was away.
    toRaw(chunks.value).delete(index);
    chunks.value.set(index, chunk);
    if (chunks.value.size > CHUNKS_KEPT) chunks.value.delete(chunks.value.keys().next().value!);
  }

  async function ask(from: number, count: number): Promise<Result<'trace.rows'> | null> {
    const asked = era;
    const answer = await session.host
      ?.call('trace.rows', {
        from,
        count,
        kinds: kinds.value,
        ...(filter.value === '' ? {} : { filter: filter.value }),
        ...(count > 1 ? { conversations: true } : {}),
        ...(count > 1 && marked.length > 0 ? { marks: marked.map((rule) => rule.filter) } : {}),
      })
      .catch(() => null);
    if (asked === era) isCounted.value = true;
    if (asked === era && answer) {
      if (filtered.value) total.value = answer.total;
      counted = era;
    }
    return answer ?? null;
  }

  // Without a filter a row's place is its number. With one, its place is looked for among the filtered rows.
  const refresh = latest(async () => {
    const now = session.now;
    if (!now || groups.value.size === 0) {
      total.value = 0;
      place.value = 0;
      isCounted.value = true;
      return;
    }
    if (!filtered.value) {
      const move = (): void => {
        total.value = now.facts;
        place.value = now.cursor;
      };
      if (now.playing) await fetchAhead(now.cursor, move);
      move();
    } else {
      looking.value = filter.value !== '';
      await ask(1, 0);
      looking.value = false;
      place.value = await placeOf(now.cursor);
    }
    // While time runs nobody reads more often than this; standing, the answer is at once.
    if (now.playing) await new Promise((rested) => setTimeout(rested, LIST_REST));
  });

  /** The last place whose fact is number `seq` or an earlier one. */
  async function placeOf(seq: number): Promise<number> {
    // What is known of another list, which may still be shown, says nothing here.
    if (!filtered.value) return Math.min(seq, session.now?.facts ?? 0);
    // Just after another filter was chosen nobody knows yet how many pass it.
    if (counted !== era) await ask(1, 0);
    const seqAt = async (at: number): Promise<number> => {
      const near = chunks.value.get(chunkOf(at))?.rows[(at - 1) % CHUNK];
      return near?.seq ?? (await ask(at, 1))?.rows[0]?.seq ?? Infinity;
    };
    let low = 0;
    let high = total.value;
    // The cursor mostly moves a little: look beside the place known before looking everywhere.
    const known = place.value;
    if (known > 0 && known <= high && (await seqAt(known)) <= seq) {
      low = known;
      if (known === high || (await seqAt(known + 1)) > seq) return known;
    }
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((await seqAt(middle)) <= seq) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The row of a fact, where it is here; undefined: it is not, and it is not asked for. */
  function fetched(seq: number): FactRow | undefined {
    for (const { rows } of toRaw(chunks.value).values()) {
      const [first, last] = [rows[0], rows.at(-1)];
      if (first && last && first.seq <= seq && seq <= last.seq) return rows.find((row) => row.seq === seq);
    }
    return undefined;
  }

  /** One fact by its number, whatever the filter; null: there is none. */
  async function fact(seq: number): Promise<FactRow | null> {
    const here = fetched(seq);
    if (here) return here;
    const answer = await session.host?.call('trace.rows', { from: seq, count: 1, kinds: [] }).catch(() => null);
    return answer?.rows[0] ?? null;
  }

  function toggleGroup(group: Group): void {
    const next = new Set(groups.value);
    if (!next.delete(group)) next.add(group);
    groups.value = next;
  }

  const flights: ShallowRef<FlightColumns | null> = shallowRef(null);
  const refreshFlights = latest(async () => {
    flights.value = session.moving
      ? ((await session.host?.call('trace.flights', shown.parts.flows ? { flows: true } : {}).catch(() => null)) ??
        null)
      : null;
  });

  /** How the time slider is spaced: by what happens, or true to time. */
  const spacing = ref<'even' | 'time'>('even');
  const density: ShallowRef<Density | null> = shallowRef(null);
  const refreshDensity = latest(async () => {
    if (!session.now) return;
    density.value =
      (await session.host?.call('trace.density', { buckets: BUCKETS, spacing: spacing.value }).catch(() => null)) ??
      null;
    await new Promise((rested) => setTimeout(rested, DENSITY_REST));
  });

  watch([() => session.history, groups, filter, () => JSON.stringify(filters.active)], () => {
    forget();
    isCounted.value = !filtered.value;
    if (!filtered.value) total.value = session.now?.facts ?? 0;
    place.value = 0;
    refresh();
  });
  watch(() => session.now && [session.now.cursor, session.now.facts].join(), refresh, { immediate: true });
  watch(() => session.moving && [session.history, session.moving.flights, shown.parts.flows].join(), refreshFlights, {
    immediate: true,
  });
  watch(
    () => session.now && [session.history, session.now.facts, session.now.horizon, spacing.value].join(),
    refreshDensity,
    { immediate: true },
  );

  return {
    groups,
    filter,
    filtered,
    looking,
    kinds,
    total,
    isCounted,
    place,
    row,
    list,
    fact,
    fetched,
    expect,
    placeOf,
    toggleGroup,
    flights,
    spacing,
    density,
  };
});

const NOTHING: Listed = { row: undefined, mark: null, conversation: null };

/** The chunk that begins with row `from` of an answer. */
function chunkIn({ rows, marks = [], conversations = [] }: Result<'trace.rows'>, from: number): Chunk {
  const to = from + CHUNK;
  return { rows: rows.slice(from, to), marks: marks.slice(from, to), conversations: conversations.slice(from, to) };
}

/** The chunk a row is in, by its place from 1. */
function chunkOf(at: number): number {
  return Math.floor((at - 1) / CHUNK);
}
