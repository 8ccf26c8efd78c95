import * as v from 'valibot';

/**
 * Why a gateway or a tunnel that nobody switched off is off: `history`: another history is the current one; `lines`: its
 * lines or ports were changed, or it was taken off the drawing; `thread`: the simulation was lost.
 */
export const parting = v.picklist(['history', 'lines', 'thread']);
export type Parting = v.InferOutput<typeof parting>;
