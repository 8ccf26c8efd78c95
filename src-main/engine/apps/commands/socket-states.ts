/** States of RFC 9293 §3.3.2 as `netstat` and as `ss` have printed them since long before. */
const NAMES: Readonly<Record<string, readonly [netstat: string, ss: string]>> = {
  LISTEN: ['LISTEN', 'LISTEN'],
  'SYN-SENT': ['SYN_SENT', 'SYN-SENT'],
  'SYN-RECEIVED': ['SYN_RECV', 'SYN-RECV'],
  ESTABLISHED: ['ESTABLISHED', 'ESTAB'],
  'FIN-WAIT-1': ['FIN_WAIT1', 'FIN-WAIT-1'],
  'FIN-WAIT-2': ['FIN_WAIT2', 'FIN-WAIT-2'],
  'CLOSE-WAIT': ['CLOSE_WAIT', 'CLOSE-WAIT'],
  CLOSING: ['CLOSING', 'CLOSING'],
  'LAST-ACK': ['LAST_ACK', 'LAST-ACK'],
  'TIME-WAIT': ['TIME_WAIT', 'TIME-WAIT'],
  CLOSED: ['CLOSE', 'UNCONN'],
};

export function netstatState(state: string): string {
  return NAMES[state]?.[0] ?? state;
}

/** Sockets without a state (UDP, ICMP) are `UNCONN`, or `ESTAB` with a peer. */
export function ssState(state: string, remote: string): string {
  if (state === '') return remote.endsWith(':*') ? 'UNCONN' : 'ESTAB';
  return NAMES[state]?.[1] ?? state;
}

/** The state of RFC 9293 that a word means in any of these notations, in any case: `fin-wait-1`, `FIN_WAIT1`, `estab`; or null. */
export function stateNamed(word: string): string | null {
  const plain = (text: string) => text.toUpperCase().replaceAll(/[-_]/g, '');
  const aliases: Record<string, string> = { SYNRECV: 'SYN-RECEIVED', LISTENING: 'LISTEN', CONNECTED: 'ESTABLISHED' };
  const wanted = plain(word);
  const found = Object.entries(NAMES).find(([state, names]) =>
    [state, ...names].some((name) => plain(name) === wanted),
  );
  return found?.[0] ?? aliases[wanted] ?? null;
}

/** The timers both commands tell of, by their names in each. A delayed acknowledgment is none of them. */
const TIMERS: Readonly<Record<string, readonly [netstat: string, ss: string]>> = {
  retransmission: ['on', 'on'],
  'user-timeout': ['on', 'on'],
  persist: ['probe', 'persist'],
  'keep-alive': ['keepalive', 'keepalive'],
  'time-wait': ['timewait', 'timewait'],
  'fin-wait-2': ['timewait', 'timewait'],
};

/** The timer that a socket's line tells of, and when it expires (ns); or null. */
export function timerOf(row: {
  timer: string | null;
  deadline: number | null;
}): { netstat: string; ss: string; deadline: number } | null {
  const names = row.timer === null ? undefined : TIMERS[row.timer];
  return names === undefined || row.deadline === null
    ? null
    : { netstat: names[0], ss: names[1], deadline: row.deadline };
}
