import type { TunnelView } from '#contract/tunnels.ts';
import { newDevice } from '#document/edits.ts';
import type { CableRecord, DeviceRecord, HopDocument, ProgramRecord } from '#document/records.ts';
import { realLab, type RealLab } from './gateway-lab.ts';

export interface TunnelLab extends RealLab {
  /** Switches a tunnel on and lets time run. */
  on(device?: string): Promise<TunnelView>;
  off(device?: string): Promise<void>;
  view(device?: string): TunnelView;
}

/** What the drawing of a lab may be asked to be. */
export interface TunnelDrawing {
  tunnel: DeviceRecord['tunnel'];
  /** Dotted address of the drawn host. */
  address?: string;
  /** Command lines on the drawn host, each with a start in ns. */
  lines?: { line: string; start: number }[];
  cable?: Partial<CableRecord>;
}

/** `pc1 -- switch1 -- tunnel1`. */
export function tunnelDrawing({ tunnel, address = '10.0.0.1', lines = [], cable = {} }: TunnelDrawing): HopDocument {
  const known = new Map<string, DeviceRecord>();
  const add = (kind: DeviceRecord['kind'], more: (made: DeviceRecord) => Partial<DeviceRecord>): DeviceRecord => {
    const made = newDevice(kind, { x: known.size * 150, y: 0 }, known);
    const device = { ...made, ...more(made) };
    known.set(device.id, device);
    return device;
  };
  const pc = add('host', ({ ports: [port] }) => ({ ports: [{ ...port!, address, prefix: 24 }] }));
  const bridge = add('switch', () => ({}));
  const end = add('tunnel', () => (tunnel === undefined ? {} : { tunnel }));
  if (tunnel === undefined) delete end.tunnel;
  const settings = { bandwidth: 1e9, delay: 1000, mtu: 1500, queue: 1000, ...cable };
  const cables: CableRecord[] = [[pc, 'eth0', bridge, 'port1'] as const, [bridge, 'port2', end, 'port1'] as const].map(
    ([a, aPort, b, bPort], at) => ({
      type: 'cable',
      id: `cable${at + 1}`,
      a: { device: a.id, port: aPort },
      b: { device: b.id, port: bPort },
      ...settings,
    }),
  );
  const programs: ProgramRecord[] = lines.map(({ line, start }, at) => ({
    ...{ type: 'program', id: `program${at + 1}`, name: line, device: pc.id, start },
    run: { program: 'command', line },
  }));
  return {
    format: 'hopscope',
    version: 1,
    title: 'tunnel',
    seed: 1,
    records: [...known.values(), ...cables, ...programs],
  };
}

/** A lab of a drawing with a tunnel. */
export async function tunnelLab(drawing: HopDocument): Promise<TunnelLab> {
  const lab = await realLab(drawing);
  const { handlers } = lab;
  const view = (device = 'tunnel1'): TunnelView => {
    const { tunnels } = handlers['tunnels.list']({}) as { tunnels: TunnelView[] };
    return tunnels.find((one) => one.device === device)!;
  };
  return {
    ...lab,
    view,
    async on(device = 'tunnel1') {
      const { tunnel } = await handlers['tunnels.on']({ device });
      lab.play();
      return tunnel!;
    },
    async off(device = 'tunnel1') {
      await handlers['tunnels.off']({ device });
    },
  };
}
