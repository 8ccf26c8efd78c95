import type { Command, Misuse } from '../command.ts';
import type { System } from '../system.ts';
import { readWords } from '../words.ts';
import { left, right } from './columns.ts';
import { line as routeLine } from './route.ts';
import { netstatState, stateNamed } from './socket-states.ts';

interface NetstatOptions {
  what: 'sockets' | 'routes' | 'interfaces';
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
  synopsis: 'netstat [-anltupo] [:port] [state] | netstat -r | netstat -i',

  parse(given): NetstatOptions | Misuse {
    const words = readWords(given, { flags: [...'anltuwpoierv'] });
    if ('misuse' in words) return words;
    const { flags } = words;
    const asked = (['t', 'u', 'w'] as const).filter((letter) => flags.has(letter));
    const options: NetstatOptions = {
      what: flags.has('r') ? 'routes' : flags.has('i') ? 'interfaces' : 'sockets',
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

function timerText({ timer, deadline }: Row, now: number): string {
  if (timer === null || deadline === null) return 'off (0.00/0/0)';
  const name = { 'time-wait': 'timewait', persist: 'probe', 'keep-alive': 'keepalive' }[timer] ?? 'on';
  return `${name} (${(Math.max(0, deadline - now) / 1e9).toFixed(2)}/0/0)`;
}

function showRoutes(system: System): void {
  system.print('Kernel IP routing table');
  system.print('Destination     Gateway         Genmask         Flags Metric Ref    Use Iface');
  for (const row of system.network.routes()) system.print(routeLine(row, system));
}

function showInterfaces(system: System): void {
  system.print('Kernel Interface table');
  system.print('Iface             MTU Flg');
  for (const { name, mtu, up, linked } of system.network.interfaces()) {
    system.print(`${left(name, 16)} ${right(mtu, 4)} BM${up && linked ? 'R' : ''}${up ? 'U' : ''}`);
  }
  system.print(`${left('lo', 16)} 65535 LRU`);
}
