import { NETWORK_OPTIONS, type NetworkLayerSettings } from '#engine/net/settings.ts';
import { address, list, mac, name, object, optional, type Check } from './check.ts';
import { LIMITS } from './limits.ts';
import { settingCheck } from './transport.ts';

export { NETWORK_OPTIONS };
export type { NetworkLayerSettings };

const port = name(LIMITS.portName);

/** The network layer's settings of a device, as the engine's own table states them, and its lists. */
export const network: Check<NetworkLayerSettings> = object({
  ...Object.fromEntries(
    Object.entries(NETWORK_OPTIONS).map(([option, statement]) => [option, optional(settingCheck(statement))]),
  ),
  proxyArp: optional(list(port, LIMITS.ports)),
  neighbours: optional(list(object({ port, address, mac }), LIMITS.neighbours)),
});
