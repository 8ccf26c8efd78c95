import { formatAddress, parseAddress } from '../../wire/address.ts';
import type { Command } from '../command.ts';
import type { System } from '../system.ts';

/** ns to wait for the last answer, as the Linux command does. */
const PATIENCE = 10e9;

export interface PingOptions {
  /** Dotted address. */
  destination: string;
  /** Echo requests to send. */
  count: number;
  /** ns between them. */
  interval: number;
  /** Data bytes in each. */
  size: number;
}

export interface PingMemory {
  /** -1 before the socket is there. */
  descriptor: number;
  sent: number;
  received: number;
  /** Answers and errors: no more than requests are waited for. */
  settled: number;
  /** When each request left, ns, by sequence number. */
  times: Map<number, number>;
  nextAt: number;
}

/** ICMP echo with its round-trip times, printed as the well-known command prints them. */
export const ping: Command<PingOptions, PingMemory> = {
  name: 'ping',
  synopsis: 'ping [-c count] [-i seconds] [-s bytes] destination',

  parse(words) {
    const options: PingOptions = { destination: '', count: 1000, interval: 1e9, size: 56 };
    for (let at = 0; at < words.length; at++) {
      const word = words[at]!;
      if (word === '-c' || word === '-i' || word === '-s') {
        const value = Number(words[++at] ?? NaN);
        if (word === '-c' && value >= 1 && value <= 100_000 && Number.isInteger(value)) options.count = value;
        else if (word === '-i' && value >= 0.001 && value <= 1000) options.interval = Math.round(value * 1e9);
        else if (word === '-s' && value >= 0 && value <= 65_507 && Number.isInteger(value)) options.size = value;
        else return { misuse: `invalid argument: ‘${words[at] ?? ''}’` };
      } else if (word.startsWith('-')) return { misuse: `invalid option -- ‘${word.slice(1)}’` };
      else options.destination = word;
    }
    if (options.destination === '') return { misuse: 'usage error: Destination address required' };
    return options;
  },

  begin: () => ({ descriptor: -1, sent: 0, received: 0, settled: 0, times: new Map(), nextAt: 0 }),

  run(options, memory, system) {
    if (memory.descriptor < 0) {
      if (parseAddress(options.destination) === null) {
        system.print(`ping: ${options.destination}: Name or service not known`);
        return 2;
      }
      const descriptor = system.socket('icmp');
      if (typeof descriptor === 'string') return failed(system, descriptor);
      memory.descriptor = descriptor;
      // What is asked for here may be everybody (`ping -b`).
      system.setMessageOptions(descriptor, { broadcast: true });
      memory.nextAt = system.now;
      const { destination, size } = options;
      system.print(`PING ${destination} (${destination}) ${size}(${size + 28}) bytes of data.`);
    }
    if (memory.sent < options.count && system.now >= memory.nextAt) request(options, memory, system);
    listen(options, memory, system);
    const end = memory.nextAt - options.interval + PATIENCE;
    if (memory.sent === options.count && (memory.settled >= memory.sent || system.now >= end)) {
      return report(options, memory, system);
    }
    system.wakeAt(memory.sent < options.count ? memory.nextAt : end);
    return null;
  },
};

function request(options: PingOptions, memory: PingMemory, system: System): void {
  memory.sent++;
  memory.nextAt += options.interval;
  memory.times.set(memory.sent, system.now);
  const address = parseAddress(options.destination)!;
  const outcome = system.sendTo(memory.descriptor, pattern(options.size), address, 0, { sequence: memory.sent });
  if (typeof outcome === 'string') {
    memory.settled++;
    system.print(`ping: sendto: ${outcome}`);
  }
}

function listen(options: PingOptions, memory: PingMemory, system: System): void {
  for (;;) {
    const answer = system.receiveFrom(memory.descriptor);
    if (answer === 'EAGAIN') return;
    if (typeof answer === 'string') {
      memory.settled++;
      system.print(`ping: recvfrom: ${answer}`);
      // A socket that is no longer good for anything would answer with an error for ever.
      if (answer === 'EBADF') return;
      continue;
    }
    memory.received++;
    memory.settled++;
    const sequence = answer.sequence ?? 0;
    const time = system.now - (memory.times.get(sequence) ?? system.now);
    const from = formatAddress(answer.address);
    system.print(
      `${answer.bytes.length + 8} bytes from ${from}: icmp_seq=${sequence} ttl=${answer.ttl ?? 0} time=${milliseconds(time)} ms`,
    );
    if (memory.received > options.count) return;
  }
}

function report(options: PingOptions, memory: PingMemory, system: System): number {
  const { sent, received } = memory;
  system.print(`--- ${options.destination} ping statistics ---`);
  const loss = Math.round(((sent - received) / sent) * 100);
  system.print(`${sent} packets transmitted, ${received} received, ${loss}% packet loss`);
  system.close(memory.descriptor);
  return received > 0 ? 0 : 1;
}

function failed(system: System, error: string): number {
  system.print(`ping: ${error}`);
  return 2;
}

/** The data of an echo request: bytes counting up, so that a shifted or damaged one shows. */
function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => at & 0xff);
}

function milliseconds(time: number): string {
  return (time / 1e6).toFixed(3);
}
