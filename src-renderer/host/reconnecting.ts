import type { Announcement, AnnouncementName, CallName, Host, Parameters, Result } from '#contract/calls.ts';
import { refusal } from '#contract/problems.ts';
import { connect } from '#contract/rpc.ts';
import { TAKEN_OVER, overSocket } from '#contract/socket.ts';
import type { Socket } from '#contract/socket.ts';
import type { ConnectionState, HostConnection } from './connection.ts';

/** Waits between attempts, ms; the last is repeated. */
export const WAITS = [250, 500, 1000, 2000, 5000] as const;

export interface ReconnectingOptions {
  /** Makes a socket that is being opened. */
  socket(): Socket;
  /** Calls `due` after `wait` ms. Default: `setTimeout`. */
  later?: (due: () => void, wait: number) => void;
}

/**
 * A host behind a WebSocket that is opened again whenever it is lost. Calls made meanwhile, and calls that waited, reject
 * with `connection.lost`: whether they happened is not known, so none is repeated. Listeners stay.
 * Resolves when the first socket is open; rejects with `connection.refused` if the first cannot be opened.
 */
export function reconnecting({ socket: make, later = wait }: ReconnectingOptions): Promise<HostConnection> {
  const listeners = new Map<AnnouncementName, Set<(announcement: never) => void>>();
  const watchers = new Set<(state: ConnectionState) => void>();
  let host: (Host & { close(): void }) | null = null;
  let state: ConnectionState = 'lost';
  let attempts = 0;

  function become(next: ConnectionState): void {
    if (state === next) return;
    state = next;
    for (const heard of [...watchers]) heard(state);
  }

  function attempt(opened: () => void, failed: () => void): void {
    const socket = make();
    let wasOpen = false;
    socket.addEventListener('open', () => {
      if (state === 'ended') return socket.close(1000);
      wasOpen = true;
      attempts = 0;
      host = connect(overSocket(socket), { whenClosed: { name: 'connection.lost', parameters: {} } });
      for (const [name, set] of listeners) listen(host, name, set);
      become('open');
      opened();
    });
    socket.addEventListener('close', ({ code }) => {
      host = null;
      if (state === 'ended') return;
      if (code === TAKEN_OVER) return become('taken');
      if (!wasOpen) return failed();
      become('lost');
      again();
    });
  }

  function again(): void {
    const pause = WAITS[Math.min(attempts++, WAITS.length - 1)] ?? 5000;
    later(() => {
      if (state === 'lost') attempt(() => {}, again);
    }, pause);
  }

  function listen(to: Host, name: AnnouncementName, set: Set<(announcement: never) => void>): void {
    to.on(name, (announcement) => {
      for (const heard of [...set]) heard(announcement as never);
    });
  }

  const connection: HostConnection = {
    get state() {
      return state;
    },
    onState(heard) {
      watchers.add(heard);
      return () => watchers.delete(heard);
    },
    call<N extends CallName>(name: N, parameters: Parameters<N>): Promise<Result<N>> {
      return (
        host?.call(name, parameters) ??
        Promise.reject(refusal(state === 'taken' ? 'connection.taken' : 'connection.lost'))
      );
    },
    on<N extends AnnouncementName>(name: N, heard: (announcement: Announcement<N>) => void): () => void {
      let set = listeners.get(name);
      if (set === undefined) {
        set = new Set();
        listeners.set(name, set);
        if (host !== null) listen(host, name, set);
      }
      set.add(heard as (announcement: never) => void);
      const known = set;
      return () => known.delete(heard as (announcement: never) => void);
    },
    close() {
      become('ended');
      host?.close();
      host = null;
    },
  };
  return new Promise((resolve, reject) => {
    attempt(
      () => resolve(connection),
      () => reject(refusal('connection.refused')),
    );
  });
}

function wait(due: () => void, time: number): void {
  setTimeout(due, time);
}
