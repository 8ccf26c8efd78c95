import type { CableRecord, DeviceRecord } from '../records.ts';

type Tell = (
  name: 'tunnel-without-cable' | 'tunnel-without-ports' | 'real-port-used-twice',
  parameters: Record<string, string | number>,
  ...about: DeviceRecord[]
) => void;

/** Tunnels that lead nowhere, and UDP ports of the machine that two devices of the drawing cannot both have. */
export function tunnelFindings(devices: readonly DeviceRecord[], cables: readonly CableRecord[], tell: Tell): void {
  const cabled = new Set(cables.flatMap(({ a, b }) => [a.device, b.device]));
  const holders = new Map<string, DeviceRecord>();
  for (const device of devices) {
    if (device.kind === 'tunnel') {
      if (!cabled.has(device.id)) tell('tunnel-without-cable', { device: device.name }, device);
      if (device.tunnel === undefined) tell('tunnel-without-ports', { device: device.name }, device);
    }
    for (const [address, port] of realPorts(device)) {
      const key = `${address} ${port}`;
      const other = holders.get(key);
      if (other === undefined) holders.set(key, device);
      else if (other !== device) {
        tell('real-port-used-twice', { device: device.name, other: other.name, port }, device, other);
      }
    }
  }
}

/** The UDP ports of the machine that a device opens when it is switched on. */
function realPorts({ tunnel, loopback }: DeviceRecord): [address: string, port: number][] {
  if (tunnel !== undefined) return [[tunnel.address, tunnel.port]];
  return (loopback?.inward ?? []).flatMap(({ protocol, port }) => (protocol === 'udp' ? [['127.0.0.1', port]] : []));
}
