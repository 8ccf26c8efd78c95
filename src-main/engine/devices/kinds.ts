import type { Behaviour } from './behaviour.ts';
import { internetDevice } from './host.ts';
import { hub } from './hub.ts';
import type { DeviceKind } from './settings.ts';
import { learningSwitch } from './switch.ts';
import { tunnel } from './tunnel.ts';

const host = internetDevice(false);
const router = internetDevice(true);

const behaviours: Record<DeviceKind, Behaviour<unknown>> = {
  host: host as Behaviour<unknown>,
  server: host as Behaviour<unknown>,
  router: router as Behaviour<unknown>,
  switch: learningSwitch as Behaviour<unknown>,
  hub: hub as Behaviour<unknown>,
  // A host whose programs are those of the machine: who holds the loopback sockets makes its calls.
  gateway: host as Behaviour<unknown>,
  tunnel: tunnel as Behaviour<unknown>,
};

/** What devices of a kind do. */
export function behaviourOf(kind: DeviceKind): Behaviour<unknown> {
  return behaviours[kind];
}
