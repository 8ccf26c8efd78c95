import type { SystemEndpoint, SystemSocket } from './row.ts';

/** `st` of /proc/net/tcp: include/net/tcp_states.h. */
const STATES: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN-SENT',
  '03': 'SYN-RECEIVED',
  '04': 'FIN-WAIT-1',
  '05': 'FIN-WAIT-2',
  '06': 'TIME-WAIT',
  '07': 'CLOSED',
  '08': 'CLOSE-WAIT',
  '09': 'LAST-ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
  // A connection request not yet answered for good (TCP_NEW_SYN_RECV).
  '0C': 'SYN-RECEIVED',
};

/** `tr` of /proc/net/tcp: net/ipv4/tcp_ipv4.c, get_tcp4_sock. */
const TIMERS: Readonly<Record<string, SystemSocket['timer']>> = {
  '01': 'retransmission',
  '02': 'keep-alive',
  '03': 'time-wait',
  '04': 'persist',
};

/** ns of one tick in these files: USER_HZ is 100 on every Linux there is. */
const TICK = 10_000_000;

/**
 * The lines of `/proc/net/tcp`, `tcp6`, `udp` or `udp6` (proc_net_tcp.rst of the kernel's documentation). Lines that read
 * otherwise are left out.
 */
export function parseProc(text: string, protocol: 'tcp' | 'udp'): SystemSocket[] {
  const rows: SystemSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [, local, remote, st = '', queues = '', timer = '', , , , inode = ''] = line.trim().split(/\s+/);
    const from = endpoint(local);
    const to = endpoint(remote);
    const queued = /^([0-9A-F]{8}):([0-9A-F]{8})$/i.exec(queues);
    const timed = /^([0-9A-F]{2}):([0-9A-F]{8})$/i.exec(timer);
    if (from === null || to === null || queued === null || timed === null) continue;
    const running = TIMERS[timed[1]!] ?? null;
    rows.push({
      protocol,
      local: from,
      remote: to,
      state: protocol === 'tcp' ? (STATES[st.toUpperCase()] ?? st) : '',
      sendQueue: Number.parseInt(queued[1]!, 16),
      receiveQueue: Number.parseInt(queued[2]!, 16),
      timer: running,
      remaining: running === null ? null : Number.parseInt(timed[2]!, 16) * TICK,
      held: inode !== '0',
    });
  }
  return rows;
}

/** `0100007F:1F90`: each 32-bit word of the address in the byte order of the machine, the port in network order. */
function endpoint(text: string | undefined): SystemEndpoint | null {
  const parts = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/i.exec(text ?? '');
  if (parts === null) return null;
  const port = Number.parseInt(parts[2]!, 16);
  const bytes = (parts[1]!.match(/.{8}/g) ?? []).flatMap((word) => {
    const four = [0, 2, 4, 6].map((at) => Number.parseInt(word.slice(at, at + 2), 16));
    return LITTLE_ENDIAN ? four.toReversed() : four;
  });
  return { address: bytes.length === 4 ? bytes.join('.') : ipv6(bytes), port };
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** As RFC 5952 §4 writes it: no leading zeros, the longest run of zeros left out. */
function ipv6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at]! << 8) | bytes[2 * at + 1]!).toString(16));
  const runs = [...groups.join(':').matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)];
  const longest = runs.reduce<RegExpExecArray | null>(
    (best, run) => (best === null || run[0].length > best[0].length ? run : best),
    null,
  );
  const text = groups.join(':');
  if (longest === null) return text;
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
