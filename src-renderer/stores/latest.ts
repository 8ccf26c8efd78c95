/**
 * Wraps a question so that at most one is under way: asked again meanwhile, it is asked once more when the answer is in,
 * with the parameters of that moment. A slow host is never queued up behind, and the last answer is always the newest.
 */
export function latest(ask: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await ask();
      } while (again);
    } finally {
      running = false;
    }
  };
  return () => void run();
}
