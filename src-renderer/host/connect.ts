/**
 * This room is the window's end of the contract. It must never know a store or a panel, and nothing outside this room may
 * ask which door the window came through.
 */
import { connect } from '#contract/rpc.ts';
import type { Socket } from '#contract/socket.ts';
import type { ConnectionState, HostConnection } from './connection.ts';
import { overPreload } from './preload.ts';
import type { PreloadBridge } from './preload.ts';
import { reconnecting } from './reconnecting.ts';

/** The host of this window, through the door it came by: the one place that asks which. */
export function connectHost(): Promise<HostConnection> {
  if (window.hopscope !== undefined) return Promise.resolve(throughPreload(window.hopscope));
  const address = `ws://${window.location.host}/channel`;
  return reconnecting({ socket: () => new WebSocket(address) as unknown as Socket });
}

function throughPreload(bridge: PreloadBridge): HostConnection {
  const watchers = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'open';
  const become = (next: ConnectionState): void => {
    if (state === next || state === 'ended') return;
    state = next;
    for (const heard of [...watchers]) heard(next);
  };
  const host = connect(overPreload(bridge), {
    whenClosed: { name: 'connection.lost', parameters: {} },
    closed: () => become('lost'),
  });
  return {
    call: host.call,
    on: host.on,
    get state() {
      return state;
    },
    onState(heard) {
      watchers.add(heard);
      return () => watchers.delete(heard);
    },
    close() {
      become('ended');
      host.close();
    },
  };
}
