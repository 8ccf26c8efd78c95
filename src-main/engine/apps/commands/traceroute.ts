import { formatAddress } from '../../wire/address.ts';
import type { Command } from '../command.ts';
import { errorText } from '../error-text.ts';
import { newDestination, reach, type Destination } from '../reach.ts';
import type { System } from '../system.ts';
import { readWords, secondsAsTime, wholeNumber } from '../words.ts';
import { icmpErrorMark } from './icmp-error.ts';

/** Port of the first probe: one that nothing should listen on, and each next probe goes one higher. */
const FIRST_PORT = 33_434;
/** ns to wait for an answer. */
const PATIENCE = 5e9;

interface TracerouteOptions {
  destination: string;
  /** Echo requests instead of datagrams to unlikely ports. */
  echo: boolean;
  numeric: boolean;
  /** Probes a hop. */
  queries: number;
  first: number;
  most: number;
  patience: number;
  /** Bytes of a whole packet. */
  length: number;
}

interface TracerouteMemory {
  destination: Destination;
  descriptor: number;
  ttl: number;
  /** Probes of this hop answered or given up. */
  probe: number;
  /** Probes sent in all: the number of the last one. */
  sent: number;
  /** When the probe under way left, ns; null: none is. */
  sentAt: number | null;
  /** Who answered the last probe of this hop, so that an address is printed once. */
  last: number | null;
  arrived: boolean;
  /** Answers of this hop that say there is no way on. */
  dead: number;
}

/**
 * Finds the routers on a way: packets that may pass one, two, three … routers, each of which says that it threw one away
 * (RFC 792, time exceeded). One probe at a time, so that a watcher can follow it.
 */
export const traceroute: Command<TracerouteOptions, TracerouteMemory> = {
  name: 'traceroute',
  synopsis: 'traceroute [-In] [-f first] [-m most] [-q probes] [-w seconds] destination [length]',

  parse(given) {
    const words = readWords(given, { flags: ['I', 'n'], values: ['f', 'm', 'q', 'w'] });
    if ('misuse' in words) return words;
    const [destination, length = '60', ...more] = words.operands;
    if (destination === undefined) return { misuse: 'Specify "host" missing argument.' };
    const value = (name: string, otherwise: string) => words.values.get(name)?.at(-1) ?? otherwise;
    const options = {
      destination,
      echo: words.flags.has('I'),
      numeric: words.flags.has('n'),
      queries: wholeNumber(value('q', '3'), 1, 10),
      first: wholeNumber(value('f', '1'), 1, 255),
      most: wholeNumber(value('m', '30'), 1, 255),
      patience: words.values.has('w') ? secondsAsTime(value('w', '')) : PATIENCE,
      length: wholeNumber(length, 28, 65_000),
    };
    const wrong = Object.entries(options).find(([, one]) => one === null);
    if (wrong !== undefined || more.length > 0) return { misuse: 'a number is missing or out of range' };
    if (options.first! > options.most!) return { misuse: 'first hop out of range' };
    return options as TracerouteOptions;
  },

  begin: ({ destination, first }) => ({
    destination: newDestination(destination),
    descriptor: -1,
    ttl: first,
    probe: 0,
    sent: 0,
    sentAt: null,
    last: null,
    arrived: false,
    dead: 0,
  }),

  run(options, memory, system) {
    if (memory.descriptor < 0) {
      const reached = reach(memory.destination, system);
      if (reached === null) return null;
      const descriptor = reached === true ? system.socket(options.echo ? 'icmp' : 'datagram') : reached;
      if (typeof descriptor === 'string') return failed(system, errorText(descriptor));
      memory.descriptor = descriptor;
      system.setMessageOptions(descriptor, { receiveErrors: true });
    }
    for (;;) {
      if (memory.sentAt === null) {
        const error = send(options, memory, system);
        if (error !== null) return failed(system, `${memory.sent === 1 ? 'connect' : 'send'}: ${errorText(error)}`);
      }
      if (!settled(options, memory, system)) {
        system.wakeAt(memory.sentAt! + options.patience);
        return null;
      }
      memory.sentAt = null;
      if (++memory.probe < options.queries) continue;
      system.print('');
      const lost = memory.dead === options.queries;
      if (memory.arrived || lost || memory.ttl === options.most) return memory.arrived ? 0 : 1;
      Object.assign(memory, { ttl: memory.ttl + 1, probe: 0, last: null, dead: 0 });
    }
  },
};

/** Sends the next probe; null: done. */
function send(options: TracerouteOptions, memory: TracerouteMemory, system: System): string | null {
  memory.sent++;
  const data = Uint8Array.from({ length: options.length - 28 }, (_, at) => 0x40 + (at % 64));
  const port = options.echo ? 0 : FIRST_PORT + ((memory.sent - 1) % 32_000);
  const { ttl, sent: sequence } = memory;
  // Longer probes may be cut on the way: it is the way that is asked for.
  const dontFragment = false;
  const address = memory.destination.address!;
  const outcome = system.sendTo(memory.descriptor, data, address, port, { ttl, sequence, dontFragment });
  if (typeof outcome === 'string') return outcome;
  if (memory.sent === 1) {
    const to = `${memory.destination.word} (${formatAddress(address)})`;
    system.print(`traceroute to ${to}, ${options.most} hops max, ${options.length} byte packets`);
  }
  if (memory.probe === 0) system.write(`${`${memory.ttl}`.padStart(2)} `);
  memory.sentAt = system.now;
  return null;
}

/** Whether the probe under way is over, answered or not; prints what is to be said of it. */
function settled(options: TracerouteOptions, memory: TracerouteMemory, system: System): boolean {
  const port = FIRST_PORT + ((memory.sent - 1) % 32_000);
  for (;;) {
    const error = system.receiveError(memory.descriptor);
    if (typeof error === 'string') break;
    if (options.echo ? error.sequence !== (memory.sent & 0xffff) : error.port !== port) continue;
    if (error.kind === 'unreachable') {
      if (error.from === memory.destination.address && error.code === 3) memory.arrived = true;
      else memory.dead++;
    }
    tell(options, memory, system, error.from, error.time, icmpErrorMark(error));
    return true;
  }
  for (;;) {
    const answer = system.receiveFrom(memory.descriptor);
    if (typeof answer === 'string') break;
    if (options.echo && answer.sequence !== (memory.sent & 0xffff)) continue;
    memory.arrived = true;
    tell(options, memory, system, answer.address, answer.time, '');
    return true;
  }
  if (system.now < memory.sentAt! + options.patience) return false;
  system.write(' *');
  return true;
}

function tell(
  { numeric }: TracerouteOptions,
  memory: TracerouteMemory,
  system: System,
  from: number,
  time: number,
  mark: string,
): void {
  const address = formatAddress(from);
  if (memory.last !== from) system.write(numeric ? ` ${address}` : ` ${address} (${address})`);
  memory.last = from;
  system.write(`  ${((time - memory.sentAt!) / 1e6).toFixed(3)} ms${mark}`);
}

function failed(system: System, text: string): number {
  system.print(`traceroute: ${text}`);
  return 1;
}
