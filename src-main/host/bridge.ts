import type { DrawnEvent, RealEvent } from '#contract/bridge.ts';
import type { Host } from '#contract/calls.ts';
import type { Parting } from '#contract/parting.ts';
import { portionsOf } from './portions.ts';

/** ms between two announcements that something has changed, at least: connections come and go by the thousand. */
const ANNOUNCEMENT_GAP = 100;

export interface BridgeParts {
  worker: Pick<Host, 'call' | 'on'>;
  /** Called when what the views say has changed, at most every {@link ANNOUNCEMENT_GAP} ms. */
  changed: () => void;
  log: (what: string, error?: unknown) => void;
}

/** The real sockets of one device that is switched on. */
export interface Side {
  /** Opens what can be opened; the view says what cannot. */
  open(): Promise<void>;
  /** The drawn device has lost its power, or has it again. `errors`: of each drawn port, why it is not open. */
  power(powered: boolean, errors: readonly (string | null)[]): Promise<void>;
  hear(event: DrawnEvent): void;
  has(connection: number): boolean;
  /** Closes every socket for good. */
  close(): Promise<void>;
}

/** What a side needs of the bridge it stands on. */
export interface SideParts {
  tell: (event: RealEvent) => void;
  nextNumber: () => number;
  changed: () => void;
}

/** Devices of one kind, and how each stands: what a window is told of them. */
export interface RoomOptions<S extends Side, V> {
  /** Asks the simulation to let a device take part, and makes its real side, not open yet. */
  begin: (device: string, parts: SideParts) => Promise<S>;
  on: (side: S) => V;
  /** `parted`: why nobody had to ask for it; null: a person did. */
  off: (side: S, parted: Parting | null) => V;
  /** Of a device that was never switched on. */
  never: (device: string) => V;
}

/** The devices of a kind as their calls see them. */
export interface Room<V> {
  list(): V[];
  on(device: string): Promise<V>;
  off(device: string): Promise<V>;
}

export interface Bridge {
  room<S extends Side, V>(options: RoomOptions<S, V>): Room<V>;
  /** The simulation was lost: nothing that was under way can go on. How many devices were on. */
  part(): number;
  close(): Promise<void>;
}

/** What passes between real sockets here and drawn devices in the simulation thread, of whatever kind. */
export function createBridge({ worker, changed: announce, log }: BridgeParts): Bridge {
  const sides = new Map<string, Side>();
  const leave = new Map<string, (parted: Parting | null) => void>();
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
  const parts: SideParts = { tell, nextNumber: () => (number += 2), changed };

  worker.on('bridge.told', ({ events }) => events.forEach(hear));

  function hear(event: DrawnEvent): void {
    if (event.what === 'parted') void shut(event.device, event.why);
    else if (event.what === 'power') void inTurn(() => supply(event));
    else if (event.what === 'connect') {
      const side = sides.get(event.device);
      // Whoever has connected to a gateway that was closed meanwhile must not wait for ever.
      if (side === undefined) tell({ what: 'reset', connection: event.connection });
      else side.hear(event);
    } else if ('connection' in event) [...sides.values()].find((side) => side.has(event.connection))?.hear(event);
  }

  async function supply({ device, powered, errors }: Extract<DrawnEvent, { what: 'power' }>): Promise<void> {
    await sides.get(device)?.power(powered, errors);
    changed();
  }

  async function shut(device: string, parted: Parting | null): Promise<void> {
    const side = sides.get(device);
    if (side === undefined) return;
    const left = leave.get(device);
    sides.delete(device);
    leave.delete(device);
    await side.close();
    left?.(parted);
    changed();
  }

  function room<S extends Side, V>({ begin, on, off, never }: RoomOptions<S, V>): Room<V> {
    const own = new Map<string, S>();
    /** Views of devices that were switched off, as they stood last. */
    const before = new Map<string, V>();
    const viewOf = (device: string): V => {
      const side = own.get(device);
      return side === undefined ? (before.get(device) ?? never(device)) : on(side);
    };
    return {
      list: () => [...new Set([...before.keys(), ...own.keys()])].map(viewOf),
      on: (device) =>
        inTurn(async () => {
          const side = await begin(device, parts);
          if (ended) return viewOf(device);
          const former = sides.get(device);
          // Known before it is open: from here on drawn programs may connect, and it may be parted again.
          sides.set(device, side);
          own.set(device, side);
          leave.set(device, (parted) => {
            before.set(device, off(side, parted));
            // Until its ports are closed it is on; it may have been switched on again meanwhile.
            if (own.get(device) === side) own.delete(device);
          });
          await former?.close();
          await side.open();
          changed();
          return viewOf(device);
        }),
      off: (device) =>
        inTurn(async () => {
          await shut(device, null);
          await worker.call('bridge.off', { device });
          return viewOf(device);
        }),
    };
  }

  return {
    room,
    part: () => {
      const on = [...sides.keys()];
      for (const device of on) void shut(device, 'thread');
      return on.length;
    },
    async close() {
      ended = true;
      if (announcing !== null) clearTimeout(announcing);
      await Promise.all([...sides.keys()].map((device) => shut(device, null)));
    },
  };
}
