import type { Actor, LabCall } from '#contract/kernel-lab.ts';

/**
 * A call as a recipe writes it: ports are those a listening or bound socket got when the recipe ran. `to` names such a
 * socket; `from` names a socket whose own port is asked for again.
 */
export type RecipeCall =
  | Exclude<LabCall, { call: 'listen' } | { call: 'connect' } | { call: 'bind' } | { call: 'sendto' }>
  | { call: 'listen'; socket: string; backlog: number; at?: string }
  | { call: 'connect'; socket: string; to: string; from?: string }
  | { call: 'bind'; socket: string; at?: string }
  | { call: 'sendto'; socket: string; to: string; length: number };

export interface Recipe {
  id: string;
  /** Systems on which a program can be stopped in the middle are needed (signals of POSIX). */
  suspends?: true;
  calls: readonly (readonly [Actor, RecipeCall])[];
}

const listen = (backlog = 8): [Actor, RecipeCall] => ['server', { call: 'listen', socket: 'listener', backlog }];
const connect = (socket = 'client'): [Actor, RecipeCall] => ['client', { call: 'connect', socket, to: 'listener' }];
const accept = (as = 'peer'): [Actor, RecipeCall] => ['server', { call: 'accept', socket: 'listener', as }];
const OPENED = [listen(), connect(), accept()];

const say = (actor: Actor, socket: string, text: string): [Actor, RecipeCall] => [
  actor,
  { call: 'send', socket, length: text.length, text },
];
const read = (actor: Actor, socket: string, length = 65_536): [Actor, RecipeCall] => [
  actor,
  { call: 'recv', socket, length },
];
const close = (actor: Actor, socket: string): [Actor, RecipeCall] => [actor, { call: 'close', socket }];
const shutdown = (actor: Actor, socket: string): [Actor, RecipeCall] => [actor, { call: 'shutdown', socket }];

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
const LAST_REQUEST = 'GET / HTTP/1.0\r\n\r\n';
const LAST_ANSWER = 'HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nhi';

/** What can be cooked, in the order in which it is best learned. */
export const RECIPES: readonly Recipe[] = [
  { id: 'handshake', calls: [...OPENED] },
  {
    id: 'close-by-client',
    calls: [...OPENED, close('client', 'client'), read('server', 'peer'), close('server', 'peer')],
  },
  {
    id: 'close-by-server',
    calls: [...OPENED, close('server', 'peer'), read('client', 'client'), close('client', 'client')],
  },
  {
    id: 'half-close',
    calls: [
      ...OPENED,
      say('client', 'client', 'How much is it?'),
      shutdown('client', 'client'),
      read('server', 'peer'),
      read('server', 'peer'),
      say('server', 'peer', 'Still twelve.'),
      read('client', 'client'),
      close('server', 'peer'),
      read('client', 'client'),
      close('client', 'client'),
    ],
  },
  {
    id: 'reset',
    calls: [
      ...OPENED,
      say('client', 'client', 'Never read.'),
      ['client', { call: 'abort', socket: 'client' }],
      read('server', 'peer'),
      close('server', 'peer'),
    ],
  },
  {
    id: 'refused',
    calls: [listen(), close('server', 'listener'), connect()],
  },
  {
    id: 'time-wait',
    calls: [
      ...OPENED,
      close('client', 'client'),
      close('server', 'peer'),
      ['client', { call: 'connect', socket: 'again', to: 'listener', from: 'client' }],
      close('server', 'listener'),
      ['server', { call: 'listen', socket: 'restarted', backlog: 8, at: 'listener' }],
    ],
  },
  {
    id: 'close-wait',
    calls: [
      ...OPENED,
      close('client', 'client'),
      read('server', 'peer'),
      ['server', { call: 'wait', wait: 3e9 }],
      close('server', 'peer'),
    ],
  },
  {
    id: 'fin-wait-2',
    calls: [
      ...OPENED,
      shutdown('client', 'client'),
      ['client', { call: 'wait', wait: 3e9 }],
      close('client', 'client'),
      ['client', { call: 'wait', wait: 3e9 }],
      close('server', 'peer'),
    ],
  },
  {
    id: 'backlog',
    suspends: true,
    calls: [
      listen(1),
      ['server', { call: 'suspend' }],
      connect('first'),
      connect('second'),
      connect('third'),
      connect('fourth'),
      ['server', { call: 'resume' }],
      accept('peer-1'),
      accept('peer-2'),
    ],
  },
  {
    id: 'address-in-use',
    calls: [
      listen(),
      ['client', { call: 'listen', socket: 'second', backlog: 8, at: 'listener' }],
      close('server', 'listener'),
      ['client', { call: 'listen', socket: 'second', backlog: 8, at: 'listener' }],
    ],
  },
  {
    id: 'slow-reader',
    calls: [
      ...OPENED,
      ['client', { call: 'send', socket: 'client', length: 65_536, text: null }],
      ['client', { call: 'send', socket: 'client', length: 8_388_608, text: null }],
      read('server', 'peer', 262_144),
      read('server', 'peer', 8_388_608),
      read('server', 'peer', 8_388_608),
    ],
  },
  {
    id: 'merged',
    calls: [
      ...OPENED,
      say('client', 'client', 'three '),
      say('client', 'client', 'separate '),
      say('client', 'client', 'writes'),
      read('server', 'peer'),
    ],
  },
  {
    id: 'killed',
    calls: [...OPENED, ['server', { call: 'kill' }], read('client', 'client'), close('client', 'client')],
  },
  {
    id: 'killed-with-data',
    calls: [
      ...OPENED,
      say('client', 'client', 'Are you there?'),
      ['server', { call: 'kill' }],
      read('client', 'client'),
      close('client', 'client'),
    ],
  },
  {
    id: 'datagrams',
    calls: [
      ['server', { call: 'bind', socket: 'server' }],
      ['client', { call: 'bind', socket: 'client' }],
      ['client', { call: 'sendto', socket: 'client', to: 'server', length: 100 }],
      ['client', { call: 'sendto', socket: 'client', to: 'server', length: 200 }],
      ['server', { call: 'recvfrom', socket: 'server' }],
      ['server', { call: 'recvfrom', socket: 'server' }],
      ['server', { call: 'recvfrom', socket: 'server' }],
      close('client', 'client'),
      close('server', 'server'),
    ],
  },
  {
    id: 'http-keep-alive',
    calls: [
      ...OPENED,
      say('client', 'client', REQUEST),
      read('server', 'peer'),
      say('server', 'peer', ANSWER),
      read('client', 'client'),
      say('client', 'client', REQUEST),
      read('server', 'peer'),
      say('server', 'peer', ANSWER),
      read('client', 'client'),
      close('client', 'client'),
      close('server', 'peer'),
    ],
  },
  {
    id: 'http-close',
    calls: [1, 2].flatMap((round): [Actor, RecipeCall][] => [
      ...(round === 1 ? [listen()] : []),
      connect(`client-${round}`),
      accept(`peer-${round}`),
      say('client', `client-${round}`, LAST_REQUEST),
      read('server', `peer-${round}`),
      say('server', `peer-${round}`, LAST_ANSWER),
      close('server', `peer-${round}`),
      read('client', `client-${round}`),
      read('client', `client-${round}`),
      close('client', `client-${round}`),
    ]),
  },
];
