import type { SocketStep } from '#engine/apps/settings.ts';
import { newCable, newDevice } from './edits.ts';
import { isProblem } from './problem.ts';
import { CURRENT_VERSION, type DeviceRecord, type DocumentRecord, type HopDocument } from './records.ts';
import { ordered } from './order.ts';

/** The drawing area the starter project is laid out for, drawing units. */
export const STARTER_SIZE = { width: 900, height: 420 } as const;

/**
 * What a new user sees first: two hosts on a switch, a router, and a server behind a hub on a second subnet, with a ping
 * and a TCP exchange to play. ARP caches are empty: the first thing to see is how an address is asked for.
 *
 * Played by hand, each program is over before the next one starts by itself, so that the student sees one thing at a time;
 * run from the command line, all of them happen within ten seconds.
 */
export function starterDocument(): HopDocument {
  const records = new Map<string, DocumentRecord>();
  const add = (
    kind: DeviceRecord['kind'],
    x: number,
    y: number,
    addresses: string[],
    gateway: string | null,
  ): string => {
    const blank = newDevice(kind, { x, y }, records);
    const ports = blank.ports.map((port, index) => ({ ...port, address: addresses[index] ?? null }));
    records.set(blank.id, { ...blank, ports, gateway });
    return blank.id;
  };
  const join = (a: string, b: string): void => {
    const cable = newCable({ device: a }, { device: b }, records);
    if (isProblem(cable)) throw new Error(`the starter project does not fit together: ${cable.name}`);
    records.set(cable.id, cable);
  };

  const pc1 = add('host', 90, 90, ['192.168.1.11'], '192.168.1.1');
  const pc2 = add('host', 90, 330, ['192.168.1.12'], '192.168.1.1');
  const lan = add('switch', 270, 210, [], null);
  const router = add('router', 450, 210, ['192.168.1.1', '192.168.2.1'], null);
  const hub = add('hub', 630, 210, [], null);
  const server = add('server', 810, 210, ['192.168.2.10'], '192.168.2.1');
  join(pc1, lan);
  join(pc2, lan);
  join(lan, router);
  join(router, hub);
  join(hub, server);

  const destination = '192.168.2.10';
  const port = 80;
  const program = (id: string, name: string, device: string, start: number, steps: SocketStep[]): void => {
    records.set(id, { type: 'program', id, name, device, start, run: { program: 'steps', steps } });
  };
  records.set('ping', {
    type: 'program',
    id: 'ping',
    name: 'ping server',
    device: pc1,
    start: 4e9,
    run: { program: 'ping', destination, count: 2, interval: 1e9, size: 56 },
  });
  program('tcp-server', 'TCP exchange (server)', server, 0, [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port },
    { call: 'listen', socket: 'listener', backlog: 8 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'recv', socket: 'connection', length: 100 },
    { call: 'send', socket: 'connection', length: 100 },
    { call: 'recv', socket: 'connection', length: null },
    { call: 'close', socket: 'connection' },
    // The next client finds the server waiting again.
    { call: 'repeat', from: 4 },
  ]);
  program('tcp-client', 'TCP exchange', pc1, 8e9, [
    { call: 'socket', as: 'connection', type: 'stream' },
    { call: 'connect', socket: 'connection', address: destination, port },
    { call: 'send', socket: 'connection', length: 100 },
    { call: 'recv', socket: 'connection', length: 100 },
    { call: 'close', socket: 'connection' },
  ]);
  return {
    format: 'hopscope',
    version: CURRENT_VERSION,
    title: 'Two subnets',
    seed: 1,
    records: ordered(records.values()),
  };
}
