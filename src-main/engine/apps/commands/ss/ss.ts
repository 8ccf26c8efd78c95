/**
 * `ss`: the sockets of a host with their conditions, timers and what TCP knows of each connection. One file prints, one
 * reads and judges filters.
 */
import type { ConnectionView } from '../../../transport/transport.ts';
import type { Command } from '../../command.ts';
import type { Misuse } from '../../misuse.ts';
import type { System } from '../../system.ts';
import { readWords } from '../../words.ts';
import { columns, right } from '../columns.ts';
import { ssState, timerOf } from '../socket-states.ts';
import { parseSocketFilter, passes, type SocketFilter } from './filter.ts';

interface SsOptions {
  protocols: string[];
  which: 'connected' | 'all' | 'listening';
  processes: boolean;
  timers: boolean;
  extended: boolean;
  info: boolean;
  summary: boolean;
  filter: SocketFilter;
}

type Row = ReturnType<System['listSockets']>[number];

export const ss: Command<SsOptions, null> = {
  name: 'ss',
  synopsis: 'ss [-antulwpoies] [state name] [sport = :port] [dst address] …',

  parse(given): SsOptions | Misuse {
    const words = readWords(given, { flags: [...'antulwpoiesrHm'] });
    if ('misuse' in words) return words;
    const { flags } = words;
    const filter = parseSocketFilter(words.operands);
    if ('misuse' in filter) return filter;
    const asked = ['t', 'u', 'w'].filter((letter) => flags.has(letter));
    return {
      protocols: (asked.length === 0 ? ['t', 'u', 'w'] : asked).map(
        (letter) => ({ t: 'tcp', u: 'udp', w: 'icmp' })[letter]!,
      ),
      which: flags.has('l') ? 'listening' : flags.has('a') || asksForState(filter) ? 'all' : 'connected',
      processes: flags.has('p'),
      timers: flags.has('o'),
      extended: flags.has('e'),
      info: flags.has('i'),
      summary: flags.has('s'),
      filter,
    };
  },

  begin: () => null,

  run(options, _memory, system) {
    if (options.summary) summarize(system);
    else show(options, system);
    return 0;
  },
};

/** A state that is asked for by name is shown without `-a`. */
function asksForState(filter: SocketFilter): boolean {
  if (filter.is === 'state') return true;
  if (filter.is === 'not') return asksForState(filter.one);
  return (filter.is === 'and' || filter.is === 'or') && (asksForState(filter.one) || asksForState(filter.other));
}

/** Whether all that is shown has one state, so that no column says it. */
function isOneState(filter: SocketFilter): boolean {
  if (filter.is === 'and') return isOneState(filter.one) || isOneState(filter.other);
  return filter.is === 'state' && filter.states.length === 1;
}

/** The table: as the real command has it, without a column that would say the same in every row. */
function show(options: SsOptions, system: System): void {
  // As iproute2 asks for them, one kind after the other.
  const rows = ['icmp', 'udp', 'tcp']
    .filter((protocol) => options.protocols.includes(protocol))
    .flatMap((protocol) => system.listSockets().filter((row) => row.protocol === protocol && isShown(row, options)));
  const local = endpointColumn(
    'Local Address:Port',
    rows.map((row) => row.local),
  );
  const peer = endpointColumn(
    'Peer Address:Port',
    rows.map((row) => row.remote),
  );
  const table = [['Netid', 'State', 'Recv-Q', 'Send-Q', local[0]!, peer[0]!, 'Process']].concat(
    rows.map((row, at) => [
      row.protocol,
      ssState(row.state, row.remote),
      `${row.receiveQueue}`,
      `${row.sendQueue}`,
      local[at + 1]!,
      peer[at + 1]!,
      behind(row, options, system.now),
    ]),
  );
  const needless = [options.protocols.length === 1 ? 0 : -1, isOneState(options.filter) ? 1 : -1];
  columns(table.map((row) => row.filter((_, at) => !needless.includes(at)))).forEach((line, at) => {
    system.print(line);
    const view = at === 0 || !options.info ? null : system.connection(rows[at - 1]!.local, rows[at - 1]!.remote);
    if (view !== null) system.print(`\t ${infoText(view, system.now)}`);
  });
}

/** Addresses and ports below a heading, the colons below each other. */
function endpointColumn(heading: string, endpoints: string[]): string[] {
  const parts = [heading, ...endpoints].map((text) => {
    const colon = text.lastIndexOf(':');
    return [text.slice(0, colon), text.slice(colon + 1)] as const;
  });
  const width = Math.max(...parts.map(([address]) => address.length));
  return parts.map(([address, port]) => `${right(address, width)}:${port}`);
}

function isShown(row: Row, { which, filter }: SsOptions): boolean {
  const waits = row.state === 'LISTEN' || (row.state === '' && row.remote.endsWith(':*'));
  if (row.state === 'CLOSED') return false;
  if (which === 'connected' && waits) return false;
  if (which === 'listening' && !waits) return false;
  return passes(filter, { ...row, state: row.state === '' ? (waits ? 'CLOSED' : 'ESTABLISHED') : row.state });
}

/** What stands behind the addresses: the process, the timer, the socket's own number. */
function behind(row: Row, { processes, timers, extended }: SsOptions, now: number): string {
  const parts: string[] = [];
  if (processes && row.descriptor !== null) {
    const name = (row.command ?? '').split(' ')[0];
    parts.push(`users:(("${name}",pid=${row.owner},fd=${row.descriptor}))`);
  }
  const timer = timerOf(row);
  if (timers && timer !== null) parts.push(`timer:(${timer.ss},${duration(Math.max(0, timer.deadline - now))},0)`);
  if (extended) parts.push(`pid:${row.owner}`);
  return parts.join(' ');
}

/** A stretch of time as `ss` shortens it: `59sec`, `1.2sec`, `200ms`, `1min59sec`. */
function duration(time: number): string {
  const milliseconds = Math.round(time / 1e6);
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1).replace(/\.0$/, '')}sec`;
  const whole = Math.floor(seconds);
  return whole < 60 ? `${whole}sec` : `${Math.floor(whole / 60)}min${whole % 60 === 0 ? '' : `${whole % 60}sec`}`;
}

/** What TCP knows of a connection, by the names of `ss -i` (tcp(7), `TCP_INFO`). Times in ms. */
function infoText(view: ConnectionView, now: number): string {
  const milliseconds = (time: number) => `${Number((time / 1e6).toFixed(3))}`;
  const inFlight = (view.sndNxt - view.sndUna) >>> 0;
  const parts: (string | false)[] = [
    view.timestamps && 'ts',
    view.sack && 'sack',
    view.ecn && 'ecn',
    view.congestionControl,
    view.sendShift !== null && `wscale:${view.sendShift},${view.receiveShift ?? 0}`,
    `rto:${milliseconds(view.rto)}`,
    view.retransmissions > 0 && `backoff:${view.retransmissions}`,
    view.srtt !== null && `rtt:${milliseconds(view.srtt)}/${milliseconds(view.rttvar ?? 0)}`,
    `mss:${view.mss}`,
    `advmss:${view.announcedMss}`,
    `cwnd:${Math.floor(view.cwnd / view.mss)}`,
    view.ssthresh !== null && `ssthresh:${Math.floor(view.ssthresh / view.mss)}`,
    `bytes_acked:${view.bytesAcknowledged}`,
    `bytes_received:${view.bytesReceived}`,
    `segs_out:${view.segmentsOut}`,
    `segs_in:${view.segmentsIn}`,
    `lastrcv:${Math.round((now - view.lastHeard) / 1e6)}`,
    inFlight > 0 && `unacked:${Math.ceil(inFlight / view.mss)}`,
    view.retransmittedSegments > 0 && `retrans:${view.retransmissions > 0 ? 1 : 0}/${view.retransmittedSegments}`,
    `snd_wnd:${view.sndWnd}`,
    view.rcvWnd !== null && `rcv_wnd:${view.rcvWnd}`,
    view.outOfOrder > 0 && `rcv_ooo:${view.outOfOrder}`,
  ];
  return parts.filter((part) => part !== false).join(' ');
}

function summarize(system: System): void {
  const rows = system.listSockets();
  const of = (protocol: string) => rows.filter((row) => row.protocol === protocol);
  const tcp = of('tcp');
  const count = (...states: string[]) => tcp.filter(({ state }) => states.includes(state)).length;
  const orphaned = tcp.filter(({ descriptor, state }) => descriptor === null && state !== 'TIME-WAIT').length;
  system.print(`Total: ${rows.length}`);
  const waiting = count('TIME-WAIT');
  system.print(
    `TCP:   ${tcp.length} (estab ${count('ESTABLISHED')}, closed ${count('CLOSED') + waiting}, orphaned ${orphaned}, timewait ${waiting})`,
  );
  system.print('');
  // Hosts here speak IPv4 only. RAW and FRAG count other things than echo sockets.
  const udp = of('udp').length;
  const held = tcp.length - waiting;
  const counts: [string, number][] = [
    ['RAW', 0],
    ['UDP', udp],
    ['TCP', held],
    ['INET', udp + held],
    ['FRAG', 0],
  ];
  for (const line of columns([
    ['Transport', 'Total    ', 'IP       ', 'IPv6'],
    ...counts.map(([name, number]) => [name, `${number}`, `${number}`, '0']),
  ])) {
    system.print(line);
  }
}
