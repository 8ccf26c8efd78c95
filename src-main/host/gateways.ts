import type { Handlers } from '#contract/calls.ts';
import type { GatewayView } from '#contract/gateways.ts';
import type { TunnelView } from '#contract/tunnels.ts';
import { RealSide } from '#sockets/gateway/real-side.ts';
import { hearsDatagrams } from '#sockets/table/listening.ts';
import { TunnelSide } from '#sockets/tunnel/tunnel-side.ts';
import { createBridge, type BridgeParts } from './bridge.ts';

type GatewayHandlers = Pick<
  Handlers,
  'gateways.list' | 'gateways.on' | 'gateways.off' | 'tunnels.list' | 'tunnels.on' | 'tunnels.off'
>;

interface GatewaysParts extends BridgeParts {
  /** `process.platform`: whose socket table is looked into. */
  platform?: string;
}

export interface HostGateways {
  readonly handlers: GatewayHandlers;
  /** The simulation was lost: nothing that was under way can go on. How many gateways and tunnels were on. */
  part(): number;
  close(): Promise<void>;
}

/** The gateways and the tunnels: real sockets here, drawn devices in the simulation thread. */
export function createGateways({ platform = process.platform, ...parts }: GatewaysParts): HostGateways {
  const bridge = createBridge(parts);
  const { worker } = parts;

  const gateways = bridge.room<RealSide, GatewayView>({
    begin: async (device, side) => {
      const { powered, inward, outward } = await worker.call('bridge.on', { device });
      return new RealSide({ ...side, device, powered, inward, outward });
    },
    on: ({ device, doors }) => ({ device, on: true, parted: null, doors: doors.map((door) => ({ ...door })) }),
    off: ({ device, doors }, parted) => ({
      device,
      on: false,
      parted,
      doors: doors.map((door) => ({ ...door, connections: 0, why: null })),
    }),
    never: (device) => ({ device, on: false, parted: null, doors: [] }),
  });

  const tunnels = bridge.room<TunnelSide, TunnelView | null>({
    begin: async (device, side) => {
      const { powered, ports } = await worker.call('bridge.plug', { device });
      const listens = (address: string, port: number) => hearsDatagrams(platform, address, port);
      return new TunnelSide({ ...side, device, powered, ports, listens });
    },
    on: (side) => ({ ...side.view(), on: true, parted: null }),
    off: (side, parted) => ({ ...side.view(), on: false, parted, why: null }),
    never: () => null,
  });

  return {
    handlers: {
      'gateways.list': () => ({ gateways: gateways.list() }),
      'gateways.on': ({ device }) => gateways.on(device),
      'gateways.off': ({ device }) => gateways.off(device),
      'tunnels.list': () => ({ tunnels: tunnels.list().filter((one) => one !== null) }),
      'tunnels.on': async ({ device }) => ({ tunnel: await tunnels.on(device) }),
      'tunnels.off': async ({ device }) => ({ tunnel: await tunnels.off(device) }),
    },
    part: () => bridge.part(),
    close: () => bridge.close(),
  };
}
