/** What moves the network's time. */
export default {
  play: 'Play or pause',
  forward: 'Step forward',
  back: 'Step back',
  start: 'Back to the start',
  faster: 'Faster',
  slower: 'Slower',
  hopsCopy: 'Copy the hop table as Markdown',
  hopsSave: 'Save the hop table…',
  why: {
    noPacket: 'Choose a packet first.',
    nothingOpen: 'No project is open yet.',
    atStart: 'This is the start already.',
    fastest: 'This is the fastest pace.',
    slowest: 'This is the slowest pace.',
  },
};
