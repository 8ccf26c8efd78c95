import type { LabCall, LabOutcome } from '#contract/kernel-lab.ts';
import type { LoopbackAddress } from '../loopback.ts';
import type { Child } from './child.ts';
import { guard } from './guard.ts';
import type { ProgramReply, ProgramRequest } from './program.ts';

/** ms for a call before it counts as one that blocks. The program itself gives up much earlier, unless it is stopped. */
const PATIENCE = 3000;

/** One of the two programs of a recipe: asks a child process for calls, stops it, lets it go on, kills it. */
export class ActorProgram {
  readonly #child: Child;
  readonly #address: LoopbackAddress;
  readonly #waiting = new Map<number, (outcome: LabOutcome) => void>();
  #number = 0;
  #gone = false;
  /** Calls off what watches over the program while it is stopped. */
  #unguard: (() => void) | null = null;
  readonly #ended: Promise<void>;

  /** `address`: where its sockets are. */
  constructor(child: Child, address: LoopbackAddress) {
    this.#child = child;
    this.#address = address;
    this.#ended = new Promise((resolve) => {
      child.listen(
        (message) => {
          const { number, outcome } = message as ProgramReply;
          this.#settle(number, outcome);
        },
        () => {
          this.#gone = true;
          this.#guarded(null);
          for (const number of [...this.#waiting.keys()]) this.#settle(number, none('ESRCH'));
          resolve();
        },
      );
    });
  }

  /** Makes one call, or does to the program what the call says. Never rejects: `ESRCH` when the program is gone. */
  async do(call: LabCall): Promise<LabOutcome> {
    if (call.call === 'wait') {
      await new Promise((resolve) => setTimeout(resolve, call.wait / 1e6));
      return none(null);
    }
    if (this.#gone) return none('ESRCH');
    if (call.call === 'kill') {
      await this.end();
      return none(null);
    }
    if (call.call === 'suspend' || call.call === 'resume') {
      return none(this.#signal(call.call === 'suspend' ? 'SIGSTOP' : 'SIGCONT'));
    }
    return this.#ask(call);
  }

  /** Kills the process and waits until it is gone. */
  async end(): Promise<void> {
    if (this.#gone) return;
    this.#child.kill();
    await this.#ended;
  }

  /** An error by its name, or null. */
  #signal(signal: 'SIGSTOP' | 'SIGCONT'): string | null {
    const { pid } = this.#child;
    if (pid === null) return 'ESRCH';
    try {
      if (signal === 'SIGSTOP') this.#guarded(pid);
      process.kill(pid, signal);
      if (signal === 'SIGCONT') this.#guarded(null);
      return null;
    } catch (error) {
      // It has ended, and nobody has heard of it yet.
      return (error as NodeJS.ErrnoException).code ?? 'ESRCH';
    }
  }

  /** Has the process watched over from now on; null: no more. */
  #guarded(pid: number | null): void {
    this.#unguard?.();
    this.#unguard = pid === null ? null : guard(pid);
  }

  #ask(call: LabCall): Promise<LabOutcome> {
    const number = ++this.#number;
    return new Promise((resolve) => {
      const patience = setTimeout(() => this.#settle(number, none('EINPROGRESS')), PATIENCE);
      this.#waiting.set(number, (outcome) => {
        clearTimeout(patience);
        resolve(outcome);
      });
      this.#child.send({ number, call, address: this.#address } satisfies ProgramRequest);
    });
  }

  #settle(number: number, outcome: LabOutcome): void {
    const done = this.#waiting.get(number);
    this.#waiting.delete(number);
    done?.(outcome);
  }
}

function none(error: string | null): LabOutcome {
  return { error, value: null, text: null };
}
