/** Gateways: real programs let into the drawing. */
export default {
  title: 'Real programs',
  hint: 'Joins loopback ports of this computer (127.0.0.1 only) to the drawn network. The bytes are real; the packets are the simulator’s.',
  inward: {
    title: 'In: a port of this computer → a drawn server',
    add: 'Add a way in',
    port: 'Port here',
    to: 'Drawn address:port',
  },
  outward: {
    title: 'Out: a port of this gateway → a server on this computer',
    add: 'Add a way out',
    port: 'Drawn port',
    to: 'Port here',
  },
  remove: 'Remove {line}',
  unreadable: 'Write an address and a port, such as 192.168.1.10:80.',
  'no-doors': 'Add a way in or out first.',
  'switch-on': 'Switch on: open the ports',
  'switch-off': 'Switch off: close the ports',
  clock: 'While it is on, time runs as the clock does. Pause, and the real programs wait.',
  paused:
    'Time stands, so the real programs wait, as long as you like. Their connections stay; what they send goes on when you play.',
  past: 'You look at the past, so the real programs wait. Go to the newest moment and play: then they go on.',
  full: 'The event list is full, so time cannot go on and the real programs wait. Switch off to end their connections, and begin again to go on.',
  parted: {
    history:
      'It was switched off because another run or another past is looked at: what crossed it belonged to the other.',
    lines: 'It was switched off because its ways were changed.',
    thread:
      'It was switched off because the simulation stopped unexpectedly: what crossed it was reset. Switch it on again to go on.',
  },
  copy: 'Copy as Markdown',
  door: 'Way',
  connections: 'Now / ever',
  entered: 'Bytes in',
  left: 'Bytes out',
  joined: 'real programs joined: time runs as the clock does',
  waiting: 'the real programs wait',
};
