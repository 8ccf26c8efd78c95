import type { Kind } from '#engine/trace/kinds.ts';
import { PEER, PEER_PORT } from './transport-peer.ts';
import type { Stack } from './transport-stack.ts';

/** What the calls of a story need of it. */
export interface Peer {
  stack: Stack;
  /** Bytes the program sends: quoted text, or a number of letters. */
  contents(written: string, descriptor: number): Uint8Array;
}

const HOW: Record<string, 'read' | 'write' | 'both'> = { SHUT_RD: 'read', SHUT_WR: 'write', SHUT_RDWR: 'both' };

/** Makes a call or answers a question, and gives the result as a story writes it. */
export function callOf(peer: Peer, name: string, given: string[]): string {
  const { stack } = peer;
  const fd = Number(given[0]);
  const second = given[1] ?? '';
  switch (name) {
    case 'socket':
      return `${stack.socket()}`;
    case 'bind':
      return `${stack.bind(fd, Number(second))}`;
    case 'listen':
      return `${stack.listen(fd, Number(second))}`;
    case 'accept': {
      const accepted = stack.accept(fd);
      return typeof accepted === 'string' ? accepted : `${accepted.descriptor}`;
    }
    case 'connect':
      return `${stack.connect(fd, PEER, Number(second.split(':')[1] ?? PEER_PORT))}`;
    case 'send':
      return `${stack.send(fd, peer.contents(second, fd), given[2] === 'MSG_OOB')}`;
    case 'recv':
      return received(stack.recv(fd, second === '' ? undefined : Number(second), given[2] === 'MSG_PEEK'));
    case 'setsockopt':
      return `${stack.setOption(fd, second, /^-?\d+$/.test(given[2]!) ? Number(given[2]) : given[2]!)}`;
    case 'getsockopt': {
      const value = stack.option(fd, second);
      return typeof value === 'object' ? value.errno : `${value}`;
    }
    case 'shutdown':
      return `${stack.shutdown(fd, HOW[second])}`;
    case 'close':
      return `${stack.close(fd)}`;
    case 'error':
      return `${stack.error(fd) ?? 'none'}`;
    case 'nodelay':
      return `${stack.setNoDelay(fd, second !== '0')}`;
    default:
      return questionOf(stack, name, given);
  }
}

/** Short texts as text, long ones as their length. */
function received(bytes: Uint8Array | string): string {
  if (typeof bytes === 'string') return bytes;
  return bytes.length > 0 && bytes.length <= 40 ? `"${String.fromCharCode(...bytes)}"` : `${bytes.length}`;
}

function questionOf(stack: Stack, name: string, given: string[]): string {
  const fd = given[0] === 'none' ? null : Number(given[0]);
  const row = stack.rows().find(({ descriptor }) => descriptor === fd);
  switch (name) {
    case 'state':
      return stack.stateOf(fd) || 'CLOSED';
    case 'timer':
      return row?.timer ?? 'none';
    case 'deadline':
      return typeof row?.deadline !== 'number' ? 'none' : `${(row.deadline - stack.data.now) / 1e9}`;
    case 'queued':
      return `${row?.receiveQueue}/${row?.sendQueue}`;
    case 'view':
      return `${(stack.view(fd!) as unknown as Record<string, unknown>)[given[1]!]}`;
    case 'readable':
      return `${stack.poll(fd!).readable}`;
    case 'writable':
      return `${stack.poll(fd!).writable}`;
    case 'facts':
      return `${stack.facts(given[0] as Kind).length}`;
    case 'last':
      return `${stack.facts(given[0] as Kind).at(-1)?.detail?.[given[1]!]}`;
    case 'states':
      return stack.states();
    default:
      throw new Error(`no call and no question is named ${name}`);
  }
}
