import type { Handlers, Host } from '#contract/calls.ts';
import type { DrawnEvent, GatewayView, Parting, RealEvent } from '#contract/gateways.ts';
import { RealSide } from '#sockets/gateway/real-side.ts';
import { portionsOf } from './portions.ts';

type GatewayHandlers = Pick<Handlers, 'gateways.list' | 'gateways.on' | 'gateways.off'>;

/** ms between two announcements that something has changed, at least: connections come and go by the thousand. */
const ANNOUNCEMENT_GAP = 100;

interface GatewaysParts {
  worker: Pick<Host, 'call' | 'on'>;
  /** Called when what the views say has changed, at most every {@link ANNOUNCEMENT_GAP} ms. */
  changed: () => void;
  log: (what: string, error?: unknown) => void;
}

export interface HostGateways {
  readonly handlers: GatewayHandlers;
  /** The simulation was lost: nothing that was under way can go on. */
  part(): void;
  close(): Promise<void>;
}

/** The gateways: real sockets here, drawn ones in the simulation thread, and what passes between them. */
export function createGateways({ worker, changed: announce, log }: GatewaysParts): HostGateways {
  const sides = new Map<string, RealSide>();
  /** Doors of gateways that were switched off, as they stood last. */
  const before = new Map<string, GatewayView>();
  let number = -1;
  let waiting: RealEvent[] = [];
  let telling = false;
  let ended = false;
  let announcing: NodeJS.Timeout | null = null;
  let again = false;
  /** One switch after the other: a second click waits for the first. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = turn.then(act);
    turn = mine.catch(() => undefined);
    return mine;
  }

  /** The first change is announced at once, those after it together. */
  function changed(): void {
    if (announcing !== null) {
      again = true;
      return;
    }
    if (!ended) announce();
    again = false;
    announcing = setTimeout(() => {
      announcing = null;
      if (again) changed();
    }, ANNOUNCEMENT_GAP).unref();
  }

  /** One message at a time: what comes meanwhile goes with the next. */
  async function flush(): Promise<void> {
    if (telling) return;
    telling = true;
    while (waiting.length > 0) {
      const events = waiting;
      waiting = [];
      for (const portion of portionsOf(events)) {
        await worker.call('bridge.tell', { events: portion }).catch((error: unknown) => log('a gateway', error));
      }
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
    if (event.what === 'parted') void shut(event.device, event.why);
    else if (event.what === 'power') void inTurn(() => supply(event));
    else if (event.what === 'connect') {
      const side = sides.get(event.device);
      // Whoever has connected to a gateway that was closed meanwhile must not wait for ever.
      if (side === undefined) tell({ what: 'reset', connection: event.connection });
      else side.hear(event);
    } else [...sides.values()].find((side) => side.has(event.connection))?.hear(event);
  }

  const viewOf = (device: string): GatewayView => {
    const side = sides.get(device);
    return side === undefined
      ? (before.get(device) ?? { device, on: false, parted: null, doors: [] })
      : { device, on: true, parted: null, doors: side.doors.map((door) => ({ ...door })) };
  };

  async function supply({ device, powered, errors }: Extract<DrawnEvent, { what: 'power' }>): Promise<void> {
    const side = sides.get(device);
    await side?.power(powered, errors);
    changed();
  }

  /** `parted`: why nobody had to ask for it; null: a person did. */
  async function shut(device: string, parted: Parting | null): Promise<void> {
    const side = sides.get(device);
    if (side === undefined) return;
    sides.delete(device);
    await side.close();
    before.set(device, {
      device,
      on: false,
      parted,
      doors: side.doors.map((door) => ({ ...door, connections: 0, why: null })),
    });
    changed();
  }

  return {
    handlers: {
      'gateways.list': () => ({ gateways: [...new Set([...before.keys(), ...sides.keys()])].map(viewOf) }),
      'gateways.on': ({ device }) =>
        inTurn(async () => {
          const { powered, inward, outward } = await worker.call('bridge.on', { device });
          if (ended) return viewOf(device);
          const former = sides.get(device);
          const nextNumber = (): number => (number += 2);
          const side = new RealSide({ device, powered, inward, outward, tell, nextNumber, changed });
          // Known before it is open: from here on drawn programs may connect, and it may be parted again.
          sides.set(device, side);
          await former?.close();
          await side.open();
          changed();
          return viewOf(device);
        }),
      'gateways.off': ({ device }) =>
        inTurn(async () => {
          await shut(device, null);
          await worker.call('bridge.off', { device });
          return viewOf(device);
        }),
    },
    part: () => {
      for (const device of sides.keys()) void shut(device, 'thread');
    },
    async close() {
      ended = true;
      if (announcing !== null) clearTimeout(announcing);
      await Promise.all([...sides.keys()].map((device) => shut(device, null)));
    },
  };
}
