import { paint, type Scene } from './packets/painting.ts';

/** A canvas above the drawing that is painted only while there is something to see move, or when told to. */
export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #scene: (wall: number) => Scene | null;
  readonly #moving: () => boolean;
  #frame = 0;

  /** `scene` is asked for at each painting; `moving` says whether the next frame will differ by itself. */
  constructor(canvas: HTMLCanvasElement, scene: (wall: number) => Scene | null, moving: () => boolean) {
    this.#canvas = canvas;
    this.#scene = scene;
    this.#moving = moving;
  }

  resize(width: number, height: number): void {
    const ratio = devicePixelRatio || 1;
    this.#canvas.width = Math.max(1, Math.round(width * ratio));
    this.#canvas.height = Math.max(1, Math.round(height * ratio));
    this.wake();
  }

  /** Something changed: paint in the next frame. */
  wake(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#paint);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  readonly #paint = (): void => {
    this.#frame = 0;
    const scene = this.#scene(performance.now());
    const context = this.#canvas.getContext('2d');
    if (!scene || !context) return;
    paint(context, scene, devicePixelRatio || 1);
    if (this.#moving()) this.wake();
  };
}
