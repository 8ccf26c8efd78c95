/** Why words mean nothing: `invalid option -- 'x'`. */
export interface Misuse {
  misuse: string;
}

export function isMisuse(value: unknown): value is Misuse {
  return typeof value === 'object' && value !== null && 'misuse' in value;
}

/** Exit status of a command whose words mean nothing, of one that nobody knows, and of one ended by a signal. */
export const STATUS_MISUSE = 2;
export const STATUS_NOT_FOUND = 127;
