import { alertDaemons, newDaemons, rouseDaemons, tendDaemons, type Daemons } from '../apps/daemons.ts';
import { clientTable } from '../apps/dhcp/client-lease.ts';
import { leasesTable } from '../apps/dhcp/leases.ts';
import { ripTable } from '../apps/rip/routes.ts';
import { configureEnvironment, newEnvironment, type Environment } from '../apps/environment.ts';
import type { Machine } from '../apps/machine.ts';
import { runProcesses, wakeProcesses } from '../apps/process.ts';
import type { StepsSettings } from '../apps/settings.ts';
import { stepWaiting } from '../apps/steps.ts';
import type { ProcessTable } from '../apps/process-state.ts';
import {
  killProgram,
  loseProcesses,
  newProcessTable,
  permitCall,
  signalProcess,
  startProcess,
} from '../apps/process-table.ts';
import { runTypedAhead, terminalView, useTerminal } from '../apps/terminals.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import { NetworkAdministration } from '../net/administration.ts';
import { linkCameUp } from '../net/address-claim.ts';
import { arpTable, forgetNeighbours } from '../net/arp-cache.ts';
import { filterTable, flowsTable } from '../net/filter.ts';
import { translationsTable } from '../net/nat-state.ts';
import { frameReceived, networkWoken } from '../net/input.ts';
import { configureNetwork } from '../net/configure.ts';
import { trafficTable } from '../net/counters.ts';
import { newNetwork } from '../net/create.ts';
import { discardNetwork, portsTable } from '../net/interface.ts';
import { passOn } from '../net/pass-on.ts';
import type { NetworkState } from '../net/state.ts';
import { pathMtuTable } from '../net/path-mtu.ts';
import { routesTable } from '../net/routing.ts';
import {
  configureTransport,
  createTransport,
  endView,
  loseConnections,
  socketRows,
  transportWoken,
  type TransportState,
} from '../transport/transport.ts';
import * as sockets from '../transport/sockets.ts';
import { connectionsTable, memoryTable } from '../transport/tables.ts';
import type { Behaviour, KernelCall, NetworkCall, SocketCall } from './behaviour.ts';
import { HostOutside } from './host-outside.ts';
import type { DeviceSettings } from './settings.ts';
import { hostSigns } from './signs.ts';

/** A host or router: network layer, transport layer, processes and what these share, as plain data. */
export interface HostState {
  network: NetworkState;
  transport: TransportState;
  processes: ProcessTable;
  environment: Environment;
  daemons: Daemons;
}

/** A host, or, with `forwarding`, a router: a host that passes packets on (RFC 1812 §2.2.3, RFC 1122 §3.1). */
export function internetDevice(forwarding: boolean): Behaviour<HostState> {
  return {
    create: (settings) => ({
      network: newNetwork(settings, forwarding),
      transport: createTransport(settings.transport),
      processes: newProcessTable(),
      environment: newEnvironment(settings),
      daemons: newDaemons(settings),
    }),
    configure(state, station, settings: DeviceSettings, before: DeviceSettings) {
      configureNetwork(state.network, station, settings, before);
      configureTransport(state.transport, settings.transport ?? {});
      configureEnvironment(state.environment, settings);
      state.daemons = newDaemons(settings);
      // The new table may have timers of the old one to look after.
      station.wakeAt(station.now);
    },
    switchedOn(state, station) {
      alertDaemons(state.daemons, station);
    },
    unplugged(state, station, port) {
      const one = state.network.interfaces[port];
      if (one !== undefined) {
        forgetNeighbours(one, station, port);
        one.linkLost = true;
      }
      alertDaemons(state.daemons, station);
    },
    plugged(state, station, port) {
      linkCameUp(state.network, station, port);
      alertDaemons(state.daemons, station);
    },
    discarded(state, station) {
      discardNetwork(state.network, station, 'device-removed');
    },
    poweredOff(state, station) {
      const outside = outsideOf(state, station);
      loseProcesses(state.processes, outside);
      loseConnections(state.transport, outside);
      discardNetwork(state.network, station, 'device-off');
    },
    arrived(state, station, port, frame) {
      if (forwarding && passOn(state.network, station, port, frame)) return;
      // Like `within`, but without a closure: this is done for every hop.
      const outside = outsideOf(state, station);
      const { routes } = state.network;
      frameReceived(state.network, station, outside, port, frame);
      runReady(state, station, outside);
      if (state.network.routes !== routes) rouseDaemons(state.processes, station);
    },
    woken(state, station) {
      const { cause } = station;
      within(state, station, (outside) => {
        networkWoken(state.network, station, outside);
        // What came from this host itself is a program's before the timers have their turn, as what comes by a cable is.
        runReady(state, station, outside);
        station.cause = cause;
        transportWoken(state.transport, outside);
        station.cause = cause;
        if (state.daemons.pending) tendDaemons(state.daemons, machineOf(state, station, outside));
        wakeProcesses(state.processes, outside);
      });
    },
    view: (state) => [
      portsTable(state.network),
      arpTable(state.network),
      routesTable(state.network.routes),
      trafficTable(state.network),
      ...(state.network.paths.size > 0 ? [pathMtuTable(state.network)] : []),
      ...filterTables(state.network),
      ...serviceTables(state.environment),
      socketsTable(state),
      ...(state.transport.connections.size > 0 ? [connectionsTable(state.transport)] : []),
      ...(state.transport.sockets.size > 0 || state.transport.connections.size > 0
        ? [memoryTable(state.transport)]
        : []),
      programsTable(state.processes),
    ],
    signs: ({ network, transport, processes }) => hostSigns(network, transport, processes),
    programs: {
      start(state, station, settings) {
        within(state, station, (outside) => {
          startProcess(machineOf(state, station, outside), settings);
        });
      },
      kill(state, station, program) {
        within(state, station, (outside) => killProgram(machineOf(state, station, outside), program));
      },
      killProcess(state, station, number) {
        within(state, station, (outside) => {
          signalProcess(machineOf(state, station, outside), number, 'KILL');
        });
      },
      running(state) {
        const running = state.processes.list.filter(({ status }) => status === null);
        return running.map(({ number, settings }) => ({ number, program: settings.id, name: settings.name }));
      },
      processes(state) {
        // What a program has started itself goes on behind its back.
        const started = state.processes.list.filter(({ parent }) => parent === 0);
        const newest = new Map(started.map((process) => [process.settings.id, process]));
        return [...newest].map(([program, { status, settings, memory }]) => {
          const waits = status === null && settings.run.program === 'steps';
          return { program, status, next: waits ? stepWaiting(settings.run as StepsSettings, memory) : null };
        });
      },
      permit(state, station, program) {
        let running = false;
        within(state, station, (outside) => {
          running = permitCall(machineOf(state, station, outside), program);
        });
        return running;
      },
      type(state, station, terminal, action) {
        let known = false;
        within(state, station, (outside) => {
          known = useTerminal(machineOf(state, station, outside), terminal, action);
        });
        return known;
      },
      connection: (state, name) => endView(state.transport, name),
      terminal: (state, name) => terminalView(state, name),
      call(state, station, call) {
        let result: unknown;
        within(state, station, (outside) => {
          // A call comes as data, so its arguments can only be checked by the kernel itself, as a real one does.
          if (isNetworkCall(call)) {
            const network = new NetworkAdministration(state.network, station);
            result = (network[call.name] as (...all: unknown[]) => unknown).apply(network, [...call.arguments]);
          } else result = callSocket(state.transport, outside, call);
        });
        return result;
      },
      readiness: (state, process, descriptor) => sockets.poll(state.transport, Math.min(process, TOOL), descriptor),
      descriptors: (state, process) => sockets.descriptorsOf(state.transport, Math.min(process, TOOL)),
    },
  };
}

/**
 * Does something in a host, then lets the processes run that were waiting for it. With an address or an interface that
 * comes or goes the whole routing table is a new one: daemons look again which interfaces they have.
 */
function within(state: HostState, station: Station, act: (outside: HostOutside) => void): void {
  const outside = outsideOf(state, station);
  const { routes } = state.network;
  act(outside);
  runReady(state, station, outside);
  if (state.network.routes !== routes) rouseDaemons(state.processes, station);
}

function outsideOf({ network, transport, processes }: HostState, station: Station): HostOutside {
  return new HostOutside(network, transport, processes, station);
}

function runReady(state: HostState, station: Station, outside: HostOutside): void {
  if (state.processes.ready.size === 0) return;
  const machine = machineOf(state, station, outside);
  do runProcesses(machine);
  while (runTypedAhead(machine));
}

function machineOf(state: HostState, station: Station, outside: HostOutside): Machine {
  const { network, transport, processes, environment } = state;
  return { network, station, transport, outside, processes, environment };
}

/** Process number of tests and tools that use a host's sockets without being a program of it. */
export const TOOL = 0;

function callSocket(transport: TransportState, outside: HostOutside, made: SocketCall): unknown {
  const { name, arguments: given, process = TOOL } = made;
  const call = sockets[name] as (...all: unknown[]) => unknown;
  return call(transport, outside, Math.min(process, TOOL), ...given);
}

function filterTables({ filter, nat }: NetworkState): Table[] {
  const tables: Table[] = [];
  if (filter !== null) tables.push(filterTable(filter));
  if (filter !== null && filter.flows !== null) tables.push(flowsTable(filter.flows));
  if (nat !== null) tables.push(translationsTable(nat));
  return tables;
}

function serviceTables({ settings, leases, clients, rip }: Environment): Table[] {
  const tables: Table[] = [];
  if (settings.dhcp?.server !== undefined || leases.length > 0) tables.push(leasesTable(leases));
  if (clients.size > 0) tables.push(clientTable(clients));
  if (settings.rip !== undefined) tables.push(ripTable(rip));
  return tables;
}

function isNetworkCall(call: KernelCall): call is NetworkCall {
  return call.name in NetworkAdministration.prototype;
}

function socketsTable(state: HostState): Table {
  const names = new Map(state.processes.list.map(({ number, settings }) => [number, settings.name]));
  const rows = socketRows(state.transport).map((row) => [
    row.protocol,
    row.local,
    row.remote,
    row.state,
    row.receiveQueue,
    row.sendQueue,
    row.timer,
    row.deadline,
    row.descriptor,
    names.get(row.owner) ?? null,
    row.owner > TOOL ? row.owner : null,
  ]);
  const columns = [
    'protocol',
    'local',
    'remote',
    'state',
    'receive-queue',
    'send-queue',
    'timer',
    'deadline',
    'descriptor',
    'program',
    'process',
  ];
  return { name: 'sockets', columns, rows };
}

function programsTable(processes: ProcessTable): Table {
  const rows = processes.list.map(({ number, settings, status, started, waiting, output }) => [
    settings.name,
    status === null ? 'running' : 'ended',
    status,
    started,
    waiting.length === 0 ? null : waiting.join(', '),
    output.join('\n'),
    number,
  ]);
  const columns = ['program', 'state', 'status', 'since', 'blocked', 'output', 'process'];
  return { name: 'programs', columns, rows };
}
