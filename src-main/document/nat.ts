import { NAT_FILTERING, NAT_PORTS, NAT_TIMEOUTS, type NatSettings } from '#engine/net/nat-settings.ts';
import { address, choice, list, name, object, optional, whole, type Check, type Place } from './check.ts';
import { checkRange } from './filter.ts';
import { LIMITS } from './limits.ts';

export { NAT_FILTERING, NAT_PORTS, NAT_TIMEOUTS };
export type { NatFiltering, NatSettings, NatTimeouts, PortForward } from '#engine/net/nat-settings.ts';

const portNumber = whole(1, 65_535);

/** Address translation on a router. */
export const nat: Check<NatSettings> = object({
  outside: name(LIMITS.portName),
  filtering: optional(choice(NAT_FILTERING)),
  ports: optional(object({ first: portNumber, last: portNumber })),
  timeouts: optional(
    object(
      Object.fromEntries(
        Object.entries(NAT_TIMEOUTS).map(([kind, { minimum, maximum }]) => [kind, optional(whole(minimum, maximum))]),
      ),
    ),
  ),
  forwards: optional(
    list(object({ protocol: choice(['tcp', 'udp']), port: portNumber, address, to: portNumber }), LIMITS.forwards),
  ),
});

/** What one field of it says of another. */
export function checkNat({ ports, forwards = [] }: NatSettings, place: Place): void {
  checkRange(ports, place.at('ports'));
  const taken = new Set<string>();
  forwards.forEach(({ protocol, port }, index) => {
    const key = `${protocol} ${port}`;
    if (taken.has(key)) place.at('forwards').element(index).at('port').report('port-forwarded-twice', { port });
    taken.add(key);
  });
}
