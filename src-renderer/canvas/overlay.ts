/** Paints one picture: `wall` in ms, `ratio` device pixels a CSS pixel. */
export type Paint = (context: CanvasRenderingContext2D, wall: number, ratio: number) => void;

/** A canvas above or below the drawing that is painted only while there is something to see move, or when told to. */
export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #draw: Paint;
  readonly #moving: () => boolean;
  #frame = 0;

  /** `moving` says, after a painting, whether the next will differ by itself. */
  constructor(canvas: HTMLCanvasElement, draw: Paint, moving: () => boolean) {
    this.#canvas = canvas;
    this.#draw = draw;
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
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    this.#draw(context, performance.now(), devicePixelRatio || 1);
    if (this.#moving()) this.wake();
  };
}
