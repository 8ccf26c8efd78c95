import type { SystemEndpoint, SystemSocket } from './row.ts';

/** What `netstat` calls the states, on macOS (netstat(1)) and on Windows. */
const STATES: Readonly<Record<string, string>> = {
  CLOSED: 'CLOSED',
  LISTEN: 'LISTEN',
  LISTENING: 'LISTEN',
  SYN_SENT: 'SYN-SENT',
  SYN_RCVD: 'SYN-RECEIVED',
  SYN_RECEIVED: 'SYN-RECEIVED',
  ESTABLISHED: 'ESTABLISHED',
  CLOSE_WAIT: 'CLOSE-WAIT',
  FIN_WAIT_1: 'FIN-WAIT-1',
  FIN_WAIT_2: 'FIN-WAIT-2',
  CLOSING: 'CLOSING',
  LAST_ACK: 'LAST-ACK',
  TIME_WAIT: 'TIME-WAIT',
};

/**
 * What `netstat -an` prints on macOS: `tcp4 0 0 127.0.0.1.8080 *.* LISTEN`. Other lines are left out. Timers and holders
 * are not told there.
 */
export function parseDarwin(text: string): SystemSocket[] {
  return text.split('\n').flatMap((line): SystemSocket[] => {
    const parts = /^(tcp|udp)(?:4|6|46)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)(?:\s+([A-Z_0-9]+))?\s*$/.exec(line);
    if (parts === null) return [];
    const [, protocol, receiveQueue, sendQueue, local, remote, state = ''] = parts;
    const from = dotted(local!);
    const to = dotted(remote!);
    if (from === null || to === null) return [];
    return [row(protocol as 'tcp' | 'udp', from, to, state, Number(receiveQueue), Number(sendQueue))];
  });
}

/** What `netstat -an` prints on Windows: `TCP 127.0.0.1:8080 0.0.0.0:0 LISTENING`, in any language but for the states. */
export function parseWindows(text: string): SystemSocket[] {
  return text.split(/\r?\n/).flatMap((line): SystemSocket[] => {
    const parts = /^\s*(TCP|UDP)\s+(\S+)\s+(\S+)(?:\s+([A-Z_0-9]+))?\s*$/.exec(line);
    if (parts === null) return [];
    const [, protocol, local, remote, state = ''] = parts;
    const from = colon(local!);
    const to = colon(remote!);
    if (from === null || to === null) return [];
    return [row(protocol === 'TCP' ? 'tcp' : 'udp', from, to, state, null, null)];
  });
}

function row(
  protocol: 'tcp' | 'udp',
  local: SystemEndpoint,
  remote: SystemEndpoint,
  state: string,
  receiveQueue: number | null,
  sendQueue: number | null,
): SystemSocket {
  const known = protocol === 'tcp' ? (STATES[state] ?? state) : '';
  return { protocol, local, remote, state: known, receiveQueue, sendQueue, timer: null, remaining: null, held: null };
}

/** `127.0.0.1.8080`, `::1.8080`, `*.*`. */
function dotted(text: string): SystemEndpoint | null {
  const dot = text.lastIndexOf('.');
  return dot < 0 ? null : endpoint(text.slice(0, dot), text.slice(dot + 1));
}

/** `127.0.0.1:8080`, `[::1]:8080`, `*:*`. */
function colon(text: string): SystemEndpoint | null {
  const at = text.lastIndexOf(':');
  return at < 0 ? null : endpoint(text.slice(0, at).replace(/^\[|\]$/g, ''), text.slice(at + 1));
}

function endpoint(address: string, port: string): SystemEndpoint | null {
  if (port === '*') return { address: address === '*' ? '0.0.0.0' : address, port: 0 };
  if (!/^\d{1,5}$/.test(port)) return null;
  return { address: address === '*' ? '0.0.0.0' : address, port: Number(port) };
}
