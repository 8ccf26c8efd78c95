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
  /** Null where facts are written, which is most of the time. */
  #unread: Unread | null = null;

  /** Notes the parts of a detail; `values` gets as many further entries as the shape has parameters. */
  part(row: number, shape: Shape): number[] {
    const unread = (this.#unread ??= { shapes: [], starts: [], values: [] });
    unread.shapes[row] = shape;
    unread.starts[row] = unread.values.length;
    return unread.values;
  }

  detail(row: number, details: Details): Detail | undefined {
    const detail = this.details[row];
    return detail === undefined && this.#unread !== null ? this.#build(this.#unread, row, details) : detail;
  }

  /** Forgets the details of the rows from `row` on, so that nothing is kept alive by them. */
  forget(row: number): void {
    this.details.fill(undefined, row);
    if (row === 0) this.#unread = null;
    else if (this.#unread !== null) this.#unread.shapes.length = Math.min(this.#unread.shapes.length, row);
  }

  /** Makes them as good as new: of what is not in every fact, nothing is left. */
  clear(): void {
    this.value.fill(0);
    this.port.fill(0);
    this.reason.fill(0);
    this.forget(0);
  }

  #build({ shapes, starts, values }: Unread, row: number, details: Details): Detail | undefined {
    const shape = shapes[row];
    if (shape === undefined) return undefined;
    return (this.details[row] = details.build(shape, values, starts[row]!));
  }
}

/** Details that were read from the archive and not asked for yet: their shape, and where their values start. */
interface Unread {
  readonly shapes: (Shape | undefined)[];
  readonly starts: number[];
  readonly values: number[];
}
