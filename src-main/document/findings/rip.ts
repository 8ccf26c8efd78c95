import { RIP_TIMES } from '#engine/apps/rip/settings.ts';
import type { DeviceRecord } from '../records.ts';

type Tell = (name: 'rip-port-unknown' | 'rip-times-out-early', parameters: Record<string, string | number>) => void;

/** RIP that is spoken nowhere, or forgets its routes between two updates. */
export function ripFindings({ name, ports, rip }: DeviceRecord, tell: Tell): void {
  if (!rip) return;
  const known = new Set(ports.map((port) => port.name));
  for (const port of rip.ports ?? []) if (!known.has(port)) tell('rip-port-unknown', { device: name, port });
  const { update = RIP_TIMES.update.standard, timeout = RIP_TIMES.timeout.standard } = rip.times ?? {};
  if (timeout <= update) tell('rip-times-out-early', { device: name });
}
