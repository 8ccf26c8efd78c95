import type { Handlers } from '#contract/calls.ts';
import { refusal, type Refusal } from '#contract/problems.ts';
import type { Future, Now } from '#contract/shapes.ts';
import type { ActResult, Input, KillTarget } from '#engine/sim/inputs.ts';
import type { Simulation } from './simulation.ts';

/** The calls that touch one packet or one program while the network runs. */
export type Touching = Pick<Handlers, 'touch.packet' | 'programs.kill'>;

/** What acting needs of the session. */
export interface Acting {
  current(): Simulation;
  /** Refuses what a person was not asked for. */
  mayAct(one: Simulation, future: Future): void;
  /** Tells the world at the cursor what it does not know of the drawing. */
  redraw(one: Simulation, change: { put: unknown[]; remove: string[] }, future: Future): void;
  act(one: Simulation, input: Input, future: Future): ActResult;
  standing(): Now;
}

/** Why something cannot be done, as the engine says it. */
type Told = Pick<ActResult, 'refused' | 'parameters'>;

/** Answers the calls that touch. What cannot be done is refused before anything is cut off for it. */
export function touching({ current, mayAct, redraw, act, standing }: Acting): Touching {
  const input = (one: Simulation, wanted: Input, future: Future, refuse: (told: Told) => Refusal): [Now, unknown] => {
    const refused = one.timeline.refusal(wanted);
    if (refused !== null) throw refuse(refused);
    mayAct(one, future);
    redraw(one, { put: [], remove: [] }, future);
    const result = act(one, wanted, future);
    const stands = standing();
    // What was drawn meanwhile may have taken away what was to be touched.
    if (result.refused !== null) throw refuse(result);
    return [stands, result.value];
  };
  return {
    'touch.packet': ({ cable, direction, frame, departure, action, future }) => {
      const target = { cable, direction, frame, ...(departure !== undefined && { departure }) };
      const [stands, value] = input(
        current(),
        { kind: 'touch', target, action },
        future,
        ({ refused, parameters = {} }) => refusal(`touch.${refused}`, { ...parameters }),
      );
      return { ...stands, frame: value as number };
    },
    'programs.kill': ({ target, future }) => {
      const one = current();
      const [stands] = input(one, { kind: 'kill', target }, future, ({ refused }) => killRefusal(one, target, refused));
      return stands;
    },
  };
}

function killRefusal({ drawing }: Simulation, target: KillTarget, why: string | null): Refusal {
  if ('program' in target) {
    const name = why === 'unknown-program' ? 'program.unknown' : 'program.not-running';
    return refusal(name, { program: target.program });
  }
  const device = drawing.name(target.device);
  if (why === 'unknown-device') return refusal('device.unknown', { device: target.device });
  if (why === 'no-programs') return refusal('terminal.none-here', { device });
  return refusal('program.no-such-process', { device, process: target.process });
}
