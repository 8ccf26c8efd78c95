import type { DeviceKind } from '#engine/devices/settings.ts';

/** How devices of a kind are called, how many ports they begin with, and how those are called, from which number. */
export const DEVICE_KINDS: Record<DeviceKind, { prefix: string; ports: number; port: string; first: number }> = {
  host: { prefix: 'pc', ports: 1, port: 'eth', first: 0 },
  server: { prefix: 'server', ports: 1, port: 'eth', first: 0 },
  router: { prefix: 'router', ports: 4, port: 'eth', first: 0 },
  switch: { prefix: 'switch', ports: 8, port: 'port', first: 1 },
  hub: { prefix: 'hub', ports: 8, port: 'port', first: 1 },
  gateway: { prefix: 'gateway', ports: 1, port: 'eth', first: 0 },
  tunnel: { prefix: 'tunnel', ports: 1, port: 'port', first: 1 },
};

/** Whether devices of a kind have addresses, routes and programs. */
export function hasNetworkLayer(kind: DeviceKind): boolean {
  return kind !== 'switch' && kind !== 'hub' && kind !== 'tunnel';
}
