import type { Details, Shape } from './details.ts';
import type { Detail } from './kinds.ts';

/** Facts in one block. */
export const BLOCK = 8192;

/**
 * One block of facts as columns, row by row in the order of their numbers:
 *
 * ```
 *   time 8 │ value 8 │ step 8 │ frame 4 │ packet 4 │ cause 4 │ device 4 │ port 4 │ kind 1 │ reason 1   = 46 bytes
 *   details: a reference each
 * ```
 *
 * Facts are written into one such block, and read out of one: of all others only the archive is kept.
 */
export class FactColumns {
  readonly time = new Float64Array(BLOCK);
  readonly value = new Float64Array(BLOCK);
  readonly step = new Float64Array(BLOCK);
  readonly frame = new Uint32Array(BLOCK);
  readonly packet = new Uint32Array(BLOCK);
  readonly cause = new Uint32Array(BLOCK);
  readonly device = new Uint32Array(BLOCK);
  readonly port = new Uint32Array(BLOCK);
  readonly kind = new Uint8Array(BLOCK);
  readonly reason = new Uint8Array(BLOCK);
  readonly details: (Detail | undefined)[] = new Array<Detail | undefined>(BLOCK).fill(undefined);
  /** Details that were read from the archive and not asked for yet: their shape, and where their values start. */
  readonly #shapes: (Shape | undefined)[] = [];
  readonly #starts: number[] = [];
  readonly #values: number[] = [];

  /** Notes the parts of a detail; `values` gets as many further entries as the shape has parameters. */
  part(row: number, shape: Shape): number[] {
    this.#shapes[row] = shape;
    this.#starts[row] = this.#values.length;
    return this.#values;
  }

  detail(row: number, details: Details): Detail | undefined {
    const shape = this.#shapes[row];
    if (shape !== undefined && this.details[row] === undefined) {
      this.details[row] = details.build(shape, this.#values, this.#starts[row]!);
    }
    return this.details[row];
  }

  /** Forgets the details of the rows from `row` on, so that nothing is kept alive by them. */
  forget(row: number): void {
    this.details.fill(undefined, row);
    this.#shapes.length = Math.min(this.#shapes.length, row);
    if (row === 0) this.#values.length = 0;
  }
}
