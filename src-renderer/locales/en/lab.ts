/** The kernel lab: real sockets beside their simulated twin. */
export default {
  title: 'Kernel lab: real sockets beside simulated ones',
  open: 'Kernel lab',
  recipes: 'Recipes',
  calls: 'Calls of the recipe',
  first:
    'Choose a recipe. Two small programs are started on this machine, a server and a client; each step makes one real call of the operating system, and the same call in the simulator.',
  safe: 'Only 127.0.0.1 is used, or ::1 if you choose so: nothing leaves this machine, and closing the lab ends both programs.',
  address: 'The real sockets are at',
  real: 'Really',
  twin: 'Simulated',
  next: 'Make the next call',
  again: 'From the beginning',
  finished: 'All calls were made. The timers go on: watch them.',
  'under-way': 'under way …',
  differences: 'Where they differ, and what to know',
  alike: 'Both tables say the same.',
  empty: 'No socket has a port of this recipe.',
  left: '(closed)',
  datagrams: 'UDP',
  page: {
    copy: 'Copy as Markdown',
    'copy-hint': 'The calls, both socket tables and what differs, for notes',
    save: 'Save as Markdown…',
  },
  table: { real: 'Socket table of {system} ({address})', twin: 'Socket table of the simulated host' },
  actor: { server: 'server', client: 'client' },
  column: {
    program: 'Program',
    call: 'Call',
    end: 'Of',
    local: 'Own port',
    remote: 'Peer',
    state: 'State',
    receive: 'Recv-Q',
    send: 'Send-Q',
    timer: 'Timer',
  },
  recipe: {
    handshake: {
      title: 'The handshake',
      about:
        'listen, connect, accept. The connection is there before accept: the kernel makes it, the program only takes it.',
    },
    'close-by-client': {
      title: 'The client closes first',
      about: 'Who closes first ends in TIME-WAIT. Between the two closes the server stands in CLOSE-WAIT.',
    },
    'close-by-server': {
      title: 'The server closes first',
      about: 'The same with the ends exchanged: now the server is left in TIME-WAIT, on its own port.',
    },
    'half-close': {
      title: 'Half-close',
      about:
        'After shutdown the client sends no more, but it still receives: one direction is closed, the other is not.',
    },
    reset: {
      title: 'Reset',
      about: 'A close with SO_LINGER 0 sends RST: no FIN, no TIME-WAIT, and the peer learns it at its next call.',
    },
    refused: { title: 'Refused', about: 'Nobody listens on that port any more: the kernel answers the SYN with RST.' },
    'time-wait': {
      title: 'TIME-WAIT and its port',
      about:
        'The client’s port is still taken while the connection waits. The server is started again on its own port.',
    },
    'close-wait': {
      title: 'CLOSE-WAIT stays',
      about: 'The client is gone, and the server does not close. CLOSE-WAIT has no timer: only the program ends it.',
    },
    'fin-wait-2': {
      title: 'FIN-WAIT-2',
      about:
        'The peer never sends its FIN. While a program holds the socket it may last for ever; then a timer ends it.',
    },
    backlog: {
      title: 'A full backlog',
      about:
        'The server is stopped and accepts nothing. Connections queue up to the backlog; then SYNs are dropped and sent again.',
    },
    'address-in-use': {
      title: 'Address in use',
      about: 'Two programs cannot listen on one port. When the first has closed it, the second can.',
    },
    'slow-reader': {
      title: 'A slow reader',
      about:
        'The server does not read. Recv-Q fills, the window closes, Send-Q fills, and send waits until somebody reads.',
    },
    merged: {
      title: 'Three writes, one read',
      about: 'TCP has no message boundaries: what was written in three calls is read in one.',
    },
    killed: {
      title: 'A killed program',
      about: 'The server is killed. The kernel closes its sockets: the client sees a FIN.',
    },
    'killed-with-data': {
      title: 'Killed with unread data',
      about: 'The same with data that nobody read: now the kernel sends RST, so that the client knows it was lost.',
    },
    datagrams: {
      title: 'UDP datagrams',
      about: 'No connection and no states; each datagram is read by itself, whole.',
    },
    'http-keep-alive': {
      title: 'HTTP/1.1 keep-alive',
      about: 'Two requests over one connection: one handshake, one close.',
    },
    'http-close': {
      title: 'HTTP/1.0 close',
      about: 'Each answer ends its connection: two handshakes, two closes, and two TIME-WAITs at the server.',
    },
  },
};
