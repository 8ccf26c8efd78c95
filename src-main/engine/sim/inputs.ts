import type { TerminalAction } from '../apps/terminal.ts';
import type { KernelCall } from '../devices/behaviour.ts';
import type { TopologyChange } from './topology.ts';
import type { TouchAction, TouchTarget } from './touched.ts';

/**
 * What comes into a world from outside of it: a person's edit, a program started by hand, a frame through a joined port,
 * a socket call of a test. Plain data, logged, so that history can be repeated exactly.
 */
export type Input =
  /** Records put in place or taken away. */
  | { kind: 'change'; change: TopologyChange }
  /** Starts a program now; a start still written for later is taken as done. */
  | { kind: 'start'; program: string }
  /** Lets a program that waits before every call make the next one. */
  | { kind: 'next'; program: string }
  /** A person does something at a terminal of a device. */
  | { kind: 'type'; device: string; terminal: string; action: TerminalAction }
  /** A frame reaches a port from outside, now or at `time` ns. `fcs`: as carried; left out: the right one. */
  | { kind: 'inject'; device: string; port: string; bytes: Uint8Array; fcs?: number; time?: number }
  /** A port is joined to the outside, or parted from it again: what is plugged in decides where frames go. */
  | { kind: 'join'; device: string; port: string; joined: boolean }
  /** A person touches one frame on a cable, or waiting to be put on it. */
  | { kind: 'touch'; target: TouchTarget; action: TouchAction }
  /** Ends the running processes of a program of the document, or one process of a device, as `kill -9` does. */
  | { kind: 'kill'; target: KillTarget }
  /** A socket call made on a host by a test or tool. */
  | { kind: 'call'; device: string; call: KernelCall };

/** Whom `kill -9` means: a program of the document, with all its processes, or one process of a device by its number. */
export type KillTarget = { program: string } | { device: string; process: number };

/** An input with its place in history: it was the `step`-th event, at `time` ns. */
export interface LoggedInput {
  step: number;
  time: number;
  input: Input;
}

/** What came of an input. `refused` names why nothing was done: `unknown-device`, `unknown-port`, `unknown-program`, `no-programs`,
 * `too-many-terminals`, `not-running`, `device-off`, and those of `touchRefusal`. */
export interface ActResult {
  refused: string | null;
  /** What belongs into the sentence of the refusal; left out: nothing. */
  parameters?: Readonly<Record<string, string | number>>;
  /** What a socket call returned. */
  value: unknown;
}
