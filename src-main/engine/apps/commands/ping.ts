import { formatAddress } from '../../wire/address.ts';
import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';
import { errorText } from '../error-text.ts';
import { newDestination, reach, type Destination } from '../reach.ts';
import type { System } from '../system.ts';
import { lastValue, readWords, secondsAsTime, wholeNumber, type Words } from '../words.ts';
import { icmpErrorText } from './icmp-error.ts';
import { newTrail, timestampKind, trailOptions, trailText, type Trail, type TrailWanted } from './ping-trail.ts';

/** ns to wait for the last answer when nothing else is asked for, as the Linux command does. */
const PATIENCE = 10e9;

export interface PingOptions {
  /** Dotted address, or a name. */
  destination: string;
  /** Echo requests to send; null: until it is stopped. */
  count: number | null;
  /** ns between them. */
  interval: number;
  /** Data bytes in each. */
  size: number;
  ttl?: number;
  /** `do`: never in fragments; `want`: not where they can be avoided; `dont`: the routers may. */
  discovery?: 'do' | 'want' | 'dont';
  /** ns to wait for the last answer. */
  patience?: number;
  broadcast?: boolean;
  /** Only the summary is printed. */
  quiet?: boolean;
  /** What the packets write down on their way, there and back. */
  trail?: TrailWanted;
}

export interface PingMemory {
  destination: Destination;
  /** -1 before the socket is there. */
  descriptor: number;
  started: number;
  sent: number;
  received: number;
  errors: number;
  /** Answers and errors: no more than requests are waited for. */
  settled: number;
  /** When each request left, ns, by sequence number. */
  times: Map<number, number>;
  /** Sequence numbers of those that were answered, and how many answers came again. */
  answered: Set<number>;
  duplicates: number;
  trail: Trail;
  /** Round-trip times so far, ns: for least, mean, most and deviation. */
  roundTrips: { least: number; most: number; sum: number; squares: number };
  lastSent: number;
  /** Why not even the first request could be sent. */
  refused: string;
}

/** What the command says when it cannot begin. */
const REFUSED: Readonly<Record<string, string>> = {
  ENETUNREACH: `connect: ${errorText('ENETUNREACH')}`,
  EACCES: 'Do you want to ping broadcast? Then -b. If not, check your local firewall rules',
};

/** ICMP echo with its round-trip times, printed as the well-known command prints them. */
export const ping: Command<PingOptions, PingMemory> = {
  name: 'ping',
  synopsis:
    'ping [-bnqR] [-c count] [-i seconds] [-s bytes] [-t ttl] [-M do|want|dont] [-T tsonly|tsandaddr|tsprespec] [-W seconds] [hop ...] destination',

  parse(given) {
    const words = readWords(given, { flags: ['b', 'n', 'q', 'R'], values: ['c', 'i', 's', 't', 'M', 'T', 'W'] });
    if ('misuse' in words) return words;
    const destination = words.operands.at(-1);
    const hops = words.operands.slice(0, -1);
    if (destination === undefined) return { misuse: 'usage error: Destination address required' };
    const options: PingOptions = { destination, count: null, interval: 1e9, size: 56 };
    const wanted = trailWanted(words, hops);
    if (wanted !== null && 'misuse' in wanted) return wanted;
    if (wanted === null && hops.length > 0) return { misuse: `only one destination: ‘${destination}’ is too many` };
    if (wanted !== null) options.trail = wanted;
    options.quiet = words.flags.has('q');
    options.broadcast = words.flags.has('b');
    for (const [name, values] of words.values) {
      if (!setOption(options, name, values.at(-1)!)) return invalid(lastValue(words, name)!);
    }
    return options;
  },

  begin: ({ destination }) => ({
    destination: newDestination(destination),
    descriptor: -1,
    started: 0,
    sent: 0,
    received: 0,
    errors: 0,
    settled: 0,
    times: new Map(),
    answered: new Set(),
    duplicates: 0,
    trail: newTrail(),
    roundTrips: { least: Infinity, most: 0, sum: 0, squares: 0 },
    lastSent: 0,
    refused: '',
  }),

  run(options, memory, system) {
    const found = memory.descriptor < 0 ? begin(options, memory, system) : null;
    if (found !== null) return found === 'waiting' ? null : found;
    const due = memory.sent === 0 ? memory.started : memory.lastSent + options.interval;
    const wanted = options.count ?? Infinity;
    if (memory.sent < wanted && system.now >= due && !request(options, memory, system)) {
      return failed(system, memory.refused);
    }
    if (!listen(options, memory, system)) return report(memory, system);
    listenForErrors(options, memory, system);
    const end = memory.lastSent + patienceOf(options, memory);
    if (memory.sent >= wanted && (memory.settled >= memory.sent || system.now >= end)) return report(memory, system);
    system.wakeAt(memory.sent < wanted ? memory.lastSent + options.interval : end);
    return null;
  },

  interrupted(_options, memory, system) {
    if (memory.descriptor >= 0) report(memory, system);
  },
};

/** Once something came back, twice the longest round trip is enough to wait, as the Linux command has it. */
function patienceOf({ patience = PATIENCE, interval }: PingOptions, { received, roundTrips }: PingMemory): number {
  return received === 0 ? patience : Math.max(2 * roundTrips.most, interval);
}

/** What -R and -T ask for, or null. The hops of `tsprespec` stand before the destination. */
function trailWanted(words: Words, hops: string[]): TrailWanted | Misuse | null {
  const stamp = lastValue(words, 'T');
  if (stamp === undefined) return words.flags.has('R') ? (hops.length > 0 ? null : { kind: 'route' }) : null;
  if (words.flags.has('R')) return { misuse: 'only one of -T or -R may be used' };
  return timestampKind(stamp, hops);
}

function setOption(options: PingOptions, name: string, value: string): boolean {
  switch (name) {
    case 'c':
      return (options.count = wholeNumber(value, 1, 1_000_000)) !== null;
    case 's':
      return (options.size = wholeNumber(value, 0, 65_507) ?? -1) >= 0;
    case 't':
      return (options.ttl = wholeNumber(value, 1, 255) ?? 0) > 0;
    case 'i':
      return (options.interval = secondsAsTime(value) ?? 0) >= 1e6;
    case 'T':
      return true;
    case 'W':
      return (options.patience = secondsAsTime(value) ?? 0) > 0;
    default:
      if (value !== 'do' && value !== 'want' && value !== 'dont') return false;
      options.discovery = value;
      return true;
  }
}

function invalid(value: string): Misuse {
  return { misuse: `invalid argument: '${value}'` };
}

/** Finds the address and opens the socket: null when it can begin, a status when it cannot. */
function begin(options: PingOptions, memory: PingMemory, system: System): number | 'waiting' | null {
  const reached = reach(memory.destination, system);
  if (reached === null) return 'waiting';
  if (reached !== true) return failed(system, reached);
  const descriptor = system.socket('icmp');
  if (typeof descriptor === 'string') return failed(system, `socket: ${errorText(descriptor)}`);
  memory.descriptor = descriptor;
  memory.started = system.now;
  const { broadcast = false, trail } = options;
  system.setMessageOptions(descriptor, { receiveErrors: true, broadcast });
  if (trail !== undefined) system.setMessageOptions(descriptor, { ipOptions: trailOptions(trail) });
  return null;
}

function heading({ size, trail }: PingOptions, { destination: { word, address } }: PingMemory): string {
  const whole = size + 28 + (trail === undefined ? 0 : trailOptions(trail).length);
  return `PING ${word} (${formatAddress(address!)}) ${size}(${whole}) bytes of data.`;
}

/** Sends the next request. False: there is no way to the destination from the beginning, and nothing to be announced. */
function request(options: PingOptions, memory: PingMemory, system: System): boolean {
  memory.sent++;
  memory.lastSent = system.now;
  const sequence = memory.sent & 0xffff;
  memory.times.set(sequence, system.now);
  memory.answered.delete(sequence);
  // What can still come back is as old as the patience with the last one; older ones are forgotten.
  if (memory.times.size > 1000) {
    const oldest = memory.times.keys().next().value!;
    memory.times.delete(oldest);
    memory.answered.delete(oldest);
  }
  const address = memory.destination.address!;
  const { size, ttl, discovery = 'want' } = options;
  // IP_PMTUDISC_WANT leaves it to the host: DF on what fits, and what does not is cut (ip(7)).
  const fragmentation = discovery === 'want' ? {} : { dontFragment: discovery === 'do' };
  const outcome = system.sendTo(memory.descriptor, pattern(size), address, 0, {
    sequence,
    ...fragmentation,
    ...(ttl === undefined ? {} : { ttl }),
  });
  if (memory.sent === 1) {
    memory.refused = REFUSED[`${outcome}`] ?? '';
    if (memory.refused !== '') return false;
    if (system.isBroadcast(address)) system.print('WARNING: pinging broadcast address');
    system.print(heading(options, memory));
  }
  if (typeof outcome !== 'string') return true;
  memory.settled++;
  memory.errors++;
  if (options.quiet) return true;
  if (outcome === 'EMSGSIZE') system.print(`ping: local error: message too long, mtu=${system.pathMtu(address)}`);
  else system.print(`ping: sendmsg: ${errorText(outcome)}`);
  return true;
}

/** Reads what has come. False: the socket is no longer good for anything. */
function listen(options: PingOptions, memory: PingMemory, system: System): boolean {
  for (;;) {
    const answer = system.receiveFrom(memory.descriptor);
    if (answer === 'EAGAIN') return true;
    if (typeof answer === 'string') {
      memory.settled++;
      memory.errors++;
      system.print(`ping: recvmsg: ${errorText(answer)}`);
      if (answer === 'EBADF') return false;
      continue;
    }
    const sequence = answer.sequence ?? 0;
    const left = memory.times.get(sequence);
    const again = memory.answered.has(sequence);
    memory.answered.add(sequence);
    if (again) memory.duplicates++;
    else {
      memory.received++;
      memory.settled++;
    }
    const time = answer.time - (left ?? answer.time);
    count(memory, time);
    if (options.quiet) continue;
    const from = formatAddress(answer.address);
    const about = `icmp_seq=${sequence} ttl=${answer.ttl} time=${shortTime(time)} ms${again ? ' (DUP!)' : ''}`;
    const line = `${answer.bytes.length + 8} bytes from ${from}: ${about}`;
    for (const text of `${line}${trailText(memory.trail, answer.ipOptions)}`.split('\n')) system.print(text);
  }
}

function listenForErrors(options: PingOptions, memory: PingMemory, system: System): void {
  for (;;) {
    const error = system.receiveError(memory.descriptor);
    if (typeof error === 'string') return;
    memory.settled++;
    memory.errors++;
    if (options.quiet) continue;
    system.print(`From ${formatAddress(error.from)} icmp_seq=${error.sequence} ${icmpErrorText(error)}`);
  }
}

function count({ roundTrips }: PingMemory, time: number): void {
  roundTrips.least = Math.min(roundTrips.least, time);
  roundTrips.most = Math.max(roundTrips.most, time);
  roundTrips.sum += time;
  roundTrips.squares += time * time;
}

function report(memory: PingMemory, system: System): number {
  const { sent, received, duplicates, errors, roundTrips, started } = memory;
  const loss = sent === 0 ? 0 : Math.round(((sent - received) / sent) * 1e6) / 1e4;
  system.print('');
  system.print(`--- ${memory.destination.word} ping statistics ---`);
  const told = (duplicates > 0 ? `, +${duplicates} duplicates` : '') + (errors > 0 ? `, +${errors} errors` : '');
  const time = Math.round((system.now - started) / 1e6);
  system.print(`${sent} packets transmitted, ${received} received${told}, ${loss}% packet loss, time ${time}ms`);
  if (received > 0) {
    const mean = roundTrips.sum / (received + duplicates);
    const deviation = Math.sqrt(Math.max(0, roundTrips.squares / (received + duplicates) - mean * mean));
    const times = [roundTrips.least, mean, roundTrips.most, deviation].map((one) => (one / 1e6).toFixed(3));
    system.print(`rtt min/avg/max/mdev = ${times.join('/')} ms`);
  }
  system.close(memory.descriptor);
  memory.descriptor = -1;
  return received > 0 ? 0 : 1;
}

function failed(system: System, text: string): number {
  system.print(`ping: ${text}`);
  return 2;
}

/** The data of an echo request: bytes counting up, so that a shifted or damaged one shows. */
function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => at & 0xff);
}

/** Milliseconds with as many digits as the command of iputils prints. */
function shortTime(time: number): string {
  const milliseconds = time / 1e6;
  const digits = milliseconds >= 99.95 ? 0 : milliseconds >= 9.995 ? 1 : milliseconds >= 0.9995 ? 2 : 3;
  return milliseconds.toFixed(digits);
}
