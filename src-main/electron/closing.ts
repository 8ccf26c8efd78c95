import type { Parting } from './dialogs.ts';

export interface ClosingParts {
  /** Asks the person; nothing else happens to the window meanwhile. */
  ask(): Promise<Parting>;
  /** Lets the window save, as if the person had chosen Save. */
  save(): void;
  /** Throws the unsaved drawing away. */
  discard(): Promise<void>;
  /** Closes the window, now that it may be. */
  close(): void;
  /** The person stays: whatever wanted to end, does not. */
  stay(): void;
}

/** Whether a window may be closed: at once when all is saved, else as the person says. */
export class Closing {
  readonly #parts: ClosingParts;
  #unsaved = false;
  #asking = false;
  /** Closing as soon as the drawing is saved. */
  #afterSave = false;

  constructor(parts: ClosingParts) {
    this.#parts = parts;
  }

  /** The window told whether it holds something unsaved. */
  tell(unsaved: boolean): void {
    this.#unsaved = unsaved;
    const close = this.#afterSave && !unsaved;
    // Going on drawing means staying.
    this.#afterSave = false;
    if (close) this.#parts.close();
  }

  /** The dialog of saving was cancelled. */
  saveCancelled(): void {
    if (!this.#afterSave) return;
    this.#afterSave = false;
    this.#parts.stay();
  }

  /** The window is to be closed: true: it may be; false: the person is being asked. */
  mayClose(): boolean {
    if (!this.#unsaved) return true;
    if (!this.#asking) void this.#ask();
    return false;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    const parting = await this.#parts.ask().catch((): Parting => 'cancel');
    this.#asking = false;
    if (parting === 'cancel') return this.#parts.stay();
    if (parting === 'discard') {
      await this.#parts.discard();
      this.#unsaved = false;
      return this.#parts.close();
    }
    // It may have been saved while the question stood.
    if (!this.#unsaved) return this.#parts.close();
    this.#afterSave = true;
    this.#parts.save();
  }
}
