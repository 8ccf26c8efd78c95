import { Timeline } from '#engine/sim/timeline.ts';
import type { HopDocument } from '#document/records.ts';
import { topologyOf } from '#document/topology.ts';
import { Conversations } from './conversations.ts';
import { Density } from './density.ts';
import { Drawing } from './drawing.ts';
import { Journeys } from './journeys.ts';
import { Player, type Later, type WallClock } from './player.ts';
import { Rows } from './rows.ts';

/** Facts of one history at most: what the lists and indexes of a window can hold. A storm of frames is stopped there. */
const FACTS_AT_MOST = 2_000_000;

/** One open project: its world, how time runs in it, and what is kept ready to answer questions about it. */
export class Simulation {
  readonly timeline: Timeline;
  readonly drawing: Drawing;
  readonly player: Player;
  readonly rows: Rows;
  readonly density: Density;
  readonly journeys: Journeys;
  readonly conversations: Conversations;

  constructor(document: HopDocument, clock: WallClock, later: Later, moved: () => void) {
    this.timeline = new Timeline(topologyOf(document), document.seed, FACTS_AT_MOST);
    this.drawing = new Drawing(document.records);
    this.player = new Player(this.timeline, clock, later, () => {
      this.catchUp();
      moved();
    });
    const { trace } = this.timeline;
    this.rows = new Rows(trace);
    this.density = new Density(trace);
    this.journeys = new Journeys(trace);
    this.conversations = new Conversations(trace);
  }

  /** Reads what was added to the trace, a tick's worth at a time, so that no question has to wait for it. */
  catchUp(): void {
    for (const index of [this.rows, this.density, this.journeys, this.conversations]) index.catchUp();
  }

  /** Forgets what is known of the facts behind the cursor. Called before an input cuts them off. */
  forgetFuture(): void {
    const { cursor } = this.timeline;
    for (const index of [this.rows, this.density, this.journeys, this.conversations]) index.cut(cursor);
    this.drawing.forgetFuture(cursor);
  }
}
