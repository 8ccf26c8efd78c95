/**
 * Devices: what a drawn box does with frames, put together from the rooms to the left. This room composes; it has no
 * protocol of its own.
 */
import type { Readiness } from '../transport/results.ts';
import type { EndView } from '../transport/end-view.ts';
import type { Frame } from '../wire/frame.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import type { TerminalAction, TerminalView } from '../apps/terminal.ts';
import type { ProgramSettings } from '../apps/settings.ts';
import type { RouteChange } from '../net/administration.ts';
import type { MessageOptions } from '../transport/state.ts';
import type { DeviceSettings } from './settings.ts';
import type { DeviceSigns } from './signs.ts';

/**
 * A kind of device. `State` is plain data (see `sim/copy.ts`): no closures, no class instances, no references to a
 * station. All that a device does, it does in one of these calls.
 */
export interface Behaviour<State> {
  /** Power on. */
  create(settings: DeviceSettings): State;
  /** Other settings than `before` while it runs; what it has learned stays where it still makes sense. */
  configure(state: State, station: Station, settings: DeviceSettings, before: DeviceSettings): void;
  /** The cable at port `port` is taken away or pulled out. `station.cause` is the fact of that. */
  unplugged?(state: State, station: Station, port: number): void;
  /**
   * A cable is plugged into port `port`; also for every cable that is there when a world begins. Nothing is on record
   * then: where something has to be done about it, ask for a wake.
   */
  plugged?(state: State, station: Station, port: number): void;
  /**
   * The device was switched on, by the beginning of the world or an edit; its cables are plugged in. Where it does something
   * by itself, it asks for a wake: all that follows without another cause has this one.
   */
  switchedOn?(state: State, station: Station): void;
  /** The device is taken away: puts on record what it still held. */
  discarded?(state: State, station: Station): void;
  /** Its power is cut: puts on record what it loses with its memory. `station.cause` is the fact of that. */
  poweredOff?(state: State, station: Station): void;
  /** The last bit of a frame has reached port `port`. `station.cause` is the fact of its arrival. */
  arrived(state: State, station: Station, port: number, frame: Frame): void;
  /** Time to look at the timers. */
  woken(state: State, station: Station): void;
  /** The tables it can show, at `station.now`. */
  view(state: State): Table[];
  /** What it is busy with, counted; missing on those that are never busy by themselves. */
  signs?(state: State): DeviceSigns;
  /** What devices with programs do besides; missing on those without. */
  programs?: ProgramHost<State>;
}

/** A device on which programs run. */
export interface ProgramHost<State> {
  /** Starts a program. `station.cause` says who asked. */
  start(state: State, station: Station, settings: ProgramSettings): void;
  /** Ends every process of a program, as a killed one: the kernel closes what it left open. */
  kill(state: State, station: Station, program: string): void;
  /** The same for one process, by its number. */
  killProcess(state: State, station: Station, number: number): void;
  /** The processes that run, with the id and the name of what they run. */
  running(state: State): { number: number; program: string; name: string }[];
  /** The newest process of each program: its exit status, or null while it runs; the step that waits to be let go on. */
  processes(state: State): { program: string; status: number | null; next: number | null }[];
  /** Lets a program that waits before every call make the next one; false: it does not run. */
  permit(state: State, station: Station, program: string): boolean;
  /** Does what a person did at a terminal; false when there are too many of them. `station.cause` is the typing. */
  type(state: State, station: Station, terminal: string, action: TerminalAction): boolean;
  /** One end of a connection, by its name in the trace (`local:port-remote:port`); null: it is not there. */
  connection(state: State, name: string): EndView | null;
  /** A terminal as it is shown. */
  terminal(state: State, name: string): TerminalView;
  /** A call of a test or tool, made as process 0. Returns what the call returns. */
  call(state: State, station: Station, call: KernelCall): unknown;
  /** What a call on a descriptor of a tool would find now. Looking changes nothing. */
  readiness(state: State, process: number, descriptor: number): Readiness | 'EBADF';
  /** The open descriptors of a tool, in ascending order. */
  descriptors(state: State, process: number): number[];
}

/** A call of the kernel of a host as data. */
export type KernelCall = SocketCall | NetworkCall;

/** What looks at the network layer or sets it: its name in `net/administration.ts` and its arguments. */
export interface NetworkCall {
  name:
    | 'interfaces'
    | 'routes'
    | 'neighbours'
    | 'setAddress'
    | 'setInterface'
    | 'addRoute'
    | 'removeRoute'
    | 'addNeighbour'
    | 'removeNeighbour';
  arguments: readonly (string | number | boolean | null | RouteChange)[];
}

/** A socket call as data: its name in `transport/sockets.ts` and its arguments after the process number. */
export interface SocketCall {
  /** Below 0: one of several tools, each with descriptors of its own, as processes have them. Left out: 0. */
  process?: number;
  name:
    | 'socket'
    | 'bind'
    | 'listen'
    | 'accept'
    | 'connect'
    | 'send'
    | 'sendTo'
    | 'receive'
    | 'receiveFrom'
    | 'shutdown'
    | 'close'
    | 'closeAll'
    | 'setMessageOptions'
    | 'joinGroup'
    | 'leaveGroup'
    | 'setSocketOption'
    | 'getSocketOption';
  arguments: readonly (string | number | Uint8Array | Partial<MessageOptions> | { peek?: boolean; urgent?: boolean })[];
}
