import { RIP_TIMES, SPLIT_HORIZONS, type RipSettings } from '#engine/apps/rip/settings.ts';
import { choice, flag, list, name, object, optional, whole, type Check } from './check.ts';
import { LIMITS } from './limits.ts';

export { RIP_TIMES, SPLIT_HORIZONS };
export type { RipSettings, RipTimes, SplitHorizon } from '#engine/apps/rip/settings.ts';

/** RIP on a router. */
export const rip: Check<RipSettings> = object({
  ports: optional(list(name(LIMITS.portName), LIMITS.ports)),
  times: optional(
    object(
      Object.fromEntries(
        Object.entries(RIP_TIMES).map(([kind, { minimum, maximum }]) => [kind, optional(whole(minimum, maximum))]),
      ),
    ),
  ),
  splitHorizon: optional(choice(SPLIT_HORIZONS)),
  triggered: optional(flag),
  announceStatic: optional(flag),
});
