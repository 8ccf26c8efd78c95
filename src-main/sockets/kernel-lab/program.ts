import type { LabCall, LabOutcome } from '#contract/kernel-lab.ts';
import { loopback } from '../loopback.ts';
import { Performer } from './performer.ts';

/**
 * The entry of one program of the kernel lab: a process of its own, so that killing it is a real death. It makes the calls
 * its parent tells it and ends when its parent is gone.
 */
export interface ProgramRequest {
  number: number;
  call: LabCall;
  /** Where its sockets are, in every call the same; one of the two loopback addresses, and anything else is refused. */
  address: string;
}
export interface ProgramReply {
  number: number;
  outcome: LabOutcome;
}

/** A port to the parent: of `child_process.fork`, or of a utility process of Electron. */
interface ParentPort {
  on(event: 'message', heard: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

let performer: Performer | null = null;
const { parentPort } = process as unknown as { parentPort?: ParentPort };

const answer = async (request: ProgramRequest): Promise<ProgramReply> => ({
  number: request.number,
  outcome: await (performer ??= new Performer(loopback(request.address))).perform(request.call),
});

if (parentPort !== undefined) {
  parentPort.on(
    'message',
    ({ data }) => void answer(data as ProgramRequest).then((reply) => parentPort.postMessage(reply)),
  );
} else {
  process.on('message', (request) => void answer(request as ProgramRequest).then((reply) => process.send?.(reply)));
  process.on('disconnect', () => process.exit(0));
}
