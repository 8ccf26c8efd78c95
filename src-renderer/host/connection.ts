import type { Host } from '#contract/calls.ts';

/**
 * `open`; `lost`: calls reject with `connection.lost` while it is tried again; `taken`: another window has taken this one's
 * place, for good; `ended`: closed from here.
 */
export type ConnectionState = 'open' | 'lost' | 'taken' | 'ended';

/** The host, with what a window may want to know of the way to it. */
export interface HostConnection extends Host {
  readonly state: ConnectionState;
  /** Returns the way to stop listening. Told of changes only. */
  onState(heard: (state: ConnectionState) => void): () => void;
  close(): void;
}
