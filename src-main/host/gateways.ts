import type { Handlers, Host } from '#contract/calls.ts';
import type { DrawnEvent, GatewayView, RealEvent } from '#contract/gateways.ts';
import { RealSide } from '#sockets/gateway/real-side.ts';

type GatewayHandlers = Pick<Handlers, 'gateways.list' | 'gateways.on' | 'gateways.off'>;

interface GatewaysParts {
  worker: Pick<Host, 'call' | 'on'>;
  changed: () => void;
  log: (what: string, error?: unknown) => void;
}

export interface HostGateways {
  readonly handlers: GatewayHandlers;
  /** The simulation is another one: nothing that was under way can go on. */
  part(): void;
  close(): Promise<void>;
}

/** The gateways: real sockets here, drawn ones in the simulation thread, and what passes between them. */
export function createGateways({ worker, changed, log }: GatewaysParts): HostGateways {
  const sides = new Map<string, RealSide>();
  /** Doors of gateways that were switched off, as they stood last. */
  const before = new Map<string, GatewayView>();
  let number = -1;
  let waiting: RealEvent[] = [];
  let telling = false;

  /** One message at a time: what comes meanwhile goes with the next. */
  async function flush(): Promise<void> {
    if (telling) return;
    telling = true;
    while (waiting.length > 0) {
      const events = waiting;
      waiting = [];
      await worker.call('bridge.tell', { events }).catch((error: unknown) => log('a gateway', error));
    }
    telling = false;
  }
  const tell = (event: RealEvent): void => {
    waiting.push(event);
    // What happens in one turn of the loop goes in one message.
    if (!telling) setImmediate(() => void flush());
  };

  worker.on('bridge.told', ({ events }) => events.forEach(hear));

  function hear(event: DrawnEvent): void {
    if (event.what === 'parted') void shut(event.device);
    else if (event.what === 'connect') sides.get(event.device)?.hear(event);
    else [...sides.values()].find((side) => side.has(event.connection))?.hear(event);
  }

  const viewOf = (device: string): GatewayView => {
    const side = sides.get(device);
    return side === undefined
      ? (before.get(device) ?? { device, on: false, doors: [] })
      : { device, on: true, doors: side.doors.map((door) => ({ ...door })) };
  };

  async function shut(device: string): Promise<void> {
    const side = sides.get(device);
    if (side === undefined) return;
    sides.delete(device);
    await side.close();
    before.set(device, {
      device,
      on: false,
      doors: side.doors.map((door) => ({ ...door, connections: 0, why: null })),
    });
    changed();
  }

  return {
    handlers: {
      'gateways.list': () => ({ gateways: [...new Set([...before.keys(), ...sides.keys()])].map(viewOf) }),
      'gateways.on': async ({ device }) => {
        await shut(device);
        const { inward, outward } = await worker.call('bridge.on', { device });
        const side = await RealSide.open({
          device,
          inward,
          outward,
          tell,
          nextNumber: () => (number += 2),
          changed,
        });
        sides.set(device, side);
        changed();
        return viewOf(device);
      },
      'gateways.off': async ({ device }) => {
        await shut(device);
        await worker.call('bridge.off', { device });
        return viewOf(device);
      },
    },
    part: () => {
      for (const device of sides.keys()) void shut(device);
    },
    async close() {
      await Promise.all([...sides.keys()].map(shut));
    },
  };
}
