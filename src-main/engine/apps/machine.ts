import type { Station } from '../link/station.ts';
import type { NetworkState } from '../net/state.ts';
import type { TransportOutside } from '../transport/outside.ts';
import type { TransportState } from '../transport/transport.ts';
import type { Environment } from './environment.ts';
import type { ProcessTable } from './process-state.ts';

/**
 * The parts of a host that its programs reach through the operating system. Put together anew for every time the host is
 * run; only what it points to is state.
 */
export interface Machine {
  network: NetworkState;
  station: Station;
  transport: TransportState;
  outside: TransportOutside;
  processes: ProcessTable;
  environment: Environment;
}
