/**
 * This room is the host: it answers the window's calls, whichever door it came through, with files, the kept drawing and
 * the simulation thread. It must never know a door: no Electron, no HTTP, no page.
 */
import type { Parameters } from '#contract/calls.ts';
import type { StartChild } from '#sockets/kernel-lab/child.ts';

/** What a door (a native window, the loopback web) gives to the host, which knows neither of them. */
export interface Door {
  readonly name: 'electron' | 'web';
  readonly product: string;
  readonly version: string;
  /** `process.platform` of the machine the host runs on. */
  readonly platform: string;
  /** Folder of this person's data, absolute; null: nothing is kept on disk. It is made when it is needed. */
  readonly dataFolder: string | null;
  /** Native dialogs, where the door has them: without, the capability `native-dialogs` is absent. `null`: cancelled. */
  readonly dialogs?: {
    /** The path of a project to read. */
    open(): Promise<string | null>;
    /** The path to write to; `name` is what to propose. */
    save(name: string): Promise<string | null>;
  };
  /** Shows the native menu, where the door has one: without, the capability `native-menu` is absent. */
  readonly showMenu?: (sections: readonly MenuSection[]) => void;
  /** How a process of our own is started where `child_process.fork` is not the way. */
  readonly startChild?: StartChild;
  /** Told whether the window holds something unsaved. */
  readonly unsaved?: (unsaved: boolean) => void;
  /** For exceptions that are bugs of ours, and deaths of the worker. */
  log(what: string, error?: unknown): void;
}

/** A menu as data, in the person's language. */
export type MenuSection = Parameters<'window.menu'>['sections'][number];
