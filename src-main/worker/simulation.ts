import { Timeline } from '#engine/sim/timeline.ts';
import type { DocumentRecord, HopDocument } from '#document/records.ts';
import { topologyOf } from '#document/topology.ts';
import { Backlog } from './reading/backlog.ts';
import { Causes } from './causes/causes.ts';
import { Conversations } from './conversations/conversations.ts';
import { Exchanges } from './exchange/exchanges.ts';
import { Density } from './reading/density.ts';
import { Drawing } from './drawing/drawing.ts';
import { Drops } from './causes/drops.ts';
import { Journeys } from './packets/journeys.ts';
import { Marks } from './events/marks.ts';
import { gathered } from './gathered.ts';
import { firstAmong } from './playing/conditions.ts';
import { Measurements } from './packets/measurements.ts';
import { Player, type Looked } from './playing/player.ts';
import type { Later, WallClock } from './wall-clock.ts';
import { Standing } from './network/standing.ts';
import { Rows } from './events/rows.ts';
import { Spans } from './conversations/spans.ts';
import { returnTo } from './playing/steps.ts';
import { Told } from './drawing/told.ts';
import { WrittenRows } from './causes/written-rows.ts';

/** Facts of one history at most: what the lists and indexes of a window can hold. A storm of frames is stopped there. */
const FACTS_AT_MOST = 5_000_000;

/** Events lived at most to find the next step of what is selected: a minute of a busy network, weeks of a quiet one. */
const LOOK_AHEAD = 50_000;

/** One history of the open project: its world, how time runs in it, and what is kept ready to answer questions about it. */
export class Simulation {
  readonly timeline: Timeline;
  /** How much of what is gathered is written, 0 … 1, as whoever writes it tells; null: nothing is, or nothing was told yet. */
  gatheredShare: number | null = null;
  /** The project with which time began. */
  readonly begun: HopDocument;
  readonly drawing: Drawing;
  /** What its world was told of the drawing. */
  readonly told: Told;
  readonly player: Player;
  readonly rows: Rows;
  readonly marks: Marks;
  readonly density: Density;
  readonly journeys: Journeys;
  readonly conversations: Conversations;
  /** Conversations of datagrams. */
  readonly datagrams: Conversations;
  readonly exchanges: Exchanges;
  readonly spans: Spans;
  readonly measurements: Measurements;
  readonly drops: Drops;
  readonly standing: Standing;
  readonly written: WrittenRows;
  readonly causes: Causes;
  readonly #backlog: Backlog;
  readonly #clock: WallClock;
  readonly #later: Later;
  /** Counts how often known facts were forgotten. */
  #cuts = 0;

  /**
   * `source`: the project, or a history that goes on as two, with the same past, future and cursor. `drawn`: the drawing, when
   * it is another one by now than that with which time begins.
   */
  constructor(
    source: HopDocument | Simulation,
    clock: WallClock,
    later: Later,
    moved: () => void,
    drawn?: readonly DocumentRecord[],
  ) {
    if (source instanceof Simulation) {
      this.timeline = source.timeline.fork();
      this.begun = source.begun;
      this.drawing = source.drawing;
      this.told = source.told.fork();
    } else {
      this.timeline = new Timeline(topologyOf(source), source.seed, FACTS_AT_MOST);
      this.begun = source;
      const begun = new Drawing(source.records);
      this.drawing = drawn === undefined ? begun : new Drawing(drawn);
      this.told = new Told(begun.records);
    }
    this.#clock = clock;
    this.#later = later;
    this.player = new Player(this.timeline, clock, later, () => {
      this.catchUp();
      moved();
    });
    const { trace } = this.timeline;
    this.rows = new Rows(trace, this.drawing, clock, later);
    this.marks = new Marks(trace, this.drawing);
    this.density = new Density(trace);
    this.journeys = new Journeys(trace);
    this.conversations = new Conversations(trace);
    this.datagrams = new Conversations(trace, 'udp');
    this.exchanges = new Exchanges(trace, this.journeys, clock, later);
    this.spans = new Spans(trace, this.conversations);
    this.measurements = new Measurements(trace);
    this.drops = new Drops(trace);
    this.standing = new Standing(this.timeline);
    this.written = new WrittenRows(trace);
    this.causes = new Causes(trace, this.written, clock, later);
    const readers = [
      this.density,
      this.journeys,
      this.conversations,
      this.datagrams,
      this.spans,
      this.drops,
      this.written,
      this.causes,
    ];
    this.#backlog = new Backlog(trace, readers, clock, later);
  }

  /** Whether nothing has happened yet, no time has passed, and nothing outside is joined: the project is all there is. */
  get untouched(): boolean {
    const { player, timeline } = this;
    if (player.playing || player.joined !== null) return false;
    return timeline.trace.length === 0 && timeline.step === 0 && timeline.horizonStep === 0 && timeline.horizon === 0;
  }

  /** Reads what was added to the trace, a tick's worth at a time, so that no question has to wait for it. */
  catchUp(): void {
    void this.#backlog.finish();
    for (const index of [this.rows, this.measurements]) index.catchUp();
  }

  /** Null: what is kept ready is up to date. Else it will be when the promise is kept: there is much to read. */
  ready(): Promise<void> | null {
    return this.#backlog.finish();
  }

  /** Puts together what is written of this history, while calls are answered; refused when it is cut off meanwhile. */
  async gather(pieces: Iterator<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
    const cuts = this.#cuts;
    try {
      return await gathered(pieces, () => cuts === this.#cuts, this.#clock, this.#later);
    } finally {
      this.gatheredShare = null;
    }
  }

  /**
   * Looks ahead, beyond what was lived, for the next event with a fact that fits, and stops just after it. Where none comes,
   * the cursor goes back to where it stood, and what was lived for nothing is forgotten: it would come again the same.
   * Stopped by a person, it stands where it came to.
   */
  async lookAhead(fits: (seq: number) => boolean, moved: () => void): Promise<void> {
    const { player, timeline } = this;
    const start = { step: timeline.step, time: timeline.now };
    timeline.seek(timeline.horizon);
    const edge = { step: timeline.step, time: timeline.now };
    const among = (first: number, last: number) => firstAmong(first, last, fits);
    // What would leave for the outside waits until it is sure that it is not lived a second time.
    timeline.withhold();
    const settle = (how: Looked): void => {
      if (how === 'none') {
        returnTo(timeline, edge);
        this.forgetFuture();
        timeline.forgetFuture();
        returnTo(timeline, start);
        player.stopped = 'none-ahead';
      }
      timeline.handOut();
    };
    await new Promise<void>((resolve) => {
      player.lookAhead(among, LOOK_AHEAD, (how) => {
        settle(how);
        resolve();
      });
      moved();
    });
  }

  /** Forgets what is known of the facts behind the cursor. Called before an input cuts them off. */
  forgetFuture(): void {
    const { cursor, trace } = this.timeline;
    if (cursor < trace.length) this.#cuts++;
    for (const index of this.#indexes()) index.cut(cursor);
    this.marks.cut();
    this.standing.cut();
    this.told.forgetFuture(cursor);
    this.player.forgetFuture();
  }

  #indexes() {
    return [
      this.rows,
      this.density,
      this.journeys,
      this.conversations,
      this.datagrams,
      this.exchanges,
      this.spans,
      this.measurements,
      this.drops,
      this.written,
      this.causes,
    ];
  }
}
