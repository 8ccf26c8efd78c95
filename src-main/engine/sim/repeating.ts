import { accessWoken, carrierOff, carrierOn, frameWaits, type AccessOutside } from '../link/csma-cd.ts';
import { OUTSIDE, wanted, type Repeater } from '../link/repeater.ts';
import type { Frame } from '../wire/frame.ts';
import type { CrossingWorld } from './damage.ts';
import { throwDice } from './dice.ts';
import { ACCESS, LINE_FRAME, LINE_SILENT, type Event } from './events.ts';
import { beginFrame, heardWhole, jam, lineOf, lostAt, silence, type SharedLine } from './shared-line.ts';
import type { DeviceSlot } from './state.ts';

/** What a hub needs of the world besides its lines. */
export interface RepeaterWorld extends CrossingWorld {
  cause: number;
  /** Hands a frame out through a port joined to something outside the world. */
  sendOutside(index: number, port: number, frame: Frame): void;
}

/** A hub hears something else at one of its ports from now on. `own`: the line out of that port. */
export function repeaterHears(world: RepeaterWorld, from: SharedLine, own: SharedLine, event: Event): void {
  const { line, cable, link } = from;
  const { device, port } = own;
  const hub = hubAt(world, device);
  const before = line.far;
  if (event.type === LINE_FRAME) {
    line.far = 'frame';
    const { frame, cause } = line.frames[0]!;
    if (!hub.repeater.colliding && hub.heard().length === 1) repeat(world, hub, port, frame, cause);
  } else if (event.type === LINE_SILENT) {
    const whole = event.frame !== null && before === 'frame';
    if (!whole) {
      lostAt(world, line, device, port, 'collision-fragment');
      line.far = 'silent';
    } else {
      const { frame, cause } = heardWhole(line);
      const detail = cable.arrived[(link & 1) as 0 | 1];
      world.cause = world.record(device, 'frame.arrived', {
        port,
        frame: frame.id,
        packet: frame.packet,
        cause,
        detail,
      });
      finish(world, hub, port, frame);
    }
  } else {
    lostAt(world, line, device, port, 'collision-fragment');
    line.far = 'jam';
  }
  settle(world, hub);
}

/** A frame from outside the world comes in at a port of a hub: it takes its turn like a station’s. */
export function sendIntoHub(world: RepeaterWorld, index: number, port: number, frame: Frame, cause: number): void {
  const hub = hubAt(world, index);
  hub.repeater.outside.waiting.push({ frame, cause, port });
  frameWaits(hub.repeater.outside.access, outsideOf(world, hub));
}

/** The outside of a hub has to go on. */
export function hubDue(world: RepeaterWorld, index: number): void {
  if (!world.state.devices[index]?.repeater) return;
  const hub = hubAt(world, index);
  accessWoken(hub.repeater.outside.access, outsideOf(world, hub));
}

/** A cable at a hub is gone or new: what is heard there has changed. */
export function hubRelinked(world: RepeaterWorld, index: number): void {
  settle(world, hubAt(world, index));
}

/** A hub, its lines and what it hears, for the length of one call. */
interface Hub {
  index: number;
  repeater: Repeater;
  slot: DeviceSlot;
  /** Lines out of its ports; null: no cable. */
  lines: (SharedLine | null)[];
  /** Ports that hear something. */
  heard(): number[];
  /** What port `port` hears; null: nothing is linked there. */
  input(port: number): SharedLine['line'] | null;
}

function hubAt(world: RepeaterWorld, index: number): Hub {
  const slot = world.device(index)!;
  const repeater = slot.repeater!;
  const lines = slot.links.map((link) => (link < 0 ? null : lineOf(world, link)));
  const input = (port: number) => {
    const own = lines[port];
    return own ? own.shared.lines[((own.link & 1) ^ 1) as 0 | 1] : null;
  };
  const heard = () => {
    const ports = repeater.outside.near === 'silent' ? [] : [OUTSIDE];
    for (let port = 0; port < lines.length; port++) if ((input(port)?.far ?? 'silent') !== 'silent') ports.push(port);
    return ports;
  };
  return { index, repeater, slot, lines, heard, input };
}

/** Passes the first bit of a frame on, to every port but the one it comes in by. */
function repeat(world: RepeaterWorld, { index, lines }: Hub, port: number, frame: Frame, because: number): void {
  const fields = { port, frame: frame.id, packet: frame.packet, cause: because };
  const cause = world.record(index, 'hub.repeated', fields);
  lines.forEach((line, other) => {
    if (line !== null && other !== port) beginFrame(world, line, frame, cause);
  });
}

/** The last bit of a frame is in, and leaves by every other port; whole frames leave the world too. */
function finish(world: RepeaterWorld, { index, lines, slot }: Hub, port: number, frame: Frame): void {
  lines.forEach((line, other) => {
    if (line !== null && other !== port) silence(world, line, true);
    else if (other !== port && slot.joined.includes(slot.settings.ports[other]!.name)) {
      world.sendOutside(index, other, frame);
    }
  });
}

/** Makes every port carry what it should, and tells the outside whether it hears somebody. */
function settle(world: RepeaterWorld, hub: Hub): void {
  const { repeater, lines, index } = hub;
  const heard = hub.heard();
  if (heard.length > 1 && !repeater.colliding) {
    repeater.colliding = true;
    repeater.collisions++;
    const ports = heard.filter((port) => port !== OUTSIDE).map((port) => hub.slot.settings.ports[port]!.name);
    // The newest of those that are heard made it one.
    const causes = heard.map((port) => (port === OUTSIDE ? 0 : (hub.input(port)?.frames[0]?.cause ?? 0)));
    world.record(index, 'hub.collision', { detail: { ports: ports.join(', ') }, cause: Math.max(...causes) });
  }
  if (repeater.colliding) {
    // What comes in is mixed up here: none of it is a frame any more.
    for (const port of heard) {
      const line = port === OUTSIDE ? null : hub.input(port);
      if (line) lostAt(world, line, index, port, 'collision');
    }
  }
  const only = heard.length === 1 ? heard[0]! : null;
  const jammed = only !== null && (only === OUTSIDE ? repeater.outside.near : hub.input(only)!.far) === 'jam';
  lines.forEach((line, port) => {
    if (line === null) return;
    const signal = wanted(repeater.colliding, heard, jammed, port);
    if (signal === 'jam' && line.line.near !== 'jam') jam(world, line);
    else if (signal === 'silent') silence(world, line, false);
  });
  if (heard.length === 0) repeater.colliding = false;
  const { access } = repeater.outside;
  const carrier = heard.some((port) => port !== OUTSIDE);
  if (carrier && !access.carrier) carrierOn(access, outsideOf(world, hub));
  else if (!carrier && access.carrier) carrierOff(access, outsideOf(world, hub));
}

function outsideOf(world: RepeaterWorld, hub: Hub): AccessOutside {
  const { index, repeater } = hub;
  const { outside } = repeater;
  return {
    now: world.state.now,
    rate: repeater.rate,
    get port() {
      return outside.sending?.port;
    },
    random: () => throwDice(world.device(index)!.dice),
    record: (kind, fields) => world.record(index, kind, fields),
    next() {
      const next = outside.waiting.shift();
      outside.sending = next ?? null;
      return next && { frame: next.frame, cause: next.cause };
    },
    begin({ frame, cause }) {
      outside.near = 'frame';
      if (hub.heard().length === 1) repeat(world, hub, outside.sending!.port, frame, cause);
      return cause;
    },
    jam() {
      outside.near = 'jam';
      settle(world, hub);
    },
    end(complete) {
      const whole = complete && outside.near === 'frame';
      outside.near = 'silent';
      if (whole) finish(world, hub, outside.sending!.port, outside.sending!.frame);
      settle(world, hub);
    },
    wakeAt: (time) => world.push(ACCESS, time, -1 - index, { direction: 0, frame: null, departure: 0, cause: 0 }),
  };
}
