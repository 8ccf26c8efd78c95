import { lose } from './crossing.ts';
import {
  ACCESS,
  HELD_DUE,
  INJECTION,
  LINE_FRAME,
  LINE_JAM,
  LINE_SILENT,
  LOSS,
  PROGRAM_START,
  RULED_OUT,
  type Event,
} from './events.ts';
import { heldDue, type HeldWorld } from './held.ts';
import { injected, type InjectionWorld } from './injection.ts';
import { hubDue } from './repeating.ts';
import { accessDue, lineHeard, type SharedWorld } from './shared.ts';
import { startByTime, type StartingWorld } from './starting.ts';

/** What these events need of the world. */
export type OtherWorld = HeldWorld & InjectionWorld & SharedWorld & StartingWorld;

/** Handles what happens more rarely than that frames leave and arrive, and devices wake: `World` does those itself. */
export function handleOther(world: OtherWorld, event: Event): void {
  switch (event.type) {
    case PROGRAM_START:
      startByTime(world, event.target, event.time);
      break;
    case INJECTION:
      injected(world, event);
      break;
    case LINE_FRAME:
    case LINE_JAM:
    case LINE_SILENT:
      lineHeard(world, event);
      break;
    case ACCESS:
      if (event.target >= 0) accessDue(world, event.target);
      else hubDue(world, -1 - event.target);
      break;
    case LOSS:
    case RULED_OUT:
      lose(world, event);
      break;
    case HELD_DUE:
      heldDue(world, event);
      break;
  }
}
