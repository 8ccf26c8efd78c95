/** A two-way street for cloneable messages: a worker port, a socket, a pair in memory. All that rpc asks of a door. */
export interface Channel {
  /** Hands a message over. A closed channel swallows; throws only for what cannot be cloned, which is a bug of ours. */
  post(message: unknown): void;
  /** Sets the one listener. */
  onMessage(heard: (message: unknown) => void): void;
  /** Sets the one listener for the end of the channel. */
  onClose(closed: () => void): void;
  close(): void;
}
