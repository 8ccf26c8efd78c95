import type { Comparison } from '#contract/differences.ts';
import { Conversations } from '#worker/conversations/conversations.ts';
import { Journeys } from '#worker/packets/journeys.ts';
import { differencesOf } from '#worker/compare/differences.ts';
import { whole, type Run } from '#worker/compare/run.ts';
import { lab, type Lab, type LabOptions } from './lab.ts';

const WAY = 'pc1 -- router1 -- server1';
const ADDRESSES = {
  pc1: '10.0.1.1/24 via 10.0.1.254',
  router1: ['10.0.1.254/24', '10.0.2.254/24'],
  server1: '10.0.2.1/24 via 10.0.2.254',
};

/** Bytes sent from pc1 to server1, through one router and cables of 10 ms each, and `pings` before it. */
export function transfer(options: LabOptions = {}, bytes = 100_000, pings = 0): Lab {
  const network = lab(WAY, { addresses: ADDRESSES, cable: { delay: 10_000_000 }, ...options });
  network.command('server1', 'bulk -s');
  if (pings > 0) network.ping('pc1', '10.0.2.1', pings);
  network.command('pc1', `bulk -c 10.0.2.1 -n ${bytes}`);
  return network.run('8s');
}

/** Loses frames on the first cable, counted in each direction: on the way to the server, and back. */
export function losing(there: number[], back: number[] = []): LabOptions {
  return { cables: { 'pc1-router1': { directions: [{ drop: there }, { drop: back }] } } };
}

/** All that was lived of a lab, as one side of a comparison. */
export function runOf({ timeline }: Lab): Run {
  const { trace } = timeline;
  return { trace, conversations: new Conversations(trace), journeys: new Journeys(trace), facts: timeline.cursor };
}

export function differences(left: Lab, right: Lab): ReturnType<typeof compared>['differences'] {
  return compared(left, right).differences;
}

/** What is different in two labs. */
export function compared(left: Lab, right: Lab): Pick<Comparison, 'common' | 'differences' | 'more' | 'conversations'> {
  return whole(differencesOf(runOf(left), runOf(right)));
}
