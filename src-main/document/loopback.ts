import type { LoopbackSettings } from '#engine/devices/settings.ts';
import { address, choice, list, object, whole, type Check, type Place } from './check.ts';
import { LIMITS } from './limits.ts';

export type { LoopbackSettings } from '#engine/devices/settings.ts';

/** Below 1024 a system gives ports to administrators only. */
export const FIRST_REAL_PORT = 1024;

const port = whole(1, 65_535);
const realPort = whole(FIRST_REAL_PORT, 65_535);

/** Which loopback ports of the machine lead where. */
export const loopback: Check<LoopbackSettings> = object({
  inward: list(object({ protocol: choice(['tcp', 'udp']), port: realPort, address, to: port }), LIMITS.forwards),
  // A real server may listen wherever it likes.
  outward: list(object({ port, to: port }), LIMITS.forwards),
});

/** What one line of it says of another: a port leads to one place only. */
export function checkLoopback({ inward, outward }: LoopbackSettings, place: Place): void {
  for (const [name, lines] of [
    ['inward', inward.map(({ protocol, port }) => ({ key: `${protocol} ${port}`, port }))],
    ['outward', outward.map(({ port }) => ({ key: `${port}`, port }))],
  ] as const) {
    const taken = new Set<string>();
    lines.forEach(({ key, port }, index) => {
      if (taken.has(key)) place.at(name).element(index).at('port').report('port-forwarded-twice', { port });
      taken.add(key);
    });
  }
}
