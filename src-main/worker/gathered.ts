import { refusal } from '#contract/problems.ts';
import { joined } from '#notes/pcapng.ts';
import { PIECE, type Later, type WallClock } from './wall-clock.ts';

/**
 * All bytes that are written of a history, put together a piece of work at a time. Refused as `capture.cut` when what was
 * being written has become another history meanwhile (`stays` says so): half of one and half of the other is nothing.
 */
export function gathered(
  pieces: Iterator<Uint8Array>,
  stays: () => boolean,
  clock: WallClock,
  later: Later,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    const goOn = (): void => {
      try {
        if (!stays()) throw refusal('capture.cut');
        const until = clock() + PIECE;
        do {
          const next = pieces.next();
          if (next.done) return resolve(joined(chunks));
          if (next.value.length > 0) chunks.push(next.value);
        } while (clock() < until);
        later(1, goOn);
      } catch (error) {
        reject(error);
      }
    };
    goOn();
  });
}
