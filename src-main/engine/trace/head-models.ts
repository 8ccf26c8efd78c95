/** Heads that later ones are compared with; a power of two. */
const MODELS = 1024;

/** A head to compare with, and the frame it is of. */
export interface HeadModel {
  readonly id: number;
  readonly head: Uint8Array;
}

/** For each flow that is under way a head of it, which the next ones are much like. */
export class HeadModels {
  #models: (HeadModel | undefined)[] = new Array<HeadModel | undefined>(MODELS).fill(undefined);

  /** The model of a head's flow, if it is as long as the head. */
  like(head: Uint8Array): HeadModel | undefined {
    const model = this.#models[placeOf(head)];
    return model?.head.length === head.length ? model : undefined;
  }

  /** Makes a head the model of its flow. */
  add(id: number, head: Uint8Array): void {
    // A copy: a head may lie in a larger piece of memory, which would be kept along with it.
    this.#models[placeOf(head)] = { id, head: head.slice() };
  }

  fork(): HeadModels {
    const fork = new HeadModels();
    fork.#models = this.#models.slice();
    return fork;
  }
}

/** Flows differ in MAC addresses, IP addresses and ports: their last bytes, and the length, tell most apart. */
function placeOf(head: Uint8Array): number {
  const { length } = head;
  const at = (index: number) => (index < length ? head[index]! : 0);
  const addresses = (at(29) << 24) ^ (at(33) << 16) ^ (at(28) << 20) ^ (at(32) << 12);
  const ports = (at(35) << 8) ^ at(37) ^ (at(34) << 4) ^ (at(36) << 12);
  return Math.imul(addresses ^ ports ^ (length << 3) ^ (at(5) << 18), 0x9e3779b1) >>> 22;
}
