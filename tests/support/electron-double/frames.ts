import { inner } from './addresses.ts';
import type { DevToolsSession } from './devtools.ts';
import { PRELOAD_WORLD } from './page-scripts.ts';

/** `WebFrameMain`: one object a frame, as long as the frame lives. */
export interface Frame {
  /** Address of the document shown, as the application knows it. */
  url: string;
  readonly parent: Frame | null;
}

interface FrameTree {
  frame: { id: string; parentId?: string; url: string };
}
interface Context {
  id: number;
  name: string;
  auxData: { frameId: string };
}

/** The frames of a page, and the preload's world in each. */
export class Frames {
  readonly #frames = new Map<string, Frame>();
  /** World of the preload → its frame. */
  readonly #worlds = new Map<number, string>();
  #main = '';

  async watch(page: DevToolsSession): Promise<void> {
    page.on('Page.frameAttached', ({ frameId, parentFrameId }: { frameId: string; parentFrameId: string }) => {
      this.#add(frameId, parentFrameId, '');
    });
    page.on('Page.frameNavigated', ({ frame }: FrameTree) => this.#add(frame.id, frame.parentId, frame.url));
    page.on('Page.frameDetached', ({ frameId }: { frameId: string }) => this.#frames.delete(frameId));
    page.on('Runtime.executionContextCreated', ({ context }: { context: Context }) => {
      if (context.name === PRELOAD_WORLD) this.#worlds.set(context.id, context.auxData.frameId);
    });
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) => {
      this.#worlds.delete(executionContextId);
    });
    page.on('Runtime.executionContextsCleared', () => this.#worlds.clear());
    const { frameTree } = await page.send<{ frameTree: FrameTree }>('Page.getFrameTree');
    this.#main = frameTree.frame.id;
    this.#add(frameTree.frame.id, undefined, frameTree.frame.url);
  }

  #add(id: string, parent: string | undefined, url: string): void {
    const known = this.#frames.get(id);
    if (known !== undefined) known.url = inner(url);
    else this.#frames.set(id, { url: inner(url), parent: (parent && this.#frames.get(parent)) || null });
  }

  get mainId(): string {
    return this.#main;
  }

  get main(): Frame {
    return this.#frames.get(this.#main)!;
  }

  /** The frame a world of the preload belongs to; null: it is gone. */
  frameOfWorld(world: number): Frame | null {
    return this.#frames.get(this.#worlds.get(world) ?? '') ?? null;
  }

  /** The world of the preload in the main frame; null: no document with a preload is there. */
  mainWorld(): number | null {
    const found = [...this.#worlds].filter(([, frame]) => frame === this.#main).at(-1);
    return found?.[0] ?? null;
  }
}
