/** Values as JSON; see `codec.js`. */
export function encode(value: unknown, functionOf?: (given: (...values: unknown[]) => unknown) => number): unknown;
export function decode(json: unknown, callerOf?: (number: number) => (...values: unknown[]) => unknown): unknown;
