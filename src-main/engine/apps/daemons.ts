import type { Station } from '../link/station.ts';
import { setAddress } from '../net/control.ts';
import type { DhcpSettings } from './dhcp/settings.ts';
import type { RipSettings } from './rip/settings.ts';
import type { Machine } from './machine.ts';
import type { ProcessTable } from './process-state.ts';
import { signalProcess, startProcess } from './process-table.ts';

/** Settings of a device that programs see to, from when it is switched on. */
export interface DaemonSettings {
  id: string;
  ports: readonly { name: string; dhcp?: boolean }[];
  dhcp?: DhcpSettings;
  rip?: RipSettings;
}

/** The programs a device runs by itself, as lines of its shell. */
export interface Daemons {
  device: string;
  lines: string[];
  /** They are to be looked after at the next wake: its settings have changed, or it was switched on. */
  pending: boolean;
}

export function newDaemons(settings: DaemonSettings): Daemons {
  return { device: settings.id, lines: linesOf(settings), pending: true };
}

function linesOf({ ports, dhcp, rip }: DaemonSettings): string[] {
  return [
    ...(rip === undefined ? [] : ['rip']),
    ...(dhcp?.server === undefined ? [] : ['dhcp-server']),
    ...(dhcp?.relay === undefined ? [] : ['dhcp-relay']),
    ...ports.flatMap(({ name, dhcp: byDhcp }) => (byDhcp === true ? [`dhclient -d ${name}`] : [])),
  ];
}

/** Something has happened that they may have to see: other settings, or a cable plugged in or out. */
export function alertDaemons(daemons: Daemons, station: Station): void {
  if (daemons.lines.length === 0) return;
  daemons.pending = true;
  station.wakeAt(station.now);
}

/** Those that run look at once what has become of their interfaces. What a person has ended stays so. */
export function rouseDaemons(processes: ProcessTable, station: Station): void {
  for (const { number, settings, status } of processes.list) {
    if (status !== null || !isDaemon(settings.id)) continue;
    processes.ready.set(number, station.cause);
    station.wakeAt(station.now);
  }
}

/** Starts the programs that are wanted, ends those that no longer are, and lets the others see their new settings. */
export function tendDaemons(daemons: Daemons, machine: Machine): void {
  daemons.pending = false;
  const { processes, outside, environment } = machine;
  const running = processes.list.filter(({ settings, status }) => status === null && isDaemon(settings.id));
  for (const process of running) {
    const line = process.settings.name;
    if (daemons.lines.includes(line)) processes.ready.set(process.number, outside.cause);
    else signalProcess(machine, process.number, 'INT');
  }
  for (const device of [...environment.clients.keys()]) {
    const dropped = running.some(({ settings }) => settings.name === `dhclient -d ${device}`);
    if (!dropped || daemons.lines.includes(`dhclient -d ${device}`)) continue;
    forget(machine, device);
  }
  for (const line of daemons.lines) {
    if (running.some(({ settings }) => settings.name === line)) continue;
    const run = { program: 'command' as const, line };
    startProcess(machine, { id: `${PREFIX}${line}`, name: line, device: daemons.device, start: null, run });
  }
}

/** No id of a record has a blank in it. */
const PREFIX = 'daemon ';

function isDaemon(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** An interface is no longer to have its address by DHCP: it loses the one it had. */
function forget({ network, station, environment }: Machine, device: string): void {
  const lease = environment.clients.get(device);
  environment.clients.delete(device);
  const port = network.interfaces.findIndex(({ name }) => name === device);
  if (lease !== undefined && network.interfaces[port]?.address === lease.address) {
    setAddress(network, station, port, null, 0);
  }
}
