import type { Handlers, Parameters, Result } from '#contract/calls.ts';
import { ordered } from '#document/order.ts';
import { readDocument } from '#document/read.ts';
import type { DocumentRecord } from '#document/records.ts';
import { topologyChangeOf } from '#document/topology.ts';
import { writeDocument } from '#document/write.ts';
import type { Kept, Recovery } from './recovery.ts';

type Project = NonNullable<Result<'host.hello'>['project']>;
type Change = Parameters<'simulation.change'>['change'];

/**
 * The drawing as windows told of it, for the next window. A window hands over the whole of it after a moment of quiet; what it
 * changed in the network meanwhile passes here too, and is added. It is known whether the network that lives is that drawing's.
 */
export class KeptDrawing {
  readonly #recovery: Recovery | null;
  #project: Project | null = null;
  #unsaved = false;
  /** What the window that went away looked at in the network that lives; null: it did not say, or another knows by now. */
  #look: string | null = null;
  /** Whether a network lives (in the thread, or in what is kept for the next one). */
  #lives = false;
  /** Whether the drawing was handed over since that network was built. */
  #isOfNetwork = false;
  /** What the network was told of since the drawing was handed over, oldest first; what it refuses is none of it. */
  #changes: Change[] = [];

  /** `recovery`: the drawing on disk; null: nothing is kept there. */
  constructor(recovery: Recovery | null) {
    this.#recovery = recovery;
  }

  /** Whether the window said that it holds something unsaved. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  /** For the next window; null: nothing was handed over. What was looked at is told once: it is where that window begins. */
  handOut(): Project | null {
    const look = this.#look;
    this.#look = null;
    if (this.#project === null) return null;
    const running = this.#lives && this.#isOfNetwork;
    const text = running ? withChanges(this.#project.text, this.#changes) : this.#project.text;
    return { ...this.#project, text, ...(running ? { running, ...(look === null ? {} : { look }) } : {}) };
  }

  /** The drawing of a run that crashed, unless there is one of this run by now. */
  recover(left: Kept): void {
    if (this.#project !== null) return;
    this.#project = { ...left, unsaved: true, recovered: true };
    this.#unsaved = true;
  }

  /** Whether it outlives this run. What a file holds does, and what a disk takes. */
  keep({ name, text, path = null, unsaved }: Parameters<'host.keep'>): boolean {
    this.#unsaved = unsaved ?? this.#unsaved;
    this.#project = { name, text, path, unsaved: this.#unsaved };
    this.#isOfNetwork = true;
    this.#changes = [];
    // What a file holds needs no second one.
    if (unsaved === false) return true;
    this.#recovery?.keep({ name, text });
    return this.#recovery?.works ?? false;
  }

  leave(look: string): void {
    this.#look = look;
  }

  tellUnsaved(unsaved: boolean): void {
    this.#unsaved = unsaved;
    if (this.#project !== null) this.#project = { ...this.#project, unsaved };
    if (!unsaved) void this.#recovery?.forget();
  }

  async forget(): Promise<void> {
    this.#project = null;
    this.#look = null;
    this.#unsaved = false;
    await this.#recovery?.forget();
  }

  /** Handlers that also look at what passes: networks that are built, and changes of the drawing. */
  watching(handlers: Partial<Handlers>): Partial<Handlers> {
    const { 'simulation.open': open, 'simulation.reopen': reopen, 'simulation.change': change } = handlers;
    const watched = { ...handlers };
    if (open !== undefined) {
      watched['simulation.open'] = async (parameters) => {
        this.#lives = false;
        this.#isOfNetwork = false;
        this.#changes = [];
        this.#look = null;
        const now = await open(parameters);
        this.#lives = true;
        return now;
      };
    }
    if (reopen !== undefined) {
      watched['simulation.reopen'] = async (parameters) => {
        const now = await reopen(parameters);
        this.#lives = true;
        return now;
      };
    }
    if (change !== undefined) {
      watched['simulation.change'] = async (parameters) => {
        const made = parameters.change;
        this.#changes.push(made);
        try {
          return await change(parameters);
        } catch (refused) {
          this.#changes = this.#changes.filter((one) => one !== made);
          throw refused;
        }
      };
    }
    return watched;
  }
}

/** The text of a drawing with changes of it made; as it was when they do not fit it. */
function withChanges(text: string, changes: readonly Change[]): string {
  if (changes.length === 0) return text;
  const read = readDocument(text);
  if ('problems' in read) return text;
  let records: ReadonlyMap<string, DocumentRecord> = new Map(
    read.document.records.map((record) => [record.id, record]),
  );
  for (const change of changes) {
    const changed = topologyChangeOf(change, records);
    if ('problems' in changed) return text;
    records = changed.records;
  }
  return writeDocument({ ...read.document, records: ordered(records.values()) });
}
