import { formatAddress, parseAddress } from '../wire/address.ts';
import type { Program } from './program.ts';
import type { PingSettings } from './settings.ts';
import type { System } from './system.ts';

/** ns to wait for the last answer, as the Linux command does. */
const PATIENCE = 10e9;

interface PingMemory {
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
export const ping: Program<PingSettings, PingMemory> = {
  begin: () => ({ descriptor: -1, sent: 0, received: 0, settled: 0, times: new Map(), nextAt: 0 }),

  run(settings, memory, system) {
    if (memory.descriptor < 0) {
      const descriptor = system.socket('icmp');
      if (typeof descriptor === 'string') return failed(system, descriptor);
      memory.descriptor = descriptor;
      memory.nextAt = system.now;
      const { destination, size } = settings;
      system.print(`PING ${destination} (${destination}) ${size}(${size + 28}) bytes of data.`);
    }
    if (memory.sent < settings.count && system.now >= memory.nextAt) request(settings, memory, system);
    listen(settings, memory, system);
    const end = memory.nextAt - settings.interval + PATIENCE;
    if (memory.sent === settings.count && (memory.settled >= memory.sent || system.now >= end)) {
      return report(settings, memory, system);
    }
    system.wakeAt(memory.sent < settings.count ? memory.nextAt : end);
    return null;
  },
};

function request(settings: PingSettings, memory: PingMemory, system: System): void {
  memory.sent++;
  memory.nextAt += settings.interval;
  memory.times.set(memory.sent, system.now);
  const address = parseAddress(settings.destination)!;
  const outcome = system.sendTo(memory.descriptor, pattern(settings.size), address, 0, memory.sent);
  if (typeof outcome === 'string') {
    memory.settled++;
    system.print(`ping: sendto: ${outcome}`);
  }
}

function listen(settings: PingSettings, memory: PingMemory, system: System): void {
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
    if (memory.received > settings.count) return;
  }
}

function report(settings: PingSettings, memory: PingMemory, system: System): number {
  const { sent, received } = memory;
  system.print(`--- ${settings.destination} ping statistics ---`);
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
