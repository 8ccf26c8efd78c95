/** RIP on a router. */
export default {
  title: 'Routing protocol (RIP)',
  hint: 'The router tells its neighbours which networks it knows, and learns theirs.',
  on: 'Speak RIP version 2',
  ports: 'Ports it is spoken on',
  'all-ports': 'all with an address',
  'split-horizon': 'Routes that lead through the neighbour are told to it',
  horizon: {
    poisoned: 'as unreachable (poisoned reverse)',
    simple: 'not at all (split horizon)',
    off: 'like all others (off)',
  },
  triggered: 'Tell changes at once (triggered updates)',
  'announce-static': 'Tell routes written by hand',
  times: 'Times',
  time: { update: 'Update every', timeout: 'Unreachable after', garbage: 'Forgotten after another' },
};
