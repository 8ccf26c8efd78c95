import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';
import type { System } from '../system.ts';
import { readWords } from '../words.ts';
import { left, right } from './columns.ts';
import { line as routeLine, sorted } from './route.ts';
import { netstatState, stateNamed, timerOf } from './socket-states.ts';

interface NetstatOptions {
  what: 'sockets' | 'routes' | 'interfaces' | 'statistics';
  protocols: ('tcp' | 'udp' | 'icmp')[];
  /** `all`: those that listen too; `listening`: only those. */
  which: 'connected' | 'all' | 'listening';
  programs: boolean;
  timers: boolean;
  /** Only sockets with this port at either end, and in this state. */
  port: string | null;
  state: string | null;
}

type Row = ReturnType<System['listSockets']>[number];

/**
 * The sockets of the host, its routing table (`-r`) or its interfaces (`-i`). A port (`:80`) and a state (`LISTEN`) may
 * follow to see only what has them: where the real command wants `| grep`, which works here too.
 */
export const netstat: Command<NetstatOptions, null> = {
  name: 'netstat',
  synopsis: 'netstat [-anltupo] [:port] [state] | netstat {-r | -i | -s}',

  parse(given): NetstatOptions | Misuse {
    const words = readWords(given, { flags: [...'anltuwpoiersv'] });
    if ('misuse' in words) return words;
    const { flags } = words;
    const asked = (['t', 'u', 'w'] as const).filter((letter) => flags.has(letter));
    const options: NetstatOptions = {
      what: flags.has('r') ? 'routes' : flags.has('i') ? 'interfaces' : flags.has('s') ? 'statistics' : 'sockets',
      protocols: (asked.length === 0 ? (['t', 'u', 'w'] as const) : asked).map(
        (letter) => ({ t: 'tcp', u: 'udp', w: 'icmp' })[letter] as 'tcp' | 'udp' | 'icmp',
      ),
      which: flags.has('l') ? 'listening' : flags.has('a') ? 'all' : 'connected',
      programs: flags.has('p'),
      timers: flags.has('o'),
      port: null,
      state: null,
    };
    for (const word of words.operands) {
      const port = /^:?(\d{1,5})$/.exec(word)?.[1];
      const state = stateNamed(word);
      if (port !== undefined) options.port = port;
      else if (state !== null) options.state = state;
      else return { misuse: `${word}: neither a port (:80) nor a state (LISTEN)` };
    }
    return options;
  },

  begin: () => null,

  run(options, _memory, system) {
    if (options.what === 'routes') showRoutes(system);
    else if (options.what === 'interfaces') showInterfaces(system);
    else if (options.what === 'statistics') showStatistics(system);
    else showSockets(options, system);
    return 0;
  },
};

function showSockets(options: NetstatOptions, system: System): void {
  const which = { connected: 'w/o servers', all: 'servers and established', listening: 'only servers' }[options.which];
  system.print(`Active Internet connections (${which})`);
  const more = `${options.programs ? ' PID/Program name    ' : ''}${options.timers ? ' Timer' : ''}`;
  system.print(`Proto Recv-Q Send-Q Local Address           Foreign Address         State      ${more}`.trimEnd());
  for (const protocol of options.protocols) {
    for (const row of system.listSockets()) {
      if (row.protocol === protocol && isShown(row, options)) system.print(socketLine(row, options, system.now));
    }
  }
}

function isShown(row: Row, { which, port, state }: NetstatOptions): boolean {
  // Sockets of UDP and ICMP without a peer wait for anybody, as a listening one does.
  const waits = row.state === 'LISTEN' || (row.state === '' && row.remote.endsWith(':*'));
  // A stream socket that was neither bound to listen nor connected is in no table of the kernel.
  if (row.state === 'CLOSED') return false;
  if (which === 'connected' && waits && state === null) return false;
  if (which === 'listening' && !waits) return false;
  if (state !== null && row.state !== state) return false;
  return port === null || row.local.endsWith(`:${port}`) || row.remote.endsWith(`:${port}`);
}

function socketLine(row: Row, { programs, timers }: NetstatOptions, now: number): string {
  // An echo socket is "raw" to netstat, with its protocol's number for a port.
  const protocol = row.protocol === 'icmp' ? 'icmp' : row.protocol;
  const cells = [
    left(protocol, 5),
    right(row.receiveQueue, 6),
    // Behind a listening socket stands how many may wait; netstat tells of bytes only.
    right(row.state === 'LISTEN' ? 0 : row.sendQueue, 6),
    left(row.local, 23),
    left(row.remote, 23),
    left(netstatState(row.state), 11),
  ];
  if (programs)
    cells.push(left(row.descriptor === null ? '-' : `${row.owner}/${(row.command ?? '').split(' ')[0]}`, 20));
  if (timers) cells.push(timerText(row, now));
  return cells.join(' ').trimEnd();
}

function timerText(row: Row, now: number): string {
  const timer = timerOf(row);
  if (timer === null) return 'off (0.00/0/0)';
  return `${timer.netstat} (${(Math.max(0, timer.deadline - now) / 1e9).toFixed(2)}/0/0)`;
}

function showRoutes(system: System): void {
  system.print('Kernel IP routing table');
  system.print('Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface');
  for (const row of sorted(system.network.routes())) system.print(routeLine(row, system, '    0 0          0'));
}

function showInterfaces(system: System): void {
  system.print('Kernel Interface table');
  system.print('Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg');
  for (const { name, mtu, up, linked, counters } of system.network.interfaces()) {
    const { packetsIn, errorsIn, dropped, packetsOut } = counters;
    const cells = [left(name, 16), right(mtu, 4), right(packetsIn, 8), right(errorsIn, 6), right(dropped, 6)];
    // Nothing overruns here, and what an adapter cannot send was dropped before it.
    system.print(
      `${cells.join(' ')} 0      ${right(packetsOut, 8)}      0      0      0 BM${up && linked ? 'R' : ''}${up ? 'U' : ''}`,
    );
  }
}

/** What the host counted: packets of all interfaces, drops by their reasons, and what TCP holds just now. */
function showStatistics(system: System): void {
  const all = system.network.interfaces().map(({ counters }) => counters);
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  system.print('Ip:');
  system.print(`    ${sum(({ packetsIn }) => packetsIn)} packets received`);
  system.print(`    ${sum(({ errorsIn }) => errorsIn)} with errors`);
  system.print(`    ${sum(({ packetsOut }) => packetsOut)} packets sent`);
  system.print(`    ${sum(({ dropped }) => dropped)} packets dropped`);
  const reasons = new Map<string, number>();
  for (const one of all) {
    for (const [reason, count] of one.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  for (const [reason, count] of reasons) system.print(`        ${reason}: ${count}`);
  const tcp = system.listSockets().filter(({ protocol }) => protocol === 'tcp');
  const views = tcp.flatMap(({ local, remote }) => system.connection(local, remote) ?? []);
  system.print('Tcp:');
  system.print(`    ${tcp.filter(({ state }) => state === 'ESTABLISHED').length} connections established`);
  const again = views.reduce((total, { retransmittedSegments }) => total + retransmittedSegments, 0);
  system.print(`    ${again} segments retransmitted by connections that are there`);
}
